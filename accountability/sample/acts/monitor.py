"""What a monitor does, as cases.operations.reviewing writes it."""

from collections.abc import Callable
from typing import Any

from accountability.cases.models import Approval, CopyState
from accountability.cases.workflow import Status, Visibility, VisibilityAction
from accountability.core.vault import vault
from accountability.sample import events as ev
from accountability.sample.drafts import Draft, is_unchecked
from accountability.sample.events import Event

SHOWN = {
    VisibilityAction.KEEP_PRIVATE: Visibility.PRIVATE,
    VisibilityAction.PUBLISH: Visibility.PUBLIC,
    VisibilityAction.RESTRICT: Visibility.RESTRICTED,
    VisibilityAction.KEEP_AS_THEME: Visibility.THEME,
}


def take(case: Draft, event: ev.Take) -> None:
    case.step("take", case.person(event.by), event.at, Status.IN_REVIEW)
    case.reviewer_id, case.waiting_since = event.by, event.at


def open_story(case: Draft, event: ev.OpenStory) -> None:
    case.tell("open_story", case.person(event.by), event.at)


def open_contact(case: Draft, event: ev.OpenContact) -> None:
    case.tell("open_contact", case.person(event.by), event.at, reason=event.reason)


def hand_over(case: Draft, event: ev.HandOver) -> None:
    case.reviewer_id = event.to
    case.tell("hand_over", case.person(event.by), event.at, to=event.to)


def look_again(case: Draft, event: ev.LookAgain) -> None:
    case.look_again_on = event.on


def add_note(case: Draft, event: ev.AddNote) -> None:
    body = vault.seal_text(event.words, f"note:{case.public_id}")
    case.rows.add("notes", {"case_id": case.id, "user_id": event.by, "kind": event.kind, "body": body, "at": event.at})
    case.tell(f"add_{event.kind.value}", case.person(event.by), event.at)


def review(case: Draft, event: ev.Review) -> None:
    who, changed = case.person(event.by), event.text_public != case.text_public
    case.text_office, case.text_public = event.text_office, event.text_public
    case.kind = event.kind
    case.service_id = case.service(event.service) if event.service else case.service_id
    case.categories = event.categories
    if event.facilities:
        first = event.facilities[0]
        case.facilities, case.facility_text = list(event.facilities), None
        case.soum_id, case.province_id, case.zone = first.soum_id, first.province_id, first.zone
    case.count()
    case.criticality = case.urgency = event.criticality
    case.recognisable_monitor = event.recognisable
    case.unchecked = is_unchecked(case.text_office, case.text_public)
    case.clear_marks(who, event.at, case.text_office, case.text_public)
    case.found_by()
    if changed:
        case.approval = Approval.NONE
    if event.meaning_changed and case.approval == Approval.NONE and event.text_public:
        case.approval = Approval.ASKED
        line = case.tell("approval_asked", who, event.at)
        case.write_to_author("approval", str(line), event.at)
    case.tell("review", who, event.at, criticality=event.criticality, categories=tuple(event.categories))


def decide(case: Draft, event: ev.Decide) -> None:
    before, case.visibility = case.visibility, SHOWN[event.action]
    case.restrict_reason = event.reason
    who = case.person(event.by)
    case.tell(event.action.value, who, event.at, reason=event.reason, before=before.value, after=case.visibility.value)
    if event.action == VisibilityAction.PUBLISH and before != Visibility.PUBLIC:
        case.public_at = event.at
    case.found_by()


def ask_author(case: Draft, event: ev.AskAuthor) -> None:
    case.step("ask_author", case.person(event.by), event.at, Status.NEEDS_INFO, note="relay")
    case.pause(event.at)
    case.add_relay("to_author", event.question, event.at)
    case.question_at = event.at
    case.write_to_author("question", str(len(case.relays)), event.at)


def route(case: Draft, event: ev.Route) -> None:
    offices = tuple(office.code for office in event.offices)
    case.step("route", case.person(event.by), event.at, Status.WITH_OFFICE, offices=offices)
    for office in event.offices:
        case.add_routing(office, event.at, case.text_office)
    case.count()
    case.write_to_author("routed_author", f"{case.cycle}-{len(case.routings)}", event.at)


def pass_words(case: Draft, event: ev.PassWords) -> None:
    routing = case.routings[event.place]
    routing.text_office = f"{routing.text_office}\n\n{event.words}"
    case.clear_marks(case.person(event.by), event.at, event.words)
    case.found_by(event.words)
    line = case.tell("pass_words", case.person(event.by), event.at, routing=routing.number)
    case.write_to_office(routing, "words_added", event.at, str(line))


def deliver_thanks(case: Draft, event: ev.DeliverThanks) -> None:
    case.step("deliver_thanks", case.person(event.by), event.at, Status.CLOSED)
    case.write_to_author("thanks_delivered", "1", event.at)


def decline(case: Draft, event: ev.Decline) -> None:
    case.decline_reason = event.reason
    case.step("decline", case.person(event.by), event.at, Status.DECLINED, reason=event.reason)
    case.count()
    if event.words:
        case.add_relay("to_author", event.words, event.at)
    case.write_to_author("declined", "1", event.at)


def merge(case: Draft, event: ev.Merge) -> None:
    case.parent_id = event.parent_id
    case.step("merge", case.person(event.by), event.at, Status.MERGED, parent=event.parent_public_id)
    case.count()
    case.write_to_author("merged", "1", event.at)


def publish_answer(case: Draft, event: ev.PublishAnswer) -> None:
    routing = case.routings[event.place]
    if routing.answer:
        routing.answer["text_public"], routing.answer["copy_state"] = event.text, CopyState.PUBLISHED
    case.clear_marks(case.person(event.by), event.at, event.text)
    case.tell("publish_answer", case.person(event.by), event.at, routing=routing.number)


def withhold_answer(case: Draft, event: ev.WithholdAnswer) -> None:
    routing = case.routings[event.place]
    if routing.answer:
        routing.answer["copy_state"] = CopyState.WITHHELD
    case.tell("withhold_answer", case.person(event.by), event.at, routing=routing.number)


ACTS: dict[type[Event], Callable[[Draft, Any], None]] = {
    ev.Take: take,
    ev.OpenStory: open_story,
    ev.OpenContact: open_contact,
    ev.HandOver: hand_over,
    ev.LookAgain: look_again,
    ev.AddNote: add_note,
    ev.Review: review,
    ev.Decide: decide,
    ev.AskAuthor: ask_author,
    ev.Route: route,
    ev.PassWords: pass_words,
    ev.DeliverThanks: deliver_thanks,
    ev.Decline: decline,
    ev.Merge: merge,
    ev.PublishAnswer: publish_answer,
    ev.WithholdAnswer: withhold_answer,
}
