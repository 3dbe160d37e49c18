"""What protection officers do with a report: open it, write to its author, move it, look over an emergency, check in."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.sensitive import queries, seals, trail
from accountability.sensitive.models import CheckIn, Direction, Report, Words
from accountability.sensitive.operations.vaults import Vault
from accountability.sensitive.workflow import ONGOING, REPORT, State, Step

CHECK_IN_AFTER = (timedelta(days=7), timedelta(days=30), timedelta(days=90))


@dataclass(frozen=True, repr=False)
class Opened:
    """A report in an officer's hands for one request: its content key and what it says."""

    report: Report
    vault: Vault
    key: bytes
    body: dict[str, Any]


@dataclass
class Facts:
    """What an officer says about a move; which of it is needed depends on the step."""

    note: str = ""
    body: str = ""
    receiver: str = ""
    legal_basis: str = ""
    consent: bool = False
    told: bool = False


def open_report(vault: Vault, name: str, *, reading: bool = True) -> Opened:
    """Opens it for somebody who holds an envelope and is not tied to the place it names; each reading is on the trail.

    An act on it (`reading` is False) leaves its own line instead.
    """
    report, envelope = queries.report_for(vault.officer, name, lock=True)
    key = seals.unseal_with(vault.private, envelope.sealed_key)
    body = seals.unseal_fields(key, report.body or b"", f"body:{report.name}")
    policy.require(vault.actor, Permission.PROTECTED_HANDLE, queries.place_for(vault.actor, body))
    opened = Opened(report, vault, key, body)
    if reading:
        _pass_on_waiting_replies(opened)
        trail.record(report.chain, "open", vault.officer, key)
    return opened


def _pass_on_waiting_replies(opened: Opened) -> None:
    """Replies written before a diverted report's author came with the code are sealed to them now."""
    report = opened.report
    for words in report.words:
        if words.direction == Direction.TO_AUTHOR and words.for_author is None and report.author_key:
            said = seals.unseal(opened.key, words.for_officers, _purpose(report))
            words.for_author = seals.seal_to(report.author_key, said)


def _purpose(report: Report) -> str:
    return f"words:{report.name}"


@dataclass(frozen=True)
class Said:
    """Words as officers read them."""

    words: Words
    text: str
    body: dict[str, Any]


def conversation(opened: Opened) -> list[Said]:
    """All words of the report, the author's too."""
    return [_read(opened, words) for words in opened.report.words]


def _read(opened: Opened, words: Words) -> Said:
    if words.direction == Direction.FROM_AUTHOR:
        content = seals.unseal_with(seals.inbox_of(opened.key), words.for_officers)
    else:
        content = seals.unseal(opened.key, words.for_officers, _purpose(opened.report))
    said = json.loads(content)
    return Said(words, said["text"], said.get("body", {}))


def photo(opened: Opened, file_id: int) -> bytes | None:
    found = next((one for one in opened.report.files if one.id == file_id), None)
    return seals.unseal(opened.key, found.content, f"file:{opened.report.name}") if found else None


def history(opened: Opened) -> list[trail.Line]:
    return trail.history(opened.report.chain, opened.key)


# --- writing ----------------------------------------------------------------------------------------------------------


def reply(opened: Opened, text: str) -> None:
    """Words to the author, sealed for them and, apart, for the officers."""
    _write(opened, Direction.TO_AUTHOR, text)
    opened.report.author_wrote = False
    _record(opened, "reply")


def note(opened: Opened, text: str) -> None:
    """Words among officers; nobody else opens them."""
    _write(opened, Direction.NOTE, text)
    _record(opened, "note")


def seen(opened: Opened) -> None:
    """The author's new words are read and need no answer."""
    opened.report.author_wrote = False
    _record(opened, "seen")


def _write(opened: Opened, direction: Direction, text: str) -> None:
    report = opened.report
    content = json.dumps({"text": text}, ensure_ascii=False).encode()
    author_key = report.author_key if direction == Direction.TO_AUTHOR else None
    report.words.append(
        Words(
            direction=direction,
            for_officers=seals.seal(opened.key, content, _purpose(report)),
            for_author=seals.seal_to(author_key, content) if author_key else None,
            officer_id=opened.vault.officer.id,
            at=clock.now(),
        )
    )
    db.session.flush()


