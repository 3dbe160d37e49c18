"""The office: its register, one routing with acknowledging, returning and answering, its own words, thanks, letters."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.accounts import gate
from accountability.cases import exports, handover, letters, queries
from accountability.cases.forms import office as forms
from accountability.cases.labels import KINDS, ROUTING_STATUSES, due_chip
from accountability.cases.models import Routing
from accountability.cases.operations import answering, escalating
from accountability.cases.queries import RegisterFilter
from accountability.cases.views import office_page
from accountability.cases.views.office_page import answer_form, page
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.forms import EmptyForm
from accountability.core.mongolian import first_words
from accountability.core.pages import page_number, page_of
from accountability.core.throttle import limiter, not_searching, person
from accountability.directory import queries as directory
from accountability.directory.models import Organisation

bp = Blueprint("office", __name__, url_prefix="/<lang>/office")
SIZE = 30
VIEWS = ("open", "new", "late", "undelivered", "to_settle", "answered", "all")


@bp.get("")
@limiter.limit("60 per minute", key_func=person, exempt_when=not_searching)
@requires(Permission.OFFICE_USE)
def inbox() -> Any:
    chosen, number = _chosen(), page_number()
    found = queries.register(actor(), chosen, SIZE + 1, (number - 1) * SIZE)
    is_coordinator = actor().has(Role.COORDINATOR)
    return render_template(
        "cases/office/inbox.html",
        page=page_of(found, number, SIZE),
        counts=queries.register_counts(actor()),
        chosen=chosen,
        args=request.args.to_dict(),
        offices=queries.register_offices(actor()) if is_coordinator else [],
        own=queries.offices_of(actor()),
        statuses=ROUTING_STATUSES,
        kinds=KINDS,
        due_chip=due_chip,
        first_words=first_words,
    )


@bp.get("/register.<any(csv, xlsx):kind>")
@limiter.limit("30 per hour", key_func=person)
@requires(Permission.OFFICE_USE, fresh=True)
def export(kind: str) -> Response:
    rows = queries.register_rows(actor(), _chosen())
    name = f"attachment; filename=register-{clock.today()}.{kind}"
    if kind == "csv":
        lines = stream_with_context(exports.as_csv(rows))
        return Response(lines, mimetype="text/csv", headers={"Content-Disposition": name})
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(exports.as_xlsx(rows), mimetype=media_type, headers={"Content-Disposition": name})


@bp.get("/handover.<code>.pdf")
@limiter.limit("30 per hour", key_func=person)
@requires(Permission.OFFICE_USE, fresh=True)
def handover_pack(code: str) -> Response:
    """Everything open of one office, for whoever takes it over."""
    office = next((one for one in queries.offices_of(actor()) if one.code == code), None)
    if office is None:
        raise NotFound(code)
    name = {"Content-Disposition": f"attachment; filename=handover-{office.code}-{clock.today()}.pdf"}
    return Response(handover.pack(office, actor()), mimetype="application/pdf", headers=name)


def _chosen() -> RegisterFilter:
    """The filter as it stands in the address; what makes no sense there counts as not said."""
    view, office = request.args.get("view", "open"), request.args.get("facility", "")
    found = directory.organisations([office]) if office else []
    return RegisterFilter(
        view=view if view in VIEWS else "open",
        q=request.args.get("q", "").strip()[:100],
        facility_id=found[0].id if found else None,
        since=_day("since"),
        until=_day("until"),
    )


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if forms.is_plausible(day) else None


# --- one routing -------------------------------------------------------------------------------------------------------


@bp.get("/<number>")
@requires(Permission.ROUTING_READ)
def routing(number: str) -> Any:
    return page(queries.get_routing(number.upper(), actor()))


@bp.get("/<number>/letter.pdf")
@requires(Permission.ROUTING_READ)
def letter(number: str) -> Response:
    found = queries.routing_for(number, actor())
    name = {"Content-Disposition": f"inline; filename=letter-{found.number}.pdf"}
    return Response(letters.letter(found), mimetype="application/pdf", headers=name)


@bp.post("/<number>/acknowledge")
@requires(Permission.ROUTING_ACKNOWLEDGE)
def acknowledge(number: str) -> Any:
    form = forms.AcknowledgeForm()
    words = _("Acknowledged. The citizen sees that somebody takes care of it.")
    return _do(_found(number), form, words, lambda found: answering.acknowledge(found, actor(), form.responsible.data))


@bp.post("/<number>/return")
@requires(Permission.ROUTING_RETURN)
def give_back(number: str) -> Any:
    form = forms.ReturnForm()
    words = _("Returned. A monitor looks for the right office.")
    return _do(_found(number), form, words, lambda found: answering.give_back(found, actor(), form.reason.data, form.words.data))


@bp.post("/<number>/answer")
@requires(Permission.ROUTING_ANSWER)
def answer(number: str) -> Any:
    """An office's own answer; or, with the date on the letter and a photo, one that came on paper."""
    found = _found(number)
    form = answer_form(found)
    words = _("The answer is with the citizen now. A monitor looks at the public copy.")
    return _do(found, form, words, lambda routing: answering.answer(routing, actor(), form.reply(routing)))


