"""The words of accounts: roles, presets and ties."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from accountability.access.roles import Preset, Role
from accountability.accounts.models import Grant, Relation, Way
from accountability.core.i18n import localized

ROLES = {
    Role.MONITOR: _l("Monitor"),
    Role.SENIOR_MONITOR: _l("Senior monitor"),
    Role.OFFICIAL: _l("Answers for an office"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.ADMIN: _l("Administrator of accounts"),
    Role.PROTECTION_OFFICER: _l("Protection officer"),
    Role.REVIEWER: _l("Reviewer"),
}
PRESETS = {
    Preset.CSO: _l("Civil society monitor"),
    Preset.OFFICE: _l("Office"),
    Preset.OVERSIGHT: _l("Oversight"),
    Preset.NATIONAL_POOL: _l("National pool"),
    Preset.PROTECTION: _l("Protection"),
    Preset.REVIEW: _l("Review"),
}
PRESET_HINTS = {
    Preset.CSO: _l("Reads and checks what citizens of one province write."),
    Preset.OFFICE: _l("Acknowledges and answers for one office."),
    Preset.OVERSIGHT: _l("Follows the offices of a province, or those below an organisation."),
    Preset.NATIONAL_POOL: _l("A monitor who helps wherever something waits too long."),
    Preset.PROTECTION: _l("A protection officer, for the whole country. Holds no other role here."),
    Preset.REVIEW: _l("Decides for one organisation when somebody asks for a review. Holds no other role here."),
}
RELATIONS = {
    Relation.WORKS: _l("I work there or did in the last two years"),
    Relation.FAMILY: _l("A family member works there"),
    Relation.OWNS: _l("I own part of it or sell to it"),
    Relation.OTHER: _l("Another tie"),
}

WAYS = {
    Way.PASSWORD: _l("With the password alone"),
    Way.CODE: _l("With the password and a code"),
    Way.PASSKEY: _l("With a passkey"),
    Way.RECOVERY: _l("With the password and a recovery code"),
}


def grant_words(grant: Grant) -> str:
    """One grant as a line: the role, and over what."""
    over = grant.organisation or grant.area
    if over is None:
        return str(ROLES[grant.role])
    return str(gettext("%(role)s: %(place)s", role=ROLES[grant.role], place=localized(over)))
