"""How the desk's pages act on one locked case and what they offer."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for

from accountability.access.guards import actor
from accountability.cases import queries
from accountability.cases.forms.citizen import PressForm
from accountability.cases.models import Case, Routing
from accountability.cases.refusals import invalid_words
from accountability.cases.workflow import HANDLING, Action
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.directory import queries as directory
from accountability.directory.models import Organisation


def suggested(case: Case) -> list[Organisation]:
    """The office that it is about, then the one above it."""
    found = [office for facility in case.facilities for office in (facility, facility.supervisor) if office]
    return list({office.id: office for office in found if office.is_open}.values())


def can(case: Case) -> dict[str, bool]:
    """Which moves the workflow allows from here; the template asks the policy besides."""
    return {action.value: HANDLING.allows(case.status, action) and not case.quarantined for action in Action}


def offices(codes: list[str]) -> list[Organisation]:
    return directory.organisations(codes[:10])


def routing_of(case: Case, number: str) -> Routing:
    found = next((routing for routing in case.routings if routing.number == number), None)
    if found is None:
        raise NotFound("no such routing")
    return found


def act(
    public_id: str,
    do: Callable[[Case], Any],
    words: str,
    form: Any = None,
    back: str = "decide.send",
    again: Callable[[Case], Any] | None = None,
) -> Any:
    """One act on one locked case, then back to its page; what is wrong or refused is said there.

    `again` shows the page with the form as it was filled in, where words would be lost by going back.
    """
    case = queries.get_visible(public_id, actor())
    form = form or PressForm()
    done = form.validate_on_submit() and _is_done(case.id, do)
    for errors in form.errors.values():
        flash(errors[0], "error")
    if done:
        flash(words, "success")
    elif again is not None:
        return again(queries.get_visible(public_id, actor()))
    return redirect(url_for(_after(case, back), public_id=public_id), 303)


def _is_done(case_id: int, do: Callable[[Case], Any]) -> bool:
    try:
        do(queries.lock(case_id))
    except Invalid as refused:
        db.session.rollback()
        flash(invalid_words(refused), "error")
        return False
    db.session.commit()
    return True


def _after(case: Case, back: str) -> str:
    return "review.case" if case.reviewer_id is None else back
