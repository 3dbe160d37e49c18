"""One case at the desk: decide what the public sees, send it, ask, decline, merge."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.accounts import queries as accounts
from accountability.cases import face, petitions, queries
from accountability.cases.forms import monitor as forms
from accountability.cases.forms.appeal import ReasonsCopyForm
from accountability.cases.forms.citizen import PressForm
from accountability.cases.forms.petition import RegisterForm
from accountability.cases.labels import COPY_STATES, VERDICTS, VISIBILITIES, result_label, status_label
from accountability.cases.models import Case, ConsentPurpose
from accountability.cases.operations import authoring, registering, reviewing
from accountability.cases.views import acting
from accountability.cases.workflow import VisibilityAction
from accountability.core.errors import Invalid, NotFound

bp = Blueprint("decide", __name__, url_prefix="/<lang>/desk/cases/<public_id>")


@bp.get("/send")
@requires(P.CASE_READ)
def send(public_id: str) -> Any:
    return _send_page(queries.get_visible(public_id, actor()))


def _send_page(case: Case, code: int = 200, **bound: Any) -> Any:
    """Decide what the public sees, and send it: like cases, offices, consents, the preview."""
    routing = bound.pop("routing", None) or forms.RouteForm(formdata=None)
    routing.offer(acting.suggested(case))
    return (
        render_template(
            "cases/desk/send.html",
            case=case,
            routing=routing,
            label=status_label(case),
            visibility=VISIBILITIES[case.visibility],
            verdict=VERDICTS[case.verdict],
            agreed={purpose.value: case.agrees_to(purpose) for purpose in ConsentPurpose},
            like=queries.like_cases(actor(), case, queries.story_of(case)),
            can=acting.can(case),
            copy_states=COPY_STATES,
            reviews=[(one, result_label(one)) for one in case.appeals if one.result],
            press=PressForm(),
            **{**_blank_forms(), "typed_for": None, **bound},
        ),
        code,
    )


def _blank_forms() -> dict[str, Any]:
    return {
        "question": forms.QuestionForm(formdata=None),
        "declining": forms.DeclineForm(formdata=None),
        "merging": forms.MergeForm(formdata=None),
        "showing": forms.VisibilityForm(formdata=None),
        "copying": forms.AnswerCopyForm(formdata=None),
        "reasons_copy": ReasonsCopyForm(formdata=None),
        "passing": forms.PassWordsForm(formdata=None),
        "disputing": forms.DisputeForm(formdata=None),
        "registering": RegisterForm(formdata=None),
    }


@bp.post("/route")
@requires(P.CASE_ROUTE)
def route(public_id: str) -> Any:
    form = forms.RouteForm()
    return acting.act(public_id, lambda case: reviewing.route(case, actor(), acting.offices(form.codes)), gettext("Sent."), form)


@bp.post("/ask")
@requires(P.CASE_ASK)
def ask(public_id: str) -> Any:
    form = forms.QuestionForm()
    return acting.act(
        public_id,
        lambda case: reviewing.ask_author(case, actor(), form.question.data),
        gettext("The question is asked."),
        form,
        again=lambda case: _send_page(case, 422, question=form),
    )


@bp.post("/decline")
@requires(P.CASE_DECLINE)
def decline(public_id: str) -> Any:
    form = forms.DeclineForm()
    return acting.act(
        public_id,
        lambda case: reviewing.decline(case, actor(), form.reason.data, form.words.data or ""),
        gettext("Declined."),
        form,
        again=lambda case: _send_page(case, 422, declining=form),
    )


@bp.route("/merge", methods=["GET", "POST"])
@requires(P.CASE_MERGE)
def merge(public_id: str) -> Any:
    """Shows both cases side by side and asks; then joins them."""
    case = queries.get_visible(public_id, actor())
    form = forms.MergeForm(parent=request.args.get("parent", ""))
    parent = queries.get_visible(form.parent.data.upper(), actor()) if form.parent.data else None
    if request.method == "POST" and form.validate_on_submit() and parent and request.form.get("sure") == "yes":
        return acting.act(public_id, lambda locked: reviewing.merge(locked, actor(), parent), gettext("Merged."), PressForm())
    if parent is None:
        raise NotFound("no such case")
    return render_template("cases/desk/merge.html", case=case, parent=parent, form=form, supporters=queries.supporters(parent))


@bp.post("/visibility")
@requires(P.CASE_PUBLISH)
def visibility(public_id: str) -> Any:
    form = forms.VisibilityForm()
    return acting.act(
        public_id,
        lambda case: reviewing.decide(case, actor(), VisibilityAction(form.action.data), form.reason.data or None),
        gettext("Decided."),
        form,
    )


@bp.get("/preview")
@requires(P.CASE_READ)
def preview(public_id: str) -> Any:
    """Exactly what the public would see."""
    return render_template("cases/desk/preview.html", **face.page(queries.get_visible(public_id, actor())))


@bp.post("/thanks")
@requires(P.CASE_DELIVER_THANKS)
def thanks(public_id: str) -> Any:
    return acting.act(public_id, lambda case: reviewing.deliver_thanks(case, actor()), gettext("The thanks are passed on."))


@bp.post("/answers/<number>")
@requires(P.ANSWER_PUBLISH)
def answer_copy(public_id: str, number: str) -> Any:
    form = forms.AnswerCopyForm()

    def look_through(case: Case) -> None:
        answer = acting.routing_of(case, number).answer
        if answer is None:
            raise NotFound("no answer yet")
        if form.action.data == "publish":
            reviewing.publish_answer(answer, actor(), form.text_public.data or "", sure=form.sure.data)
        else:
            reviewing.withhold_answer(answer, actor())

    return acting.act(
        public_id,
        look_through,
        gettext("Decided."),
        form,
        again=lambda case: _send_page(case, 422, copying=form, typed_for=number),
    )


@bp.post("/reviews/<appeal_number>")
@requires(P.APPEAL_PUBLISH)
def review_copy(public_id: str, appeal_number: str) -> Any:
    form = ReasonsCopyForm()

    def look_through(case: Case) -> None:
        appeal = next((one for one in case.appeals if one.number == appeal_number and one.result), None)
        if appeal is None:
            raise NotFound("no decided review")
        if form.action.data == "publish":
            reviewing.publish_appeal(appeal, actor(), form.text_public.data or "", sure=form.sure.data)
        else:
            reviewing.withhold_appeal(appeal, actor())

    return acting.act(
        public_id,
        look_through,
        gettext("Decided."),
        form,
        again=lambda case: _send_page(case, 422, reasons_copy=form, typed_for=appeal_number),
    )


@bp.post("/routings/<number>/words")
@requires(P.CASE_REVIEW)
def pass_words(public_id: str, number: str) -> Any:
    form = forms.PassWordsForm()
    return acting.act(
        public_id,
        lambda case: reviewing.pass_words_on(
            case, actor(), acting.routing_of(case, number), form.words.data, sure=form.sure.data
        ),
        gettext("The office can read it."),
        form,
        again=lambda case: _send_page(case, 422, passing=form, typed_for=number),
    )


@bp.post("/dispute")
@requires(P.CASE_ADD_WORDS)
def dispute(public_id: str) -> Any:
    """For an author without contact who said so in person."""
    form = forms.DisputeForm()
    return acting.act(
        public_id,
        lambda case: authoring.dispute(case, form.reason.data, actor=actor()),
        gettext("It goes back to the office."),
        form,
    )


@bp.post("/carry")
@requires(P.CASE_CARRY)
def carry(public_id: str) -> Any:
    """The monitor's own organisation signs it and brings it to the office."""
    return acting.act(public_id, _carry, gettext("Your organisation carries it now. Print the form and bring it to the office."))


def _carry(case: Case) -> None:
    user_id = actor().user_id
    home = accounts.homes_of({user_id}).get(user_id) if user_id else None
    if home is None:
        raise Invalid("organisation", "needed")
    registering.carry(case, actor(), home)


@bp.get("/petition.pdf")
@requires(P.CASE_READ)
def petition(public_id: str) -> Response:
    """The form that the organisation signs and hands over; it names nobody but the organisation."""
    case = queries.get_visible(public_id, actor())
    if case.carrier is None:
        raise NotFound("not carried")
    name = {"Content-Disposition": f"attachment; filename=petition-{case.public_id}.pdf"}
    return Response(petitions.form(case), mimetype="application/pdf", headers=name)
