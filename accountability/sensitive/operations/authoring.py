"""Behind the receipt of a protected report: coming back, reading replies, adding words, leaving."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from accountability.cases.doors import Way
from accountability.cases.models import Case
from accountability.cases.workflow import Status
from accountability.core import clock
from accountability.core.db import db
from accountability.sensitive import queries, seals, trail
from accountability.sensitive.marks import marks
from accountability.sensitive.models import Direction, Report, ReportVisit
from accountability.sensitive.operations import sealing
from accountability.sensitive.workflow import State

VISIT = timedelta(minutes=30)
ENDPOINT = "report.page"


@dataclass(frozen=True, repr=False)
class Visit:
    """A report with its author's private key in hand, for one request."""

    report: Report
    private: bytes


def enter(digits: str, case: Case | None) -> Way | None:
    """Opens a visit when the code belongs to a protected report; equally long for every code."""
    lookup = sealing.lookup_of(digits)
    report = queries.by_lookup(lookup)
    if report and case and case.status == Status.DIVERTED:
        _let_go(case)
    if report is None and case and case.status == Status.DIVERTED:
        report = _bind_diverted(case, digits, lookup)
    salt = report.salt if report and report.salt else marks.salt("nobody", seals.SALT)
    key = seals.stretch(digits, salt, seals.RECEIPT)
    if report is None or report.author_secret is None:
        return None
    try:
        private = seals.unseal(key, report.author_secret, f"author:{report.name}")
    except seals.SealError:
        return None
    return Way(ENDPOINT, _visit(report, private))


def _bind_diverted(case: Case, digits: str, lookup: str) -> Report | None:
    """A monitor sealed this case without knowing its code; now its author is here with it."""
    report = queries.by_marker(case_marker(case))
    if report is None or report.lookup or report.state == State.PURGED:
        return None
    sealing.bind(report, digits, lookup)
    report.marker = None
    trail.record(report.chain, "bind", None, role="author")
    return report


def _let_go(case: Case) -> None:
    """The code opens the report by itself now, so the ordinary row forgets it; not before the binding is safely kept."""
    case.receipt_hash = secrets.token_hex(32)


def case_marker(case: Case) -> str:
    """By this a case is known again when it is diverted a second time after a crash."""
    return marks.of("case", case.public_id)


def _visit(report: Report, private: bytes) -> str:
    """The end of a visit is kept to ten minutes, not to the second."""
    ticket, ends = seals.new_ticket(), clock.now() + VISIT
    ends = ends.replace(minute=ends.minute // 10 * 10, second=0, microsecond=0) + timedelta(minutes=10)
    sealed = seals.seal(seals.ticket_key(ticket), private, f"visit:{report.name}")
    db.session.add(ReportVisit(ticket_hash=seals.ticket_hash(ticket), report_id=report.id, sealed_key=sealed, expires_at=ends))
    db.session.flush()
    return ticket


def visited(ticket: str | None) -> Visit | None:
    """The report behind a visit that is not over."""
    if not ticket:
        return None
    found = (
        sa.select(ReportVisit, Report)
        .join(Report, Report.id == ReportVisit.report_id)
        .where(ReportVisit.ticket_hash == seals.ticket_hash(ticket), ReportVisit.expires_at > clock.now())
    )
    row = db.session.execute(found).first()
    if row is None or row[1].state == State.PURGED:
        return None
    try:
        private = seals.unseal(seals.ticket_key(ticket), row[0].sealed_key, f"visit:{row[1].name}")
    except seals.SealError:
        return None
    return Visit(row[1], private)


def leave(ticket: str | None) -> None:
    if ticket:
        db.session.execute(sa.delete(ReportVisit).where(ReportVisit.ticket_hash == seals.ticket_hash(ticket)))


def replies(visit: Visit) -> list[tuple[datetime, str]]:
    """What officers wrote to the author; the author's own words are not shown, in case somebody else holds the code."""
    sealed = [words for words in visit.report.words if words.direction == Direction.TO_AUTHOR and words.for_author]
    return [(words.at, _text(seals.unseal_with(visit.private, words.for_author or b""))) for words in sealed]


def _text(content: bytes) -> str:
    said: dict[str, Any] = json.loads(content)
    return str(said["text"])


def add_words(visit: Visit, text: str) -> None:
    """More words from the author; nobody outside the channel is told."""
    sealing.add_to_inbox(visit.report, {"text": text})
