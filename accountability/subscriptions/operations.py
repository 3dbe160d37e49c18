"""Asking for it, saying yes, changing it, ending it. Whoever asks learns nothing about whether an address was known."""

import secrets

import sqlalchemy as sa

from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.outbox import operations as outbox
from accountability.preferences import links
from accountability.subscriptions import addresses, queries
from accountability.subscriptions.models import Subscription
from accountability.subscriptions.queries import ASKED, Selection

# Letters that ask for a yes, to one address in a day; and live wishes of one address.
MOST_ASKED, MOST_KEPT = 3, 20
LINK = "subscription"
LOCK = 0x53554253


def ask(address: str, chosen: Selection, locale: str) -> None:
    """A letter asks the address for a yes. Beyond the limits nothing happens, and nobody is told so."""
    _check(chosen)
    mark = addresses.mark(address)
    _lock(mark)
    known = queries.of_address(mark)
    if queries.asked_lately(mark) >= MOST_ASKED:
        return
    found = next((one for one in known if one.selection == chosen.spelled), None)
    if found is None:
        if len(known) >= MOST_KEPT:
            return
        found = _make(address, mark, chosen, locale)
    token = links.make(found.reader, LINK)
    key = f"{ASKED}:{found.id}:{secrets.token_hex(8)}"
    outbox.enqueue(ASKED, "subscription", found.id, found.reader, key=key, locale=locale, secret=token)


def _make(address: str, mark: str, chosen: Selection, locale: str) -> Subscription:
    made = Subscription(address_hash=mark, address=addresses.seal(address), locale=locale, created_at=clock.now())
    _select(made, chosen)
    db.session.add(made)
    db.session.flush()
    return made


def _select(one: Subscription, chosen: Selection) -> None:
    one.selection = chosen.spelled
    one.province_id = chosen.province.id if chosen.province else None
    one.soum_id = chosen.soum.id if chosen.soum else None
    one.facility_id = chosen.facility.id if chosen.facility else None
    one.category_id = chosen.category.id if chosen.category else None
    one.about_cases, one.about_promises = chosen.about_cases, chosen.about_promises


def _check(chosen: Selection) -> None:
    if not (chosen.about_cases or chosen.about_promises):
        raise Invalid("about_cases", "nothing")
    if chosen.category and not chosen.about_cases:
        raise Invalid("category", "no_promises")


def confirm(one: Subscription) -> None:
    """The yes, also after it was ended: from now on, and only about what comes from now on."""
    if one.confirmed_at is None or one.ended_at is not None:
        one.confirmed_at, one.ended_at = one.confirmed_at or clock.now(), None
        one.seen_from = one.seen_until = clock.now()


def change(one: Subscription, chosen: Selection) -> None:
    """Another selection in the same place; one that this address has already is not had twice."""
    _check(chosen)
    _lock(one.address_hash)
    twin = next((other for other in queries.of_address(one.address_hash) if other.selection == chosen.spelled), None)
    if twin is not None and twin.id != one.id:
        raise Invalid("about_cases", "had_already")
    _select(one, chosen)
    db.session.flush()
    db.session.expire(one, ["province", "soum", "facility", "category"])


def end(one: Subscription) -> None:
    one.ended_at = one.ended_at or clock.now()


# --- by the link under a letter ----------------------------------------------------------------------------------------


def is_stopped(reader: str) -> bool:
    found = queries.get(_id(reader))
    return found is None or not found.is_live


def stop(reader: str) -> None:
    if (found := queries.lock(_id(reader))) is not None:
        end(found)


def resume(reader: str) -> None:
    """Only what was confirmed once begins again."""
    found = queries.lock(_id(reader))
    if found is not None and found.confirmed_at is not None:
        confirm(found)


def _id(reader: str) -> int:
    return int(reader.split(":")[1])


def erase(subscription_id: int) -> None:
    """The address, and every copy of what was sent to it."""
    outbox.forget("subscription", subscription_id)
    db.session.execute(sa.delete(Subscription).where(Subscription.id == subscription_id))


def _lock(mark: str) -> None:
    """One at a time for an address, so that the limits hold; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK, sa.cast(int(mark[:7], 16), sa.Integer))))
