"""Promises, new dates, claims, checks: each with its line on the trail, and nobody checks what they claimed."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.commitments.models import By, Commitment, Evidence, Look
from accountability.commitments.workflow import CHANGE, OWED, Act, Standing
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.mongolian import terms
from accountability.core.rotating import SealedFiles
from accountability.core.storage import storage
from accountability.core.vault import vault
from accountability.directory.models import Organisation
from accountability.outbox import operations as outbox
from accountability.redaction import detector

ERASED = "—"
WATCHED = timedelta(days=180)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# What follows from a change for its source, by kind of source; filled by create_app.
FOLLOWERS: dict[str, Callable[[Commitment, str], None]] = {}


def follow(made: Commitment, what: str) -> None:
    """Tells the feature that the promise came from."""
    if follower := FOLLOWERS.get(made.source_kind):
        follower(made, what)


@dataclass(frozen=True)
class Source:
    """Where a promise comes from, by reference."""

    kind: str
    id: int
    part: str


@dataclass
class Promise:
    """What an office says it will do, by when, and by what one will see it."""

    text: str
    due_on: date
    sign: str
    owner_role: str
    cost: str | None = None
    money_line: str | None = None
    helpers: list[Organisation] = field(default_factory=list)


@dataclass
class Done:
    """What an office says that it did."""

    words: str
    made_on: date
    photos: list[bytes] = field(default_factory=list)


def promise(source: Source, owner: Organisation, actor: Actor, told: Promise) -> Commitment:
    """Makes the commitment; the caller has checked that the actor answers for the office."""
    if told.due_on <= clock.today():
        raise Invalid("due_on", "past")
    made = _new(source, owner, told.text, told.owner_role, Standing.PLANNED)
    made.sign, made.cost, made.money_line = told.sign, told.cost, told.money_line
    made.first_due_on = made.due_on = told.due_on
    made.helpers = list(told.helpers)
    _add(made, "promise", actor, due_on=told.due_on.isoformat())
    return made


def claim_without_promise(source: Source, owner: Organisation, actor: Actor, done: Done) -> Commitment:
    """An answer says that something was changed already."""
    _refuse_future(done.made_on)
    made = _new(source, owner, done.words, "", Standing.MADE)
    made.made_on, made.made_words, made.claimed_by = done.made_on, done.words, actor.user_id
    _add(made, Act.CLAIM.value, actor, made_on=done.made_on.isoformat())
    _keep_photos(made, done.photos, from_visit=False)
    return made


def _new(source: Source, owner: Organisation, text: str, role: str, standing: Standing) -> Commitment:
    return Commitment(
        public_id="".join(secrets.choice(CROCKFORD) for _ in range(10)),
        source_kind=source.kind,
        source_id=source.id,
        source_part=source.part,
        owner=owner,
        owner_id=owner.id,
        owner_role=role,
        province_id=owner.area.parent_id or owner.area_id,
        standing=standing,
        text=text,
        text_public="",
        public_terms="",
        sign="",
        made_words="",
        agreed_at=clock.now(),
        worded_at=clock.now(),
    )


def _add(made: Commitment, action: str, actor: Actor, **content: str) -> None:
    db.session.add(made)
    db.session.flush()
    audit.record(made.chain, action, actor, office=made.owner.code, **content)


def move(made: Commitment, act: Act, actor: Actor, *, note: str | None = None, **content: str) -> None:
    step = CHANGE.move(made.standing, act)
    policy.require(actor, Permission(step.permission), made)
    if step.needs_note and not (note or "").strip():
        raise Invalid("words", "needed")
    made.standing = step.target
    audit.record(made.chain, act.value, actor, office=made.owner.code, **content)
    follow(made, act.value)


def renegotiate(made: Commitment, actor: Actor, due_on: date, reason: str) -> None:
    """A new day, with a reason; it is counted, and the first day stays on the record."""
    policy.require(actor, Permission.CHANGE_CLAIM, made)
    if made.standing not in OWED or not made.was_promised:
        raise MoveNotAllowed(made.standing, "renegotiate")
    if due_on <= clock.today() or (made.due_on and due_on <= made.due_on):
        raise Invalid("due_on", "past")
    if not reason.strip():
        raise Invalid("words", "needed")
    before, made.due_on, made.worded_at = made.due_on, due_on, clock.now()
    made.renegotiations, made.reminders = made.renegotiations + 1, 0
    told = {"before": before.isoformat() if before else None, "due_on": due_on.isoformat(), "reason": reason}
    audit.record(made.chain, "renegotiate", actor, office=made.owner.code, **told)
    follow(made, "renegotiate")


def claim(made: Commitment, actor: Actor, done: Done) -> None:
    """The office says that it is done; others look whether it is."""
    _refuse_future(done.made_on)
    made.made_on, made.made_words, made.claimed_by = done.made_on, done.words, actor.user_id
    made.verified_by = made.verified_at = None
    made.worded_at = clock.now()
    move(made, Act.CLAIM, actor, note=done.words, made_on=done.made_on.isoformat())
    _keep_photos(made, done.photos, from_visit=False)


def abandon(made: Commitment, actor: Actor, reason: str) -> None:
    """It will not be done, and the public reads why."""
    made.abandoned_because, made.worded_at = reason, clock.now()
    move(made, Act.ABANDON, actor, note=reason, reason=reason)


@dataclass
class Seen:
    """What somebody found: `yes` it is there, `no` it is not, `unclear`."""

    by: By
    found: str
    words: str
    seen_on: date
    photos: list[bytes] = field(default_factory=list)
    client_key: str | None = None


FOUND = ("yes", "no", "unclear")


def look(made: Commitment, actor: Actor, seen: Seen) -> Look:
    """Keeps what was found and moves the change with it; a resent form is taken once."""
    policy.require(actor, Permission.CHANGE_VERIFY, made)
    if seen.found not in FOUND:
        raise Invalid("found", "unknown")
    _refuse_future(seen.seen_on)
    known = next((one for one in made.looks if seen.client_key and one.client_key == seen.client_key), None)
    if known:
        return known
    _follow(made, actor, seen)
    kept = Look(
        client_key=seen.client_key,
        by=seen.by,
        found=seen.found,
        words=seen.words,
        seen_on=seen.seen_on,
        user_id=actor.user_id,
        at=clock.now(),
    )
    made.looks.append(kept)
    _keep_photos(made, seen.photos, from_visit=True)
    return kept


def _follow(made: Commitment, actor: Actor, seen: Seen) -> None:
    """Where the change stands after a look."""
    told = {"by": seen.by.value, "found": seen.found}
    if seen.found == "yes" and made.standing != Standing.VERIFIED:
        made.verified_by, made.verified_at = seen.by, clock.now()
        move(made, Act.VERIFY, actor, **told)
    elif seen.found == "no" and made.standing == Standing.VERIFIED:
        if made.verified_at and made.verified_at < clock.now() - WATCHED:
            raise Invalid("found", "watch_over")
        move(made, Act.REGRESS, actor, note=seen.words, **told)
    elif seen.found == "no":
        move(made, Act.CONTEST, actor, **told)
    else:
        audit.record(made.chain, "look", actor, office=made.owner.code, **told)


def publish(made: Commitment, actor: Actor, text_public: str, *, sure: bool = False) -> None:
    """A monitor lets the public read it; what may identify somebody only when the monitor says that it does not."""
    policy.require(actor, Permission.CHANGE_PUBLISH, made)
    if not text_public.strip():
        raise Invalid("text_public", "needed")
    if not sure and (detector.scan(text_public) or not detector.is_readable(text_public)):
        raise Invalid("marks", "undecided")
    made.text_public, made.published_at = text_public, made.published_at or clock.now()
    made.reviewed_at = clock.now()
    made.public_terms = f" {terms(f'{text_public} {made.owner.name_mn} {made.owner.name_en}')} "
    audit.record(made.chain, "publish", actor)


def hide(made: Commitment, actor: Actor) -> None:
    policy.require(actor, Permission.CHANGE_PUBLISH, made)
    made.text_public, made.public_terms, made.published_at = "", "", None
    audit.record(made.chain, "hide", actor)


def erase(found: Iterable[Commitment]) -> None:
    """What was promised about words that are taken back: dates and standing stay, every text goes."""
    for made in found:
        made.text = made.made_words = made.sign = ERASED
        made.text_public, made.public_terms = "", ""
        made.published_at, made.cost, made.money_line = None, None, None
        made.abandoned_because = made.abandoned_because and ERASED
        for one in made.looks:
            one.words = ERASED
        for file in made.files:
            storage.delete(file.storage_key)
        made.files = []
        audit.erase(made.chain)
        outbox.forget("commitment", made.id)


SEALED = [SealedFiles(Evidence, lambda row: [(row.storage_key, f"file:{row.storage_key}")])]


def _refuse_future(on: date) -> None:
    if on > clock.today():
        raise Invalid("made_on", "future")


def _keep_photos(made: Commitment, photos: list[bytes], *, from_visit: bool) -> None:
    for photo in photos:
        key = f"commitments/{made.public_id[:2]}/{made.public_id}-{secrets.token_hex(8)}"
        storage.save(key, vault.seal(photo, f"file:{key}"))
        made.files.append(Evidence(storage_key=key, from_visit=from_visit, at=clock.now()))
