"""The menus in the header: everybody's, and that of people with work to do."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from accountability.access.guards import may
from accountability.access.permissions import Permission as P

MENU = (
    (_l("Provinces"), "places.provinces"),
    (_l("Cases"), "cases.index"),
    (_l("Promises"), "commitments.index"),
    (_l("Tell us"), "citizen.new"),
)
STAFF_MENU = (
    (_l("Desk"), "desk.queue", P.DESK_USE),
    (_l("To look at"), "promises.to_look_at", P.DESK_USE),
    (_l("My week"), "desk.week", P.DESK_USE),
    (_l("Calls"), "checking.page", P.DESK_USE),
    (_l("Alerts"), "protecting.alerts", P.ALERT_DECIDE),
    (_l("Reviews"), "reviews.index", P.REVIEWS_USE),
    (_l("My desk"), "officers.desk", P.PROTECTED_USE),
    (_l("Duty hours"), "officers.duty", P.PROTECTED_USE),
    (_l("Colleagues"), "officers.colleagues", P.PROTECTED_USE),
    (_l("Office"), "office.inbox", P.OFFICE_USE),
    (_l("Our promises"), "promises.of_office", P.OFFICE_USE),
    (_l("Our book"), "counter.book", P.COUNTER_USE),
    (_l("Report"), "reports.index", P.OFFICE_USE),
    (_l("Thanks"), "office.thanks", P.OFFICE_USE),
    (_l("Reviews that wait"), "reviews.watch", P.REVIEWS_WATCH),
    (_l("People"), "admin.people", P.ACCOUNT_INVITE),
    (_l("Outbox"), "admin.outbox", P.OUTBOX_READ),
    (_l("Wording"), "wording.kinds", P.WORDING_SET),
    (_l("Terms"), "clocks.rules", P.CLOCKS_SET),
    (_l("Breaches"), "protecting.breaches", P.BREACH_KEEP),
    (_l("Account"), "accounts.home", P.ACCOUNT_OWN),
)

# Pages that lie below an entry of the menu without sharing its endpoint.
BELOW = {
    "places.province": "places.provinces",
    "places.soum": "places.provinces",
    "places.facility": "places.provinces",
    "cases.show": "cases.index",
    "commitments.show": "commitments.index",
    "reviews.show": "reviews.index",
    "officers.vault": "officers.desk",
    "handle.page": "officers.desk",
    "clocks.days": "clocks.rules",
    "checking.contact": "checking.page",
    "wording.edit": "wording.kinds",
}


@dataclass(frozen=True)
class Entry:
    """One entry of a menu."""

    label: str
    url: str
    current: bool


def menu() -> list[Entry]:
    return [_entry(label, endpoint) for label, endpoint in MENU]


def staff_menu() -> list[Entry]:
    return [_entry(label, endpoint) for label, endpoint, permission in STAFF_MENU if may(permission)]


def _entry(label: Any, endpoint: str) -> Entry:
    here = request.endpoint or ""
    return Entry(str(label), url_for(endpoint), BELOW.get(here, here) == endpoint)