def _record(opened: Opened, action: str, **content: Any) -> None:
    trail.record(opened.report.chain, action, opened.vault.officer, opened.key, **content)


# --- moves ------------------------------------------------------------------------------------------------------------


def move(opened: Opened, step: Step, facts: Facts) -> None:
    """One step of the table, with what that step needs."""
    report = opened.report
    row = REPORT.move(report.state, step)
    if row.permission != Permission.PROTECTED_HANDLE or step == Step.DOWNGRADE:
        raise MoveNotAllowed(report.state, step)
    if row.needs_note and not facts.note:
        raise Invalid("note", "needed")
    _check(opened, step, facts)
    finish(opened, row.target, step, **{**vars(facts), "consent": facts.consent or None, "told": facts.told or None})
    if step == Step.REFER_IN_EMERGENCY:
        report.emergency_by_id, report.emergency_at, report.emergency_reviewed_at = opened.vault.officer.id, clock.now(), None
    if step == Step.WATCH:
        _plan_check_ins(report)


def finish(opened: Opened, target: State, step: Step, **said: Any) -> None:
    """The state changes, and the trail says so in the same transaction."""
    report = opened.report
    before, report.state, report.since = report.state, target, clock.now()
    _record(opened, step.value, before=before.value, after=target.value, **said)


def _check(opened: Opened, step: Step, facts: Facts) -> None:
    """Nothing is shared without the person's word, but in an emergency, and then only on a recorded ground."""
    if step == Step.REFER_IN_EMERGENCY and not facts.legal_basis:
        raise Invalid("legal_basis", "needed")
    if step in {Step.REFER, Step.REFER_IN_EMERGENCY} and not facts.body:
        raise Invalid("body", "needed")
    if step == Step.REFER and not facts.receiver:
        raise Invalid("receiver", "needed")
    if step == Step.REFER and not facts.consent:
        raise Invalid("consent", "needed")
    if step == Step.CLOSE and needs_review(opened.report):
        raise Invalid("step", "review_first")


def needs_review(report: Report) -> bool:
    return report.emergency_at is not None and report.emergency_reviewed_at is None


def _plan_check_ins(report: Report) -> None:
    for one in report.check_ins:
        if one.done_at is None:
            db.session.delete(one)
    now = clock.now()
    report.check_ins = [one for one in report.check_ins if one.done_at] + [CheckIn(due_at=now + span) for span in CHECK_IN_AFTER]


def review_emergency(opened: Opened, words: str) -> None:
    """The second officer looks over what one did alone, within 24 hours."""
    report = opened.report
    if not needs_review(report):
        raise MoveNotAllowed(report.state, "review_emergency")
    if report.emergency_by_id == opened.vault.officer.id:
        raise Invalid("note", "another_officer")
    if not words:
        raise Invalid("note", "needed")
    report.emergency_reviewed_at = clock.now()
    _record(opened, "review_emergency", note=words)


def check_in(opened: Opened, words: str) -> None:
    """The oldest open check-in is done: somebody asked whether the person is well."""
    due = next((one for one in opened.report.check_ins if one.done_at is None), None)
    if due is None:
        raise MoveNotAllowed(opened.report.state, "check_in")
    if not words:
        raise Invalid("note", "needed")
    due.done_at = clock.now()
    _record(opened, "check_in", note=words)


def hold(opened: Opened, words: str) -> None:
    """Keeps the report from being purged, or lets it go again; with the ground."""
    if not words:
        raise Invalid("note", "needed")
    opened.report.on_hold = not opened.report.on_hold
    _record(opened, "hold" if opened.report.on_hold else "let_go", note=words)


def steps_from(report: Report) -> list[Step]:
    """What can be done from here, but what has its own form."""
    own = {Step.DOWNGRADE, Step.PURGE}
    return [Step(row.action) for row in REPORT.moves_from(report.state) if row.action not in own]


def may_downgrade(report: Report) -> bool:
    return REPORT.allows(report.state, Step.DOWNGRADE)


def is_ongoing(report: Report) -> bool:
    return report.state in ONGOING and report.state != State.PURGED
