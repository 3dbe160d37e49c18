"""A monitor's way in: a case that belongs into the protected channel is sealed there first, then removed here."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.cases import queries as cases
from accountability.cases.models import Case
from accountability.cases.operations import diverting
from accountability.cases.workflow import HANDLING, Action
from accountability.core.db import db, settle
from accountability.core.errors import MoveNotAllowed
from accountability.sensitive import queries
from accountability.sensitive.forms import PressForm
from accountability.sensitive.labels import NUMBERS
from accountability.sensitive.operations import crossing, sealing

bp = Blueprint("divert", __name__, url_prefix="/<lang>/desk/cases/<public_id>/divert")
TRIES = 3


@bp.get("")
@requires(P.CASE_DIVERT)
def ask(public_id: str) -> Any:
    return _page(_case(public_id))


@bp.post("")
@requires(P.CASE_DIVERT)
def do(public_id: str) -> Any:
    case, form = _case(public_id), PressForm()
    if not form.validate_on_submit():
        return _page(case, 422)
    try:
        _divert(case.id)
    except sealing.Closed as closed:
        db.session.rollback()
        return _page(_case(public_id), closed.code)
    flash(gettext("It lies in the protected channel now. Here it is gone."), "success")
    return redirect(url_for("desk.queue"), 303)


def _case(public_id: str) -> Case:
    case = cases.get_visible(public_id, actor())
    policy.require(actor(), P.CASE_DIVERT, case)
    return case


def _page(case: Case, code: int = 200) -> Any:
    possible = HANDLING.allows(case.status, Action.DIVERT)
    is_open = queries.is_open()
    return (
        render_template(
            "sensitive/divert.html", case=case, form=PressForm(), is_open=is_open, possible=possible, numbers=NUMBERS
        ),
        code,
    )


def _divert(case_id: int) -> None:
    """Two databases, so two commits: what is sealed is durable before anything is removed.

    Killed in between, the case stands here as before and the next try goes on. Words that came in meanwhile are sealed too: under
    the lock under which the case is removed, what it holds is what lies sealed.
    """
    for _try in range(TRIES):
        case = cases.lock(case_id)
        if not HANDLING.allows(case.status, Action.DIVERT):
            raise MoveNotAllowed(case.status, Action.DIVERT)
        if crossing.is_sealed(case):
            diverting.divert(case, actor())
            db.session.commit()
            settle()
            return
        crossing.seal_case(case, actor())
        db.session.commit()
    raise MoveNotAllowed(case.status, Action.DIVERT)
