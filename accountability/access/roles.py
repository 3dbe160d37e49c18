"""The roles, and the presets by which people get them."""

from enum import StrEnum


class Role(StrEnum):
    MONITOR = "monitor"
    SENIOR_MONITOR = "senior_monitor"
    OFFICIAL = "official"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
    PROTECTION_OFFICER = "protection_officer"
    REVIEWER = "reviewer"


class Preset(StrEnum):
    """What an invitation says; the roles behind it are for the policy page."""

    CSO = "cso"
    OFFICE = "office"
    OVERSIGHT = "oversight"
    NATIONAL_POOL = "national_pool"
    PROTECTION = "protection"
    REVIEW = "review"


ROLES_OF = {
    Preset.CSO: (Role.MONITOR,),
    Preset.OFFICE: (Role.OFFICIAL,),
    Preset.OVERSIGHT: (Role.COORDINATOR,),
    Preset.NATIONAL_POOL: (Role.MONITOR,),
    Preset.PROTECTION: (Role.PROTECTION_OFFICER,),
    Preset.REVIEW: (Role.REVIEWER,),
}
# Granted over the whole country.
NATIONWIDE = frozenset({Preset.NATIONAL_POOL, Preset.PROTECTION})
# Whoever holds one of these holds no other role.
ALONE = frozenset({Role.ADMIN, Role.PROTECTION_OFFICER, Role.REVIEWER})
MONITORS = (Role.MONITOR, Role.SENIOR_MONITOR)

# Whoever holds one of these reaches nothing before a second factor is set up. By name: a role may come with a later feature.
NEEDS_SECOND_FACTOR = frozenset({"senior_monitor", "protection_officer", "admin", "reviewer"})
