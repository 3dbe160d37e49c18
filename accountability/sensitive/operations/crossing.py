"""Between the two databases: a monitor's case goes into the protected channel, and with the person's word a report comes out.

Nothing in either database leads to the other: a keyed mark of the case's number, forgotten once the author has come, tells only
this module that it has been here before. Each step can be repeated after a crash: what is done already is not done twice.
"""

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import queries as cases
from accountability.cases import receipts
from accountability.cases.models import Case, ConsentPurpose, Direction
from accountability.cases.operations import authoring as ordinary
from accountability.cases.operations.authoring import signing
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.directory import queries as directory
from accountability.sensitive import queries
from accountability.sensitive.marks import marks
from accountability.sensitive.operations import authoring, handling, sealing
from accountability.sensitive.operations.handling import Opened
from accountability.sensitive.operations.sealing import Told
from accountability.sensitive.workflow import REPORT, Step


def seal_case(case: Case, actor: Actor) -> None:
    """Seals all that the case holds; again after a crash it adds only what was written since. The caller commits, then looks."""
    policy.require(actor, Permission.CASE_DIVERT, case)
    marker, told = authoring.case_marker(case), told_of(case)
    report = queries.by_marker(marker)
    if report is None:
        sealing.seal(told, _mark(case, told), marker)
    elif report.body_mark != _mark(case, told):
        report.body_mark = _mark(case, told)
        sealing.add_to_inbox(report, {"text": told.narrative, "body": told.body})


def is_sealed(case: Case) -> bool:
    """Whether what the case holds at this moment lies in the protected channel; asked under its lock before it is removed."""
    report = queries.by_marker(authoring.case_marker(case))
    return report is not None and report.body_mark == _mark(case, told_of(case))


def _mark(case: Case, told: Told) -> str:
    return told.mark(case.client_key)


def told_of(case: Case) -> Told:
    """The case as a report: story, contact, files and what was written through the relay."""
    contact = cases.contact_of(case)
    offices = ", ".join(office.name_mn for office in case.facilities) or case.facility_text or ""
    return Told(
        narrative=cases.story_of(case) or "—",
        facility=offices,
        province=(case.province.iso_code or "") if case.province else "",
        contact={name: str(value) for name, value in {**contact, **signing.signer_of(case)}.items() if value},
        earlier=[f"{_speaker(relay.direction)}: {ordinary.relay_text(relay, case)}" for relay in case.relays],
        photos=[ordinary.file_content(photo) for photo in case.photos if photo.kind in {"photo", "sheet"}],
    )


def _speaker(direction: Direction) -> str:
    return "author" if direction == Direction.FROM_AUTHOR else "monitor"


def downgrade(opened: Opened, text: str, consent: str, locale: str) -> None:
    """With the person's recorded word: a redacted text becomes an ordinary private case, and its code is told to the person.

    The same report opens the same case again after a crash, by its client key; nothing in the case says where it came from.
    """
    report = opened.report
    row = REPORT.move(report.state, Step.DOWNGRADE)
    if not text:
        raise Invalid("text", "needed")
    if not consent:
        raise Invalid("consent_words", "needed")
    if handling.needs_review(report):
        raise Invalid("step", "review_first")
    province = directory.province(opened.body["province"]) if opened.body.get("province") else None
    consents = {
        ConsentPurpose.STORE: True,
        ConsentPurpose.PASS_ON: True,
        ConsentPurpose.PUBLISH: False,
        ConsentPurpose.CONTACT: False,
    }
    case, receipt = ordinary.submit(
        ordinary.Submission(
            story=text, client_key=_client_key(opened), facility_text="—", province=province, consents=consents, locale=locale
        )
    )
    if receipt is None:
        raise MoveNotAllowed(report.state, Step.DOWNGRADE)
    handling.reply(opened, f"{text}\n\n{case.public_id}\n{receipts.grouped(receipt)}")
    handling.finish(opened, row.target, Step.DOWNGRADE, consent=consent)


def _client_key(opened: Opened) -> str:
    digits = marks.of("downgrade", opened.key)[:32]
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