@bp.post("/<number>/deliver")
@requires(Permission.ROUTING_DELIVER)
def deliver(number: str) -> Any:
    form = forms.DeliverForm()
    words = _("Noted. The time for the answer began on that day.")
    return _do(
        _found(number), form, words, lambda found: answering.deliver(found, actor(), form.at(found), form.delivery_words.data)
    )


@bp.post("/<number>/escalate")
@requires(Permission.ROUTING_ESCALATE)
def escalate(number: str) -> Any:
    """A coordinator does not wait for the day on which it goes up by itself."""
    words = _("The office above has it now.")
    return _do(queries.get_routing(number.upper(), actor()), EmptyForm(), words, lambda found: escalating.go_up(found, actor()))


@bp.post("/<number>/settle")
@requires(Permission.CASE_SETTLE)
def settle(number: str) -> Any:
    """A coordinator ends the sending to and fro."""
    found = queries.get_routing(number.upper(), actor())
    form = forms.SettleForm().offer(office_page.options(found))
    words = _("Decided. The office has to answer and cannot send it back.")
    return _do(found, form, words, lambda one: escalating.settle(one, actor(), directory.facility(form.office.data)))


def _found(number: str) -> Routing:
    return queries.routing_for(number, actor())


def _do(found: Routing, form: Any, words: str, act: Callable[[Routing], Any]) -> Any:
    """Checks the form, locks the case, acts, and goes back to the page it came from; else shows what to mend."""
    if form.validate_on_submit():
        try:
            queries.lock(found.case_id)
            act(found)
            db.session.commit()
            flash(words, "success")
            return redirect(gate.local_path(request.form.get("back")) or _page_of(found))
        except Invalid as error:
            _refuse(form, error)
    return page(found, form), 422


def _page_of(found: Routing) -> str:
    """The routing's page for those who may read it; a monitor goes back to the desk."""
    if policy.may(actor(), Permission.ROUTING_READ, found):
        return url_for("office.routing", number=found.number)
    return gate.landing(actor())


def _refuse(form: Any, error: Invalid) -> None:
    words, field = forms.REFUSED.get(f"{error.field} {error.reason}"), form.refusals.get(error.field)
    if words is None or field is None:
        raise error
    form[field].errors = [*form[field].errors, words]
    db.session.rollback()


# --- the office's own words, and thanks --------------------------------------------------------------------------------


def _offices() -> list[Organisation]:
    return [directory.organisation(office) for office in sorted(actor().organisations(Role.OFFICIAL))]


@bp.route("/templates", methods=["GET", "POST"])
@requires(Permission.OFFICE_TEMPLATES)
def templates() -> Any:
    offices = _offices()
    form = forms.TemplateForm(**gate.typed()).offer(offices)
    if form.validate_on_submit():
        office = next(one for one in offices if one.code == form.office.data)
        answering.keep_template(actor(), office, form.name.data, form.body.data)
        db.session.commit()
        flash(_("Kept. You find it beside the answer."), "success")
        return redirect(url_for("office.templates"))
    found = queries.templates_of({office.id for office in offices})
    return render_template("cases/office/templates.html", form=form, offices=offices, found=found), 422 if form.errors else 200


@bp.post("/templates/<int:template_id>/delete")
@requires(Permission.OFFICE_TEMPLATES)
def drop_template(template_id: int) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    for template in queries.templates_of(actor().organisations(Role.OFFICIAL)):
        if template.id == template_id:
            answering.drop_template(actor(), template)
    db.session.commit()
    flash(_("Deleted."), "success")
    return redirect(url_for("office.templates"))


@bp.get("/thanks")
@requires(Permission.OFFICE_USE)
def thanks() -> Any:
    number = page_number()
    found = queries.thanks_for(actor(), SIZE + 1, (number - 1) * SIZE)
    return render_template("cases/office/thanks.html", page=page_of(found, number, SIZE))


@bp.get("/thanks/<public_id>")
@requires(Permission.OFFICE_USE)
def thanks_sheet(public_id: str) -> Any:
    """One word of thanks in large type, for the wall of the staff room."""
    return render_template("cases/office/thanks_sheet.html", case=queries.thanks_of(public_id, actor()))
