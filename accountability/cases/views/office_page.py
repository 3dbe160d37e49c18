"""What the page of one routing shows: where it stands, the clock, what comes next, and the forms open to its reader."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext

from accountability.access import policy
from accountability.access.guards import actor
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.accounts import gate
from accountability.cases import face, ladder, progress, queries
from accountability.cases.forms.office import AcknowledgeForm, AnswerForm, DeliverForm, PaperAnswerForm, ReturnForm, SettleForm
from accountability.cases.forms.petition import ExtendForm, RegisterForm
from accountability.cases.labels import (
    ANSWER_KINDS,
    CAME_BACK,
    COPY_STATES,
    KINDS,
    RETURN_REASONS,
    REVIEWED,
    ROUTING_STATUSES,
    due_chip,
)
from accountability.cases.models import Routing
from accountability.cases.workflow import RoutingStatus, Status
from accountability.core import clock
from accountability.core.i18n import date_text
from accountability.directory import queries as directory
from accountability.directory.models import Organisation

# Each form with the field by which it is recognised among what was kept, and the permission it needs.
FORMS: dict[str, tuple[Any, str, Permission]] = {
    "acknowledging": (AcknowledgeForm, "responsible", Permission.ROUTING_ACKNOWLEDGE),
    "returning": (ReturnForm, "words", Permission.ROUTING_RETURN),
    "answering": (AnswerForm, "text", Permission.ROUTING_ANSWER),
    "delivering": (DeliverForm, "delivered_on", Permission.ROUTING_DELIVER),
    "settling": (SettleForm, "office", Permission.CASE_SETTLE),
    "registering": (RegisterForm, "register_number", Permission.ROUTING_REGISTER),
    "extending": (ExtendForm, "days", Permission.ROUTING_EXTEND),
}


def is_own(routing: Routing) -> bool:
    """Whether the reader answers for this office; everybody else only enters what came on paper."""
    return routing.addressee_id in actor().organisations(Role.OFFICIAL)


def answer_form(routing: Routing, **options: Any) -> Any:
    return AnswerForm(**options) if is_own(routing) else PaperAnswerForm(**options)


def page(routing: Routing, given: Any = None, *, signer: dict[str, Any] | None = None) -> str:
    """The page; `given` is the form that somebody just sent and that has to be mended; `signer` who signed, just opened."""
    case = routing.case
    return render_template(
        "cases/office/routing.html",
        routing=routing,
        case=case,
        label=ROUTING_STATUSES[routing.status],
        chip=due_chip(routing, case.zone),
        clocks=progress.routing_clocks(routing) if routing.is_open else [],
        may_escalate=routing.is_open and policy.may(actor(), Permission.ROUTING_ESCALATE, routing),
        next_step=next_step(routing),
        kind=KINDS.get(case.kind) if case.kind else None,
        dispute=CAME_BACK.get(routing.dispute_reason or ""),
        reviews=face.reviews(case) if routing.dispute_reason == REVIEWED else [],
        return_reason=RETURN_REASONS.get(routing.return_reason or ""),
        answer_kinds=ANSWER_KINDS,
        copy_states=COPY_STATES,
        is_own=is_own(routing),
        signer=signer,
        may_open=policy.may(actor(), Permission.ROUTING_IDENTITY, routing),
        copies=queries.copies_of(case.id),
        templates=queries.templates_of({routing.addressee_id}) if is_own(routing) else [],
        form=given or AcknowledgeForm(formdata=None),
        **_forms(routing, given),
    )


def _forms(routing: Routing, given: Any) -> dict[str, Any]:
    """The forms that are open now; one that was just sent, or kept over a sign-in, comes filled."""
    kept = gate.kept_fields() if given is None else None
    shown: dict[str, Any] = {}
    for name, (form_class, mark, permission) in FORMS.items():
        if not _is_open(name, routing) or not policy.may(actor(), permission, routing):
            shown[name] = None
        elif isinstance(given, form_class):
            shown[name] = given
        else:
            formdata = kept if kept and mark in kept else None
            shown[name] = _made(name, form_class, routing, formdata)
    return shown


def _made(name: str, form_class: Any, routing: Routing, formdata: Any) -> Any:
    if name == "settling":
        return form_class(formdata=formdata).offer(options(routing))
    if name == "answering":
        return answer_form(routing, formdata=formdata, **_beginning(name, routing))
    return form_class(formdata=formdata)


def options(routing: Routing) -> list[Organisation]:
    """Which offices a coordinator may name: those that had it, those that it is about, and all of the soum and above it."""
    case = routing.case
    found = {one.addressee_id: one.addressee for one in case.routings} | {office.id: office for office in case.facilities}
    if case.soum:
        found |= {office.id: office for office in directory.facilities_in(case.soum)}
    higher = ladder.above(routing.addressee)
    if higher:
        found[higher.id] = higher
    return [office for office in found.values() if office.is_open]


def _is_open(name: str, routing: Routing) -> bool:
    if name == "settling":
        return routing.status == RoutingStatus.RETURNED and routing.case.status == Status.IN_REVIEW
    if not routing.is_open:
        return False
    if name == "delivering":
        return routing.on_paper and routing.delivered_at is None
    if name == "acknowledging":
        return routing.status == RoutingStatus.ROUTED and routing.delivered_at is not None and is_own(routing)
    return routing.delivered_at is not None


def _beginning(name: str, routing: Routing) -> dict[str, Any]:
    """An answer may begin with words of the office's own, chosen in the address."""
    wanted = request.args.get("template", "")
    if name != "answering" or not wanted:
        return {}
    return {"text": next((one.body for one in queries.templates_of({routing.addressee_id}) if str(one.id) == wanted), "")}


def next_step(routing: Routing) -> Any:
    """What happens next, in a sentence."""
    zone = routing.case.zone
    said = {
        RoutingStatus.ANSWERED: gettext("The citizen has the answer and says whether it solved the matter."),
        RoutingStatus.RETURNED: gettext("It was returned. A monitor looks for the right office."),
        RoutingStatus.ESCALATED: gettext("No answer came in time. The office above has it now."),
        RoutingStatus.RECALLED: gettext("The citizen took the words back. Nothing more is to be done."),
    }
    if routing.status in said:
        return said[routing.status]
    if routing.delivered_at is None:
        return gettext("The letter has to be handed over. The time begins on that day.")
    if routing.answer_due is None:
        return gettext("No date was promised for this office. Please answer as soon as you can.")
    if routing.answer_due < clock.now():
        return gettext("The answer was due on %(last)s. Please answer now.", last=date_text(routing.answer_due, zone))
    if routing.status == RoutingStatus.ROUTED and routing.acknowledge_due:
        first, last = date_text(routing.acknowledge_due, zone), date_text(routing.answer_due, zone)
        return gettext("Acknowledge by %(first)s and answer by %(last)s.", first=first, last=last)
    return gettext("Answer by %(last)s. The citizen reads it at once.", last=date_text(routing.answer_due, zone))
