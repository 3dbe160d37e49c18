"""An officer's key in hand: from the browser's ticket, from a passphrase typed with the form, or the page that asks for one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, render_template, request, session, url_for
from wtforms import Form

from accountability.access.guards import actor
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.sensitive.forms import OpenForm
from accountability.sensitive.labels import REFUSED
from accountability.sensitive.operations import vaults


def with_vault(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hands the view the officer's open vault. What somebody typed meanwhile stands in the page that asks, and nowhere else."""

    @wraps(view)
    def held(**values: Any) -> Any:
        vault = vaults.opened(actor(), session.get("vault"))
        if vault is not None:
            return view(vault, **values)
        if request.method == "GET":
            return redirect(url_for("officers.vault", next=request.path))
        form = OpenForm()
        if "passphrase" in request.form and form.validate():
            try:
                vault, session["vault"] = vaults.unlock(actor(), form.passphrase.data)
                return view(vault, **values)
            except Invalid as error:
                refuse(form, error)
        return _ask(form)

    return held


def _ask(form: OpenForm) -> Any:
    own = {"csrf_token", "passphrase"}
    typed = [(name, value) for name, values in request.form.lists() for value in values if name not in own]
    if "passphrase" not in request.form:
        form = OpenForm(formdata=None)
    return render_template("sensitive/unlock.html", form=form, typed=typed), 422


def refuse(form: Form, error: Invalid) -> None:
    """Says at its field, in words, why an operation did not take a value."""
    words = REFUSED.get(f"{error.field} {error.reason}")
    if words is None:
        raise error
    db.session.rollback()
    field = form[error.field] if error.field in form else next(iter(form))
    field.errors = [*field.errors, words]
