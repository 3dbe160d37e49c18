"""What a monitor does: take, prepare the three texts, ask, route, decline, merge, decide what the public sees."""

from dataclasses import dataclass, field

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import marking, moves, queries
from accountability.cases.labels import DECLINE_REASONS, RESTRICT_REASONS
from accountability.cases.models import (
    About,
    Answer,
    Appeal,
    Approval,
    Case,
    ConsentPurpose,
    CopyState,
    Direction,
    Kind,
    Pause,
    Relay,
    Routing,
)
from accountability.cases.workflow import Action, Status, Visibility, VisibilityAction
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.mongolian import terms
from accountability.core.vault import vault
from accountability.directory.models import Category, Organisation, Service

SERIOUS = 4
NO_PARENTS = frozenset({Status.MERGED, Status.WITHDRAWN, Status.DECLINED, Status.APPEALED})


def take(case: Case, actor: Actor) -> None:
    """Begins to read; one reviewer at a time."""
    if case.reviewer_id not in {None, actor.user_id} and not policy.may(actor, Permission.CASE_TAKE, case):
        raise MoveNotAllowed(case.status, Action.TAKE)
    moves.move(case, Action.TAKE, actor)
    case.reviewer_id, case.waiting_since = actor.user_id, clock.now()


def hand_over(case: Case, actor: Actor, colleague_id: int, colleague: Actor) -> None:
    """Gives the case to a colleague who may take it."""
    policy.require(actor, Permission.CASE_REVIEW, case)
    if not policy.may(colleague, Permission.CASE_READ, case):
        raise Invalid("colleague", "may_not_read")
    moves.refuse_quarantined(case, "hand_over")
    case.reviewer_id = colleague_id
    moves.tell(case, "hand_over", actor, to=colleague_id)


@dataclass
class Review:
    """What a monitor sets while reading."""

    text_office: str
    text_public: str = ""
    kind: Kind | None = None
    service: Service | None = None
    categories: list[Category] = field(default_factory=list)
    facilities: list[Organisation] = field(default_factory=list)
    criticality: int = 0
    meaning_changed: bool = False
    recognisable: str | None = None
    cleared: frozenset[str] | None = frozenset()


def review(case: Case, actor: Actor, found: Review) -> None:
    """Keeps the two redacted texts, the coding and the place; asks the author when an edit changes the meaning."""
    policy.require(actor, Permission.CASE_REVIEW, case)
    if case.status in {Status.WITHDRAWN, Status.MERGED} or case.quarantined:
        raise MoveNotAllowed(case.status, "review")
    if case.visibility == Visibility.PUBLIC and not found.text_public:
        raise Invalid("text_public", "needed")
    changed = found.text_public != case.text_public
    with moves.counting(case):
        case.text_office, case.text_public = found.text_office, found.text_public
        case.kind, case.service = found.kind or case.kind, found.service or case.service
        case.categories = found.categories
        if found.facilities:
            _place(case, found.facilities)
    case.criticality = case.urgency = found.criticality
    case.recognisable_monitor = found.recognisable or case.recognisable_monitor
    case.unchecked = marking.is_unchecked(case.text_office, case.text_public)
    marking.clear(case, actor, (case.text_office, case.text_public), found.cleared)
    index(case)
    if changed:
        case.approval = Approval.NONE
    if found.meaning_changed and case.approval == Approval.NONE and found.text_public:
        case.approval = Approval.ASKED
        line = moves.tell(case, "approval_asked", actor)
        moves.write_to_author(case, "approval", key=str(line))
    moves.tell(case, "review", actor, criticality=found.criticality, categories=[category.code for category in found.categories])


def _place(case: Case, facilities: list[Organisation]) -> None:
    case.facilities = facilities
    soum = facilities[0].area
    case.soum_id, case.province_id = soum.id, soum.parent_id
    case.zone, case.facility_text = soum.timezone, None


def index(case: Case) -> None:
    """Renews what search knows: only the two redacted texts, never the story."""
    case.public_terms = terms(case.text_public) if case.visibility == Visibility.PUBLIC else ""
    case.staff_terms = terms(f"{case.text_office} {case.text_public}")


