"""The words of the directory: kinds of places and offices, service levels, staff bands."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Level(StrEnum):
    COUNTRY = "country"
    PROVINCE = "province"
    CAPITAL = "capital"
    SOUM = "soum"
    DISTRICT = "district"
    VILLAGE = "village"


class OfficeKind(StrEnum):
    """The letters in a facility's printed code, and the bodies that are no facility."""

    HEALTH_CENTRE = "HC"
    HOSPITAL = "HOSP"
    FAMILY_HEALTH_CENTRE = "FHC"
    HEALTH_DEPARTMENT = "HD"
    WELFARE = "WEL"
    DISABILITY_BOARD = "DIS"
    GOVERNOR = "GOV"
    OTHER = "X"
    MINISTRY = "MIN"
    OVERSIGHT = "OVS"
    CSO = "CSO"


class Standing(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


class ServiceLevel(StrEnum):
    """How the platform works with an office: fully, by letters only, or not yet (then no date is promised)."""

    OPEN = "open"
    LETTERS_ONLY = "letters_only"
    PAUSED = "paused"


class StaffBand(StrEnum):
    UNKNOWN = "unknown"
    UNDER_FIVE = "under_5"
    FIVE_TO_TWENTY = "5_20"
    OVER_TWENTY = "over_20"


OFFICE_KINDS = {
    OfficeKind.HEALTH_CENTRE: _l("Soum health centre"),
    OfficeKind.HOSPITAL: _l("Aimag hospital"),
    OfficeKind.FAMILY_HEALTH_CENTRE: _l("Family health centre"),
    OfficeKind.HEALTH_DEPARTMENT: _l("Aimag health department"),
    OfficeKind.WELFARE: _l("Welfare office"),
    OfficeKind.DISABILITY_BOARD: _l("Disability board"),
    OfficeKind.GOVERNOR: _l("Governor's office"),
    OfficeKind.OTHER: _l("Other office"),
    OfficeKind.MINISTRY: _l("Ministry"),
    OfficeKind.OVERSIGHT: _l("Oversight of the ministries"),
    OfficeKind.CSO: _l("Civil society organisation"),
}
SERVICE_LEVELS = {
    ServiceLevel.OPEN: _l("Answers on this platform"),
    ServiceLevel.LETTERS_ONLY: _l("Gets letters on paper"),
    ServiceLevel.PAUSED: _l("Nobody takes up cases here yet"),
}
STANDINGS = {Standing.OPEN: _l("Open"), Standing.CLOSED: _l("Closed"), Standing.MERGED: _l("Merged")}
STAFF_BANDS = {
    StaffBand.UNKNOWN: _l("Number of staff not known"),
    StaffBand.UNDER_FIVE: _l("Fewer than five staff"),
    StaffBand.FIVE_TO_TWENTY: _l("Five to twenty staff"),
    StaffBand.OVER_TWENTY: _l("More than twenty staff"),
}
