"""The roles, and the four presets by which people get them."""

from enum import StrEnum


class Role(StrEnum):
    MONITOR = "monitor"
    SENIOR_MONITOR = "senior_monitor"
    OFFICIAL = "official"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Preset(StrEnum):
    """What an invitation says; the roles behind it are for the policy page."""

    CSO = "cso"
    OFFICE = "office"
    OVERSIGHT = "oversight"
    NATIONAL_POOL = "national_pool"


ROLES_OF = {
    Preset.CSO: (Role.MONITOR,),
    Preset.OFFICE: (Role.OFFICIAL,),
    Preset.OVERSIGHT: (Role.COORDINATOR,),
    Preset.NATIONAL_POOL: (Role.MONITOR,),
}
MONITORS = (Role.MONITOR, Role.SENIOR_MONITOR)

# Whoever holds one of these reaches nothing before a second factor is set up. By name: a role may come with a later feature.
NEEDS_SECOND_FACTOR = frozenset({"senior_monitor", "protection_officer", "admin"})
