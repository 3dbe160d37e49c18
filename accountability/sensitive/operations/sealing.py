"""A report is sealed while it arrives: nothing of it is ever written in plain, on disk, in a log or in the other database."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.accounts import queries as accounts
from accountability.cases.receipts import CROCKFORD
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.sensitive import queries, seals, trail
from accountability.sensitive.marks import marks
from accountability.sensitive.models import Direction, Envelope, File, Officer, Report, Words
from accountability.sensitive.workflow import State

URGENT_KINDS = frozenset({"self_harm", "child"})


class Closed(DomainError):
    """Fewer than three officers can read: nothing is taken, and the page says whom to call."""

    code = 409
    words = "closed"


@dataclass
class Told:
    """What somebody says in the protected channel."""

    narrative: str
    kind: str = ""
    danger: str = ""
    child: str = ""
    accused: str = ""
    wishes: str = ""
    province: str = ""
    facility: str = ""
    contact: dict[str, str] = field(default_factory=dict)
    earlier: list[str] = field(default_factory=list)
    photos: list[bytes] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        return self.danger == "yes" or self.child == "yes" or self.kind in URGENT_KINDS

    @property
    def body(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value and name != "photos"}

    def mark(self, secret: str) -> str:
        """Says whether the same was sent again; `secret` is kept nowhere, so that nobody can try guesses against it."""
        parts = [json.dumps(self.body, sort_keys=True), *(hashlib.sha256(photo).hexdigest() for photo in self.photos)]
        return marks.of(f"body {secret}", "\n".join(parts))


def submit(told: Told, form_key: str) -> str:
    """Seals it and returns the author's 20 digits; the same form sent again gives the same digits and no second report."""
    digits = marks.receipt(form_key)
    lookup = lookup_of(digits)
    if known := queries.by_lookup(lookup):
        _add_again(known, told, form_key)
        return digits
    try:
        with db.session.begin_nested():
            report = seal(told, told.mark(form_key))
            bind(report, digits, lookup)
            db.session.flush()
    except IntegrityError:
        if known := queries.by_lookup(lookup):
            _add_again(known, told, form_key)
        else:
            raise
    return digits


def seal(told: Told, body_mark: str, marker: str | None = None) -> Report:
    """A new report, sealed to the officers and the recovery key; without a receipt yet."""
    readers = _readers(told)
    key = seals.new_key()
    now = clock.now()
    report = Report(
        name=_new_name(), state=State.SEALED, urgent=told.is_urgent, received_at=now, since=now, body_mark=body_mark,
        marker=marker, inbox_key=seals.public_of(seals.inbox_of(key)), author_wrote=False, on_hold=False,
    )  # fmt: skip
    report.body = seals.seal_fields(key, told.body, f"body:{report.name}")
    report.files = [File(content=seals.seal(key, photo, f"file:{report.name}")) for photo in told.photos]
    report.envelopes = [Envelope(officer_id=officer.id, sealed_key=seals.seal_to(officer.public_key, key)) for officer in readers]
    if recovery := queries.recovery_key():
        report.envelopes.append(Envelope(recovery_id=recovery.id, sealed_key=seals.seal_to(recovery.public_key, key)))
    db.session.add(report)
    db.session.flush()
    trail.record(report.chain, "seal", None, key, role="author")
    return report


def _readers(told: Told) -> list[Officer]:
    """At least three; those who are tied to the place get no envelope as long as three others do.

    With fewer others they get one, because a report that too few can open is lost more easily; the desk still refuses them.
    """
    reading = queries.reading_officers()
    if len(reading) < queries.FEWEST_READERS:
        raise Closed("fewer than three officers read")
    free = [officer for officer, person in reading if may_read(accounts.actor_for(person.id), told.body)]
    return free if len(free) >= queries.FEWEST_READERS else [officer for officer, _person in reading]


def may_read(actor: Actor, body: dict[str, Any]) -> bool:
    return policy.may(actor, Permission.PROTECTED_HANDLE, queries.place_for(actor, body))


def _new_name() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(6))


def _add_again(report: Report, told: Told, form_key: str) -> None:
    """Sent twice is one report; changed and sent again are more words to the same one."""
    if report.body_mark != told.mark(form_key):
        report.body_mark = told.mark(form_key)
        add_to_inbox(report, {"text": told.narrative, "body": told.body})
        report.urgent = report.urgent or told.is_urgent


def add_to_inbox(report: Report, said: dict[str, Any]) -> None:
    """Words of the author, sealed to whoever holds the report's content key."""
    content = json.dumps(said, ensure_ascii=False).encode()
    words = Words(direction=Direction.FROM_AUTHOR, for_officers=seals.seal_to(report.inbox_key, content), at=clock.now())
    report.words.append(words)
    report.author_wrote = True
    db.session.flush()


# --- the receipt ------------------------------------------------------------------------------------------------------


def lookup_of(digits: str) -> str:
    """By this the report of a code is found: made slowly, under a key of its own, then hashed with the platform's key."""
    salt = marks.salt("lookup", seals.SALT)
    return marks.of("lookup", seals.derive(seals.stretch(digits, salt, seals.RECEIPT), "lookup"))


def bind(report: Report, digits: str, lookup: str) -> None:
    """Gives the report a key pair for its author, whose private key only the receipt opens."""
    private, public = seals.new_pair()
    report.lookup, report.salt, report.author_key = lookup, seals.new_salt(), public
    report.author_secret = seals.seal(seals.stretch(digits, report.salt, seals.RECEIPT), private, f"author:{report.name}")
