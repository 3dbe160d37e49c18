"""Pages of an admin: the terms and the special days that every date is counted with."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.clocks import operations, queries
from accountability.clocks.forms import DayForm, RuleForm
from accountability.clocks.labels import CLOCKS, rule_name, scope_text, term_text
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm

bp = Blueprint("clocks", __name__, url_prefix="/<lang>/admin/clocks")


@bp.route("", methods=["GET", "POST"])
@requires(P.CLOCKS_SET)
def rules() -> Any:
    """All terms with their days and sources, and a form for a new one."""
    form = RuleForm()
    if form.validate_on_submit():
        operations.set_rule(actor(), form.rule)
        return _changed("clocks.rules", _("The term is set. Dates of open cases are counted again within the hour."))
    groups = {words: [row for row in queries.rules() if row.clock == code] for code, words in CLOCKS.items()}
    shown = {
        "groups": groups,
        "term_text": term_text,
        "scope_text": scope_text,
        "rule_name": rule_name,
        "today": clock.today(),
    }
    return render_template("clocks/rules.html", form=form, **shown), 422 if form.errors else 200


@bp.post("/<int:rule_id>/drop")
@requires(P.CLOCKS_SET)
def drop_rule(rule_id: int) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    try:
        operations.drop_rule(actor(), queries.rule(rule_id))
    except Invalid:
        flash(_("The first term of a clock stays: something always holds. Set a newer one."), "error")
        return redirect(url_for("clocks.rules"), 303)
    return _changed("clocks.rules", _("Taken back. What held before holds again."))


@bp.route("/days", methods=["GET", "POST"])
@requires(P.CLOCKS_SET)
def days() -> Any:
    """Days that were given free or moved, and a form for one more."""
    form = DayForm()
    if form.validate_on_submit():
        operations.set_day(actor(), form.day)
        return _changed("clocks.days", _("The day is set. Dates of open cases are counted again within the hour."))
    return render_template("clocks/days.html", form=form, found=queries.special_days()), 422 if form.errors else 200


@bp.post("/days/<int:day_id>/drop")
@requires(P.CLOCKS_SET)
def drop_day(day_id: int) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    operations.drop_day(actor(), queries.special_day(day_id))
    return _changed("clocks.days", _("Taken back. The calendar holds again for that day."))


def _changed(endpoint: str, words: str) -> Any:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(endpoint), 303)