def ask_author(case: Case, actor: Actor, question: str) -> None:
    """A question through the relay; the clock pauses until the author replies, at most 14 days."""
    with moves.counting(case):
        moves.move(case, Action.ASK_AUTHOR, actor, note="relay" if question else None)
        case.pauses.append(Pause(from_at=clock.now()))
    case.relays.append(
        Relay(direction=Direction.TO_AUTHOR, body=vault.seal_text(question, f"relay:{case.public_id}"), at=clock.now())
    )
    case.question_at = clock.now()
    moves.write_to_author(case, "question", key=str(len(case.relays)))


def route(case: Case, actor: Actor, offices: list[Organisation]) -> list[Routing]:
    """Sends the redacted text to one or more offices, each with its own dates."""
    if not offices:
        raise Invalid("offices", "needed")
    if not case.text_office.strip():
        raise Invalid("text_office", "needed")
    if not case.agrees_to(ConsentPurpose.PASS_ON):
        raise Invalid("consent_pass_on", "missing")
    if case.is_thanks:
        raise Invalid("kind", "thanks_take_the_short_way")
    marking.require_clear(case, case.text_office)
    already = {routing.addressee_id for routing in case.current_routings}
    new = [office for office in offices if office.id not in already and office.is_open]
    if not new:
        raise Invalid("offices", "already_there")
    with moves.counting(case):
        moves.move(case, Action.ROUTE, actor, offices=[office.code for office in new])
        held = clock.first_of_next_month(case.zone) if case.send_later else None
        made = [moves.add_routing(case, office, case.text_office, held_until=held) for office in new]
    moves.write_to_author(case, "routed_author", key=f"{case.cycle}-{len(case.routings)}")
    return made


def check_and_send(case: Case, actor: Actor, found: Review, offices: list[Organisation]) -> list[Routing]:
    """The short way for a plain private case: the texts, kept private, sent; one screen, one press."""
    review(case, actor, found)
    if case.visibility == Visibility.UNDECIDED:
        decide(case, actor, VisibilityAction.KEEP_PRIVATE)
    return route(case, actor, offices)


def read_second(case: Case, actor: Actor) -> None:
    """Looks through, as a second person, what no detector can read."""
    policy.require(actor, Permission.CASE_READ_SECOND, case)
    marking.read_second(case, actor, case.text_office, case.text_public)
    case.unchecked = False
    moves.tell(case, "read_second", actor)


def pass_words_on(case: Case, actor: Actor, routing: Routing, words: str, *, sure: bool = False) -> None:
    """Adds a redacted version of what the author said later to what an open office reads."""
    policy.require(actor, Permission.CASE_REVIEW, case)
    if not routing.is_open:
        raise MoveNotAllowed(routing.status, "pass_words")
    if sure:
        marking.clear(case, actor, [words], None)
    marking.require_clear(case, words)
    routing.text_office = f"{routing.text_office}\n\n{words}"
    case.staff_terms = terms(f"{case.text_office} {case.text_public} {words}")
    line = moves.tell(case, "pass_words", actor, routing=routing.number)
    moves.write_to_office(routing, "words_added", key=str(line))


def deliver_thanks(case: Case, actor: Actor) -> None:
    """Thanks take the short way: passed on, closed, no clock, no verdict."""
    if case.kind != Kind.THANKS:
        raise Invalid("kind", "only_thanks")
    if not case.text_office.strip():
        raise Invalid("text_office", "needed")
    if not case.facilities:
        raise Invalid("facilities", "needed")
    if case.is_official:
        raise Invalid("track", "never_declined")
    marking.require_clear(case, case.text_office)
    with moves.counting(case):
        moves.move(case, Action.DELIVER_THANKS, actor)
    moves.write_to_author(case, "thanks_delivered", key="1")


def decline(case: Case, actor: Actor, reason: str, words: str) -> None:
    """Ends the case with a public reason; the words go to the author. A petition is never declined but sent where it belongs."""
    if reason not in DECLINE_REASONS:
        raise Invalid("reason", "unknown")
    if case.is_official:
        raise Invalid("track", "never_declined")
    if any(one.about == About.DECLINE and one.is_in_favour for one in case.appeals):
        raise Invalid("reason", "reviewed")
    with moves.counting(case):
        moves.move(case, Action.DECLINE, actor, sets={"decline_reason": reason}, reason=reason)
    if words:
        body = vault.seal_text(words, f"relay:{case.public_id}")
        case.relays.append(Relay(direction=Direction.TO_AUTHOR, body=body, at=clock.now()))
    moves.write_to_author(case, "declined", key="1")


