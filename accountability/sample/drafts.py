"""One sample case while its life goes by: what its columns hold, and the rows that the operations would have written.

It mirrors cases.moves without a database: the same trail, the same figures, the same messages. A replay test holds both
side by side.
"""

import os
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast

from accountability.audit import chain
from accountability.cases import figures, marking, receipts
from accountability.cases.models import Approval, Case, Channel, Kind, Track
from accountability.cases.workflow import ENDED, OPEN, Status, Verdict, Visibility
from accountability.clocks.deadlines import Pause
from accountability.clocks.terms import Clock
from accountability.core.mongolian import terms
from accountability.core.vault import vault
from accountability.directory.labels import ServiceLevel
from accountability.facts.operations import Fact
from accountability.sample.country import Country, Office
from accountability.sample.events import Life, Submit
from accountability.sample.routings import DraftRouting

SENT_AFTER = timedelta(seconds=2)
# Both texts of a case mostly read alike, and are looked at again at each decision.
_terms = lru_cache(maxsize=512)(terms)
_marked = lru_cache(maxsize=65536)(marking.marked)
is_unchecked = lru_cache(maxsize=65536)(marking.is_unchecked)
_SALT = 16


def _receipt() -> str:
    """As receipts.make, from one draw of chance instead of nineteen."""
    digits = f"{secrets.randbelow(10 ** (receipts.DIGITS - 1)):0{receipts.DIGITS - 1}d}"
    return digits + receipts.check_digit(digits)


def terms_of(*texts: str) -> str:
    """The terms of texts read one after the other."""
    return " ".join(dict.fromkeys(term for text in texts for term in _terms(text).split()))


def _salts() -> Iterator[str]:
    """Salts for the trail, drawn many at a time."""
    while True:
        block = os.urandom(_SALT * 256).hex()
        yield from (block[start : start + 2 * _SALT] for start in range(0, len(block), 2 * _SALT))


@lru_cache(maxsize=1024)
def _body(content: tuple[tuple[str, Any], ...]) -> str:
    """What a line of the trail says; many say the same."""
    return chain.body_of({name: value for name, value in content if value is not None})


class Who(NamedTuple):
    """Under which role, and which account, the trail remembers an act."""

    role: str
    user_id: int | None


AUTHOR, SYSTEM = Who("author", None), Who("system", None)


class Rows:
    """The rows of some cases, by table, with ids from blocks that were set apart for them."""

    def __init__(self, first_ids: dict[str, int]) -> None:
        self.tables: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.salts = _salts()
        self._next = dict(first_ids)

    def add(self, table: str, row: dict[str, Any]) -> int:
        row["id"] = number = self._next[table]
        self._next[table] = number + 1
        self.tables[table].append(row)
        return number

    def put(self, table: str, row: dict[str, Any]) -> None:
        self.tables[table].append(row)


