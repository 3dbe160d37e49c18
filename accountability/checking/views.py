"""At the desk: whom to ask once more, and where many came at once."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.cases.labels import VERDICTS
from accountability.checking import operations, queries
from accountability.checking.forms import CallForm
from accountability.checking.labels import OUTCOMES
from accountability.checking.models import Outcome
from accountability.core import clock
from accountability.core.db import db
from accountability.core.forms import EmptyForm
from accountability.core.pages import page_number, page_of

bp = Blueprint("checking", __name__, url_prefix="/<lang>/desk/calls")
SIZE = 20
A_YEAR = timedelta(days=365)


@bp.get("")
@requires(P.DESK_USE)
def page() -> Any:
    return _page()


def _page(code: int = 200, **more: Any) -> Any:
    number, now = page_number(), clock.now()
    found = queries.waiting(actor(), SIZE + 1, (number - 1) * SIZE)
    shown = {"form": CallForm(formdata=None), "press": EmptyForm(), "at": None, "contact": None, **more}
    return (
        render_template(
            "checking/calls.html",
            page=page_of(found, number, SIZE),
            bursts=queries.bursts(actor(), now),
            verdict_bursts=queries.verdict_bursts(actor(), now),
            counted=queries.outcomes(clock.today() - A_YEAR),
            last=queries.last_draw(),
            sampled=queries.SAMPLED,
            verdicts=VERDICTS,
            outcomes=OUTCOMES,
            **shown,
        ),
        code,
    )


@bp.post("/<int:call_id>/contact")
@requires(P.DESK_USE)
def contact(call_id: int) -> Any:
    """Shows how to reach the author, once; the author will see that."""
    made = queries.call(call_id, actor())
    if not EmptyForm().validate_on_submit():
        return redirect(url_for("checking.page"), 303)
    found = operations.open_contact(made, actor())
    db.session.commit()
    return _page(at=made.id, contact=found)


@bp.post("/<int:call_id>")
@requires(P.DESK_USE)
def note(call_id: int) -> Any:
    made, form = queries.call(call_id, actor()), CallForm()
    if not form.validate_on_submit():
        return _page(422, at=made.id, form=form)
    operations.note(made, actor(), Outcome(form.outcome.data))
    db.session.commit()
    flash(gettext("Noted."), "success")
    return redirect(url_for("checking.page"), 303)


@bp.after_request
def no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
