"""Cases may be diverted to the protected channel, and there are protection officers. Only the rules of CHECKs change."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0009"
down_revision = "0008"

STATUSES = "received in_review needs_info with_office answered closed declined merged withdrawn".split()
OVER = "closed declined merged withdrawn".split()
ROLES = "monitor senior_monitor official coordinator admin".split()
PRESETS = "cso office oversight national_pool".split()


def upgrade():
    _change(["diverted"], ["protection_officer"], ["protection"])


def downgrade():
    """What is diverted cannot come back: those rows hold no words any more and go; accounts lose the unknown role."""
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM invitations WHERE preset = 'protection'"))
    connection.execute(sa.text("DELETE FROM grants WHERE role = 'protection_officer'"))
    connection.execute(sa.text("UPDATE cases SET status = 'withdrawn', visibility = 'withdrawn' WHERE status = 'diverted'"))
    _change([], [], [])


def _change(statuses, roles, presets):
    change_check("cases", "ck_cases_status", one_of("status", STATUSES + statuses))
    change_check("cases", "ck_cases_ended_when_over", f"({one_of('status', OVER + statuses)}) = (ended_at IS NOT NULL)")
    change_check("grants", "ck_grants_role", one_of("role", ROLES + roles))
    change_check("invitations", "ck_invitations_preset", one_of("preset", PRESETS + presets))
