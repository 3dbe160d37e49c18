"""The day's look for each subscription, and forgetting addresses that nobody needs any more. Commits item by item."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.preferences.hours import DIGEST_AT
from accountability.subscriptions import operations, queries
from accountability.subscriptions.models import Subscription

NEWS = "subscription_news"
BATCH = 200
# A yes that never came; an end that may still be undone.
UNCONFIRMED, ENDED = timedelta(days=3), timedelta(days=30)


def chase() -> Counter[str]:
    done: Counter[str] = Counter()
    last = 0
    while ids := queries.to_check(BATCH, last):
        for one in ids:
            done["told"] += _look(one)
            db.session.commit()
        last = ids[-1]
    for one in queries.forgettable(clock.now() - UNCONFIRMED, clock.now() - ENDED):
        operations.erase(one)
        db.session.commit()
        done["forgotten"] += 1
    return done


def _look(subscription_id: int) -> bool:
    """Once a day, from nine o'clock there; while yesterday's letter still waits, its time goes on."""
    one = queries.lock(subscription_id)
    if one is None or not one.is_live or not _is_time(one) or queries.letter_waits(one.id, NEWS):
        return False
    one.checked_on = clock.today(one.zone)
    since, until = one.seen_until or clock.now(), clock.now()
    if not queries.news(one, since, until):
        return False
    one.seen_from, one.seen_until = since, until
    key = f"{NEWS}:{one.id}:{one.checked_on:%Y%m%d}"
    outbox.enqueue(NEWS, "subscription", one.id, one.reader, key=key, locale=one.locale)
    return True


def _is_time(one: Subscription) -> bool:
    local = clock.now().astimezone(ZoneInfo(one.zone))
    return local.hour >= DIGEST_AT and (one.checked_on is None or one.checked_on < local.date())
