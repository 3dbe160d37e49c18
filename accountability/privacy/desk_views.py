"""Alerts at the desk, and the register of breaches with the notice to send."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.accounts.gate import kept_fields
from accountability.cases import queries as cases
from accountability.cases.refusals import invalid_words
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm
from accountability.privacy import labels, operations, queries
from accountability.privacy.forms import BreachForm, DecisionForm
from accountability.privacy.models import AlertState

bp = Blueprint("protecting", __name__, url_prefix="/<lang>")


@bp.get("/desk/alerts")
@requires(P.ALERT_DECIDE)
def alerts() -> str:
    """Pages of which somebody says that they identify a person: pause at once, decide within 72 hours."""
    found = [(alert, operations.words_of(alert)) for alert in queries.alerts(actor())]
    return render_template("privacy/alerts.html", found=found, states=labels.STATES, form=DecisionForm(formdata=None))


@bp.post("/desk/alerts/<int:alert_id>/pause")
@requires(P.ALERT_DECIDE)
def pause(alert_id: int) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    alert = queries.alert(alert_id, actor())
    if alert.case_id:
        cases.lock(alert.case_id)
    operations.pause(alert, actor())
    return _done(gettext("It is out of public view until it is decided."))


@bp.post("/desk/alerts/<int:alert_id>/decide")
@requires(P.ALERT_DECIDE)
def decide(alert_id: int) -> Any:
    form = DecisionForm()
    alert = queries.alert(alert_id, actor())
    if not form.validate_on_submit():
        flash(gettext("Choose one."), "error")
        return redirect(url_for("protecting.alerts"), 303)
    if alert.case_id:
        cases.lock(alert.case_id)
    try:
        operations.decide(alert, actor(), AlertState(form.decision.data))
    except Invalid as refused:
        db.session.rollback()
        flash(invalid_words(refused), "error")
        return redirect(url_for("protecting.alerts"), 303)
    return _done(gettext("Decided."))


@bp.route("/admin/breaches", methods=["GET", "POST"])
@requires(P.BREACH_KEEP)
def breaches() -> Any:
    """The register, and a form for a new entry."""
    kept = kept_fields()
    form = BreachForm(kept) if kept else BreachForm()
    if form.validate_on_submit():
        try:
            made = operations.write_down(form.happening, actor())
            db.session.commit()
            return redirect(url_for("protecting.breach", breach_id=made.id), 303)
        except Invalid as refused:
            form.noticed_on.errors = [invalid_words(refused)]
    return render_template("privacy/breaches.html", form=form, found=queries.breaches()), 422 if form.errors else 200


@bp.get("/admin/breaches/<int:breach_id>")
@requires(P.BREACH_KEEP)
def breach(breach_id: int) -> str:
    """One entry, and the words of a notice to the authority and to the people it touches."""
    return render_template("privacy/breach.html", one=queries.breach(breach_id))


@bp.post("/admin/breaches/<int:breach_id>/told/<any(authority, people):whom>")
@requires(P.BREACH_KEEP)
def told(breach_id: int, whom: str) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    operations.note_told(queries.breach(breach_id), actor(), whom)
    db.session.commit()
    return redirect(url_for("protecting.breach", breach_id=breach_id), 303)


def _done(words: str) -> Any:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("protecting.alerts"), 303)
