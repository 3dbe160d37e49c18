"""What the author does, as cases.operations.authoring writes it."""

from collections.abc import Callable
from typing import Any

from accountability.cases.ladder import ANSWERS_OF_ONE_LEVEL
from accountability.cases.models import Approval, ConsentPurpose, CopyState
from accountability.cases.operations.authoring import CONSENT_TEXTS, RECEIPT_SHOWN
from accountability.cases.operations.erasing import ERASED
from accountability.cases.workflow import RoutingAction, RoutingStatus, Status, Verdict, VerdictAction, Visibility
from accountability.sample import events as ev
from accountability.sample.country import Office
from accountability.sample.drafts import AUTHOR, Draft
from accountability.sample.events import Event
from accountability.sample.routings import DraftRouting

VERDICTS = {VerdictAction.CONFIRM: Verdict.CONFIRMED, VerdictAction.PARTLY: Verdict.PARTLY}


def submit(case: Draft, event: ev.Submit) -> None:
    contact = {name: value for name, value in event.contact.items() if value}
    reachable = bool(contact.get("email") or contact.get("phone")) and event.consents.get(ConsentPurpose.CONTACT, False)
    case.contact, case.has_contact = contact, reachable
    case.reissue_ok = event.reissue_ok and reachable
    case.receipt_until = event.at + RECEIPT_SHOWN
    for purpose, granted in event.consents.items():
        case.rows.add(
            "consents",
            {
                "case_id": case.id,
                "purpose": purpose,
                "granted": granted,
                "text_version": CONSENT_TEXTS,
                "given_by": "author",
                "at": event.at,
            },
        )
    case.tell("submit", AUTHOR, event.at, channel=case.channel.value, photos=0)
    case.count()
    case.write_to_author("received", "1", event.at)


def add_details(case: Draft, event: ev.AddDetails) -> None:
    case.kind = event.kind or case.kind
    case.service_id = case.service(event.service) if event.service else case.service_id
    case.month, case.alias = event.month or case.month, event.alias or case.alias
    case.composition |= event.composition
    case.categories = event.categories or case.categories
    case.count()
    if event.better:
        case.add_relay("from_author", event.better, event.at)
    told = ("alias", "better", "categories", "composition", "kind", "month", "service")
    case.tell("details", AUTHOR, event.at, fields=tuple(name for name in told if getattr(event, name)))


def come_back(case: Draft, _event: ev.ComeBack) -> None:
    case.receipt = ""


def add_words(case: Draft, event: ev.AddWords) -> None:
    case.add_relay("from_author", event.words, event.at)
    if case.status == Status.NEEDS_INFO:
        case.step("author_replies", AUTHOR, event.at, Status.IN_REVIEW, note="relay")
        case.resume(event.at)
        case.waiting_since = event.at
    else:
        case.tell("add_words", AUTHOR, event.at)
    case.write_to_monitor("author_wrote", str(len(case.relays)), event.at)


def approve(case: Draft, event: ev.Approve) -> None:
    case.approval = Approval.GIVEN if event.agrees else Approval.REFUSED
    line = case.tell("approval_given" if event.agrees else "approval_refused", AUTHOR, event.at)
    case.write_to_monitor("author_wrote", f"approval-{line}", event.at)


def judge(case: Draft, event: ev.Judge) -> None:
    case.verdict = VERDICTS[event.verdict]
    case.judged_at, case.fairness, case.solved = event.at, event.fairness, event.solved
    case.tell(event.verdict.value, AUTHOR, event.at, fairness=event.fairness, solved=event.solved)
    if case.status == Status.ANSWERED:
        case.step("close", AUTHOR, event.at, Status.CLOSED)
    case.count()


def dispute(case: Draft, event: ev.Dispute) -> None:
    who = case.person(event.by) if event.by else AUTHOR
    offices = _next_round(case)
    case.verdict = Verdict.DISPUTED
    case.step("dispute", who, event.at, Status.WITH_OFFICE, reason=event.reason, cycle=case.cycle + 1)
    case.judged_at, case.fairness, case.solved = event.at, event.fairness, event.solved
    case.cycle += 1
    for office, routing in offices:
        higher = office is not routing.office
        more = {"level": routing.level + 1, "went_up_from": routing.id} if higher else {"level": routing.level}
        case.add_routing(office, event.at, routing.text_office, event.reason, **more)
    case.count()
    if event.words:
        case.add_relay("from_author", event.words, event.at)
    case.write_to_monitor("disputed", str(case.cycle), event.at)


def _next_round(case: Draft) -> list[tuple[Office, DraftRouting]]:
    """As cases.ladder.next_round."""
    found: dict[int, tuple[Office, DraftRouting]] = {}
    for routing in case.current_routings:
        if routing.status == RoutingStatus.ANSWERED:
            same = (one for one in case.routings if one.addressee_id == routing.addressee_id)
            answers = sum(one.status == RoutingStatus.ANSWERED for one in same)
            higher = (
                case.country.offices.get(routing.office.supervisor_id or 0) if answers >= ANSWERS_OF_ONE_LEVEL else routing.office
            )
            if higher:
                found.setdefault(higher.id, (higher, routing))
    return list(found.values())


def withdraw(case: Draft, event: ev.Withdraw) -> None:
    for routing in case.routings:
        if routing.is_open:
            routing.status = RoutingStatus.RECALLED
            case.tell(RoutingAction.RECALL.value, AUTHOR, event.at, office=routing.office.code, routing=routing.number)
    case.visibility = Visibility.WITHDRAWN
    case.step("withdraw", AUTHOR, event.at, Status.WITHDRAWN)
    case.count()
    _erase(case, event.at)


def _erase(case: Draft, at: Any) -> None:
    for routing in case.routings:
        routing.text_office, routing.delivery_note, routing.responsible = ERASED, None, None
        routing.return_note = ERASED if routing.return_note else None
        if routing.answer:
            routing.answer |= {"text": ERASED, "text_public": "", "copy_state": CopyState.WITHHELD}
    case.text_public, case.text_office, case.erased_at = "", "", at
    case.found_by()
    case.public_at, case.has_contact, case.alias, case.facility_text = None, False, None, None
    case.story, case.contact, case.receipt = None, {}, ""
    case.relays.clear()
    case.forget_said()


ACTS: dict[type[Event], Callable[[Draft, Any], None]] = {
    ev.Submit: submit,
    ev.AddDetails: add_details,
    ev.ComeBack: come_back,
    ev.AddWords: add_words,
    ev.Approve: approve,
    ev.Judge: judge,
    ev.Dispute: dispute,
    ev.Withdraw: withdraw,
}