def merge(case: Case, actor: Actor, parent: Case) -> None:
    """Joins the case to a like one; its author becomes a supporter of the parent and follows it."""
    policy.require(actor, Permission.CASE_READ, parent)
    if parent.id == case.id or parent.quarantined or parent.status in NO_PARENTS:
        raise Invalid("parent", "not_possible")
    if case.is_official:
        raise Invalid("track", "never_merged")
    with moves.counting(case):
        moves.move(case, Action.MERGE, actor, sets={"parent": parent}, parent=parent.public_id)
    for child in queries.children_of(case):
        child.parent_id = parent.id
    moves.write_to_author(case, "merged", key="1")


def decide(case: Case, actor: Actor, action: VisibilityAction, reason: str | None = None) -> None:
    """Who may read it: private, public, or restricted with its reason."""
    if action == VisibilityAction.PUBLISH:
        _may_publish(case, actor)
    if action == VisibilityAction.RESTRICT and reason not in RESTRICT_REASONS:
        raise Invalid("reason", "unknown")
    was_public = case.visibility == Visibility.PUBLIC
    sets = {"restrict_reason": reason if action == VisibilityAction.RESTRICT else None}
    moves.show(case, action, actor, note=reason, sets=sets)
    if action == VisibilityAction.PUBLISH and not was_public:
        case.public_at = clock.now()
    index(case)


def _may_publish(case: Case, actor: Actor) -> None:
    if not case.text_public.strip():
        raise Invalid("text_public", "needed")
    if not case.agrees_to(ConsentPurpose.PUBLISH):
        raise Invalid("consent_publish", "missing")
    marking.require_clear(case, case.text_public)
    if case.approval in {Approval.ASKED, Approval.REFUSED}:
        raise Invalid("approval", case.approval.value)
    if case.only_as_theme:
        raise Invalid("recognisable", "small_office")
    if case.recognisable_monitor != "no":
        raise Invalid("recognisable", "yes" if case.recognisable_monitor else "needed")
    if case.criticality >= SERIOUS:
        policy.require(actor, Permission.CASE_PUBLISH_SERIOUS, case)


def publish_answer(answer: Answer, actor: Actor, text_public: str, *, sure: bool = False) -> None:
    """Lets the public read an office's answer, as a monitor looked it through; its marks are decided like those of a story."""
    policy.require(actor, Permission.ANSWER_PUBLISH, answer.routing)
    if not text_public.strip():
        raise Invalid("text_public", "needed")
    if sure:
        marking.clear(answer.routing.case, actor, [text_public], None)
    marking.require_clear(answer.routing.case, text_public)
    answer.text_public, answer.copy_state = text_public, CopyState.PUBLISHED
    moves.tell(answer.routing.case, "publish_answer", actor, routing=answer.routing.number)


def withhold_answer(answer: Answer, actor: Actor) -> None:
    policy.require(actor, Permission.ANSWER_PUBLISH, answer.routing)
    answer.copy_state = CopyState.WITHHELD
    moves.tell(answer.routing.case, "withhold_answer", actor, routing=answer.routing.number)


def publish_appeal(appeal: Appeal, actor: Actor, text_public: str, *, sure: bool = False) -> None:
    """Lets the public read the reasons of a review, looked through like an office's answer."""
    policy.require(actor, Permission.APPEAL_PUBLISH, appeal)
    if appeal.result is None:
        raise MoveNotAllowed(appeal.case.status, "publish_appeal")
    if not text_public.strip():
        raise Invalid("text_public", "needed")
    if sure:
        marking.clear(appeal.case, actor, [text_public], None)
    marking.require_clear(appeal.case, text_public)
    appeal.reasons_public, appeal.copy_state = text_public, CopyState.PUBLISHED
    moves.tell(appeal.case, "publish_appeal", actor)


def withhold_appeal(appeal: Appeal, actor: Actor) -> None:
    policy.require(actor, Permission.APPEAL_PUBLISH, appeal)
    if appeal.result is None:
        raise MoveNotAllowed(appeal.case.status, "withhold_appeal")
    appeal.copy_state = CopyState.WITHHELD
    moves.tell(appeal.case, "withhold_appeal", actor)