class Draft:
    """The case; its attributes are the columns of the table."""

    def __init__(self, life: Life, sent: Submit, country: Country, rows: Rows) -> None:
        self.country, self.rows, self._numbers = country, rows, iter(life.numbers)
        self.id, self.public_id, self.client_key = life.case_id, life.public_id, str(uuid.uuid4())
        self.receipt = _receipt()
        self.receipt_hash = receipts.receipts.hash(self.receipt)
        self.status, self.visibility, self.verdict = Status.RECEIVED, Visibility.UNDECIDED, Verdict.NOT_ASKED
        self.kind, self.track, self.channel, self.locale = sent.kind, Track.INFORMAL, Channel.WEB, sent.locale
        self.province_id, self.soum_id, self.zone = sent.province_id, sent.soum_id, sent.zone
        self.facility_text, self.service_id = sent.facility_text, self.service(sent.service)
        self.month, self.alias, self.away_until = sent.month, sent.alias, sent.away_until
        self.urgency = self.criticality = self.reminders = 0
        self.has_contact, self.wish_public, self.reissue_ok = False, sent.wish_public, False
        self.quarantined = False
        self.approval = Approval.NONE
        self.text_office = self.text_public = self.public_terms = self.staff_terms = self._public_text = ""
        self._staff_texts: tuple[str, ...] = ()
        self.received_at = self.waiting_since = sent.at
        self.cycle = 1
        self.public_at: datetime | None = None
        self.first_answered_at: datetime | None = None
        self.asked_at: datetime | None = None
        self.judged_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.question_at: datetime | None = None
        self.fairness: int | None = None
        self.solved: int | None = None
        self.reviewer_id: int | None = None
        self.look_again_on: date | None = None
        self.decline_reason: str | None = None
        self.restrict_reason: str | None = None
        self.parent_id: int | None = None
        self.unchecked = False
        self.recognisable_monitor: str | None = None
        self.erased_at: datetime | None = None
        self.composition = dict(sent.composition)
        self.facilities = list(sent.facilities)
        self.categories: list[str] = []
        self.routings: list[DraftRouting] = []
        self.relays: list[dict[str, Any]] = []
        self.pauses: list[dict[str, Any]] = []
        self.consents = sent.consents
        self.story: str | None = sent.story
        self.contact: dict[str, Any] = {}
        self.receipt_until: datetime | None = None
        self.messages = 0
        self._counted: Counter[Fact] = Counter()
        self._sequence, self._last_hash = 0, chain.GENESIS
        self._cleared: set[str] = set()
        self._said = {table: len(rows.tables[table]) for table in ("trail_contents", "notes")}

    @property
    def is_thanks(self) -> bool:
        return self.kind == Kind.THANKS

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def current_routings(self) -> list[DraftRouting]:
        return [routing for routing in self.routings if routing.cycle == self.cycle]

    def service(self, code: str | None) -> int | None:
        return self.country.services[code] if code else None

    def person(self, user_id: int) -> Who:
        return Who(self.country.roles[user_id], user_id)

    # --- what no change goes without -----------------------------------------------------------------------------------

    def tell(self, action: str, who: Who, at: datetime, **content: Any) -> int:
        """One line of the trail, hung on the one before; returns its number."""
        subject = f"case:{self.id}"
        salt, body = next(self.rows.salts), _body(tuple(content.items()))
        content_hash = chain.content_hash(salt, body)
        self._sequence += 1
        self._last_hash = chain.entry_hash(
            self._last_hash, subject, self._sequence, at, who.role, who.user_id, action, content_hash
        )
        entry = {
            "chain": subject,
            "sequence": self._sequence,
            "at": at,
            "role": who.role,
            "user_id": who.user_id,
            "action": action,
            "content_hash": content_hash,
            "hash": self._last_hash,
        }
        self.rows.put("trail_contents", {"entry_id": self.rows.add("trail_entries", entry), "salt": salt, "body": body})
        return self._sequence

    def forget_said(self) -> None:
        """Takes out what the lines of the trail and the notes said until now."""
        for table, first in self._said.items():
            del self.rows.tables[table][first:]

    def count(self) -> None:
        """Appends to the figures what changed since they were last counted; an act that changes none need not call it."""
        before, after = self._counted, figures.counted(cast(Case, self))
        for fact in {**before, **after}:
            if amount := after[fact] - before[fact]:
                self.rows.add("fact_deltas", {**fact._asdict(), "amount": amount})
        self._counted = after

    def step(self, action: str, who: Who, at: datetime, target: Status, **content: Any) -> None:
        """One step on the axis of handling, on the trail."""
        before, self.status = self.status, target
        self.ended_at = at if target in ENDED else None
        self.tell(action, who, at, before=before.value, after=target.value, **content)

    def add_routing(self, office: Office, at: datetime, text: str, dispute_reason: str | None = None, **more: Any) -> None:
        """`more`: `level` and `went_up_from` of what comes from below."""
        routing = DraftRouting(self, office, next(self._numbers), at, dispute_reason)
        vars(routing).update(more)
        routing.text_office = text
        self.routings.append(routing)
        if not routing.on_paper:
            self.begin_clock(routing, at)
        else:
            routing.counted_under, routing.way_up_due = self.country.book.version, self._way_up(routing)
        routing.id = self.rows.add("routings", vars(routing))
        if not routing.on_paper:
            self.write_to_office(routing, "disputed_office" if dispute_reason else "routed", at)

    def begin_clock(self, routing: DraftRouting, at: datetime) -> None:
        routing.delivered_at, routing.counted_under = at, self.country.book.version
        if routing.office.level != ServiceLevel.PAUSED:
            routing.acknowledge_due = self.country.due(Clock.ACKNOWLEDGE, at, self.zone)
            routing.answer_due = self.country.due(Clock.ANSWER if routing.cycle == 1 else Clock.DISPUTE, at, self.zone)
        way_up = self._way_up(routing)
        routing.way_up_due = max(way_up, routing.answer_due) if way_up and routing.answer_due else way_up

    def _way_up(self, routing: DraftRouting) -> datetime | None:
        """From when the round first reached this level; a letter counts from its writing until it is handed over."""
        same = [one for one in [*self.current_routings, routing] if one.level == routing.level]
        delivered = [one.delivered_at for one in same if one.delivered_at]
        first = min(delivered) if delivered else min(one.routed_at for one in same)
        return self.country.due(Clock.WAY_UP, first, self.zone, self._pauses_since(first))

    def _pauses_since(self, first: datetime) -> tuple[Pause, ...]:
        over = ((one["from_at"], one["until_at"]) for one in self.pauses if one["until_at"])
        return tuple(Pause(start, until) for start, until in over if until > first)

    def pause(self, at: datetime) -> None:
        """A question waits for the author; the clocks stand still."""
        row = {"case_id": self.id, "from_at": at, "until_at": None}
        self.pauses.append(row)
        self.rows.add("case_pauses", row)

    def resume(self, at: datetime) -> None:
        for pause in self.pauses:
            pause["until_at"] = pause["until_at"] or at

    def add_relay(self, direction: str, words: str, at: datetime) -> None:
        body = vault.seal_text(words, f"relay:{self.public_id}")
        self.relays.append({"case_id": self.id, "direction": direction, "body": body, "at": at})

    def clear_marks(self, who: Who, at: datetime, *texts: str) -> None:
        """A monitor looked at every marked part of these texts."""
        for kind, words in dict.fromkeys(mark for text in texts for mark in _marked(text)):
            digest = marking.digest_of(self.public_id, kind, words)
            if digest not in self._cleared:
                self._cleared.add(digest)
                row = {"case_id": self.id, "digest": digest, "kind": kind, "user_id": who.user_id, "at": at}
                self.rows.add("cleared_marks", row)

    def found_by(self, *more: str) -> None:
        """From now on search finds the case by its present texts; the terms themselves are made once, at the end."""
        self._public_text = self.text_public if self.visibility == Visibility.PUBLIC else ""
        self._staff_texts = (self.text_office, self.text_public, *more)

    def index(self) -> None:
        self.public_terms, self.staff_terms = terms_of(self._public_text), terms_of(*self._staff_texts)

    # --- messages ------------------------------------------------------------------------------------------------------

    def write_to_author(self, kind: str, key: str, at: datetime) -> None:
        if self.has_contact:
            self._write(kind, "case", self.id, "author", key, self.locale, at)

    def write_to_monitor(self, kind: str, key: str, at: datetime) -> None:
        if self.reviewer_id:
            self._write(kind, "case", self.id, f"user:{self.reviewer_id}", key, "mn", at)

    def write_to_office(self, routing: DraftRouting, kind: str, at: datetime, key: str = "") -> None:
        self._write(kind, "routing", routing.id, f"organisation:{routing.addressee_id}", key, "mn", at)

    def _write(self, kind: str, subject: str, subject_id: int, receiver: str, key: str, locale: str, at: datetime) -> None:
        """A message that has gone out already; what it said is not kept."""
        self.rows.add(
            "messages",
            {
                "key": f"{kind}:{subject_id}:{key}",
                "kind": kind,
                "subject_kind": subject,
                "subject_id": subject_id,
                "receiver": receiver,
                "locale": locale,
                "created_at": at,
                "next_try_at": at,
                "attempts": 1,
                "done_at": at + SENT_AFTER,
                "outcome": "sample",
            },
        )
