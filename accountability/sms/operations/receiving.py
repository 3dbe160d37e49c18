"""Parts of messages as the gateway brings them: late, doubled, out of order; kept sealed until the whole message was answered."""

import json
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from accountability.cases.receipts import receipts
from accountability.core import clock, throttle
from accountability.core.db import db
from accountability.core.mongolian import normal
from accountability.core.vault import vault
from accountability.outbox import operations as outbox
from accountability.sms import labels
from accountability.sms.models import SmsPart
from accountability.sms.operations import talking

# How long a message waits for its missing parts, and how many messages an hour a phone is answered.
PATIENCE = timedelta(minutes=15)
AN_HOUR, MOST_AN_HOUR = 3600, 30
GAP = "…"


@dataclass(frozen=True)
class Arrival:
    """One part from one number; `sent_at` is the network's own word, the same when it brings the part again."""

    number: str
    text: str
    sent_at: str
    reference: int | None = None
    part: int = 1
    parts: int = 1

    @property
    def phone_hash(self) -> str:
        return receipts.hash(f"phone:{self.number}")

    @property
    def mark(self) -> str:
        """Parts of a longer message are known by their place in it, single ones by when they were sent."""
        place = self.sent_at if self.parts == 1 else f"{self.reference}/{self.part}/{self.parts}"
        return receipts.hash(f"sms:{self.number}:{place}:{self.text}")


def over_limit(arrival: Arrival) -> int:
    """By how many messages this phone is over what we answer in an hour; counted while no transaction is open."""
    if not throttle.limiter.enabled or throttle.switched_off():
        return 0
    counted = throttle.limiter.storage.incr(f"sms:{throttle.unrecognisable(arrival.phone_hash)}", AN_HOUR)
    return max(0, counted - MOST_AN_HOUR)


def turn_away(arrival: Arrival) -> None:
    """Says once that this was too much; what comes over the limit is not kept."""
    key = f"sms-too-many:{arrival.phone_hash[:16]}:{clock.now():%Y%m%d%H}"
    _send(arrival.number, str(labels.TOO_MANY), key)


def keep(arrival: Arrival) -> SmsPart | None:
    """The part, sealed; None when it is a repeat of one that came before."""
    body = vault.seal_fields({"number": arrival.number, "text": normal(arrival.text)}, f"sms:{arrival.mark}")
    part = SmsPart(
        mark=arrival.mark,
        phone_hash=arrival.phone_hash,
        reference=arrival.reference,
        part=arrival.part,
        parts=arrival.parts,
        body=body,
        at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(part)
    except IntegrityError:
        return None
    return part


def part_text(part: SmsPart) -> dict[str, str]:
    """Number and text of a part that was not dealt with yet."""
    return vault.open_fields(part.body, f"sms:{part.mark}") if part.body else {}


def due() -> list[int]:
    """Parts whose message was not answered: something went wrong, or the rest of it never came."""
    late = sa.select(SmsPart.id).where(SmsPart.done_at.is_(None), SmsPart.at < clock.now() - PATIENCE)
    return list(db.session.scalars(late.order_by(SmsPart.id)))


def work_on(part_id: int, *, whole_only: bool = True) -> None:
    """Answers the message that this part belongs to, once all of it is here; with `whole_only=False` what there is of it."""
    part = db.session.scalars(sa.select(SmsPart).where(SmsPart.id == part_id).with_for_update()).first()
    if part is None or part.done_at:
        return
    together = _together(part)
    if whole_only and len({one.part for one in together}) < part.parts:
        return
    number = part_text(part)["number"]
    talk = talking.reply(part.phone_hash, number, _joined(part, together))
    for place, text in enumerate(talk.replies):
        _send(number, text, f"sms:{part.id}:{place}", talk.phone.locale)
    for one in together:
        one.body, one.done_at = None, clock.now()


def _together(part: SmsPart) -> list[SmsPart]:
    if part.parts == 1:
        return [part]
    same = (SmsPart.phone_hash == part.phone_hash, SmsPart.reference == part.reference, SmsPart.parts == part.parts)
    found = sa.select(SmsPart).where(*same, SmsPart.done_at.is_(None)).order_by(SmsPart.part, SmsPart.id)
    return list(db.session.scalars(found))


def _joined(part: SmsPart, together: list[SmsPart]) -> str:
    """The parts in their order; a sign where one is missing."""
    texts: dict[int, str] = {}
    for one in together:
        texts.setdefault(one.part, part_text(one)["text"])
    return "".join(texts.get(place, GAP) for place in range(1, part.parts + 1))


def _send(number: str, text: str, key: str, locale: str = "mn") -> None:
    secret = json.dumps({"to": number, "text": text}, ensure_ascii=False)
    outbox.enqueue("sms_reply", "sms", 0, "author", key=key, locale=locale, secret=secret)
