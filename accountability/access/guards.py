"""Routes declare their permission here; operations enforce it again on the subject."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g
from flask_login import current_user

from accountability.access import policy
from accountability.access.actor import NOBODY, Actor
from accountability.access.permissions import Permission

P = ParamSpec("P")
R = TypeVar("R")

# Doors without an account: the public, and the author behind a receipt (the author's views look for the receipt themselves).
OPEN_DOORS = frozenset(
    {
        Permission.PUBLIC,
        Permission.ALERT_RAISE,
        Permission.CASE_SUBMIT,
        Permission.CASE_ADD_WORDS,
        Permission.CASE_APPEAL,
        Permission.CASE_JUDGE,
        Permission.CASE_WITHDRAW,
        Permission.CASE_DISPUTE,
        Permission.CASE_SIGN,
        Permission.SUBSCRIBE,
    }
)
NEEDS_SUBJECT = ("case:", "routing:", "answer:", "appeal:", "change:", "account:reset")


def actor() -> Actor:
    """Who is behind this request."""
    if "actor" not in g:
        g.actor = getattr(current_user, "actor", None) or NOBODY
    return g.actor  # type: ignore[no-any-return]


def requires(
    permission: Permission, *, writes: bool = False, fresh: bool = False, confidential: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a view with its permission; a permission that needs no subject is decided at once.

    `writes` marks a GET that writes (it records that somebody opened a text). `fresh` marks what is too grave for a browser that
    was left open: whoever did not prove who they are within the last minutes is asked to do so first. What is typed into a
    `confidential` view is kept nowhere, not even sealed, when the sign-in has run out: the answer shows it again.
    """

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if permission not in OPEN_DOORS:
                if refused := current_app.extensions["gate"]():
                    return refused  # type: ignore[no-any-return]
                if not permission.value.startswith(NEEDS_SUBJECT):
                    policy.require(actor(), permission)
                if fresh and (asked := current_app.extensions["fresh"]()):
                    return asked  # type: ignore[no-any-return]
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.writes = writes  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        guarded.confidential = confidential  # type: ignore[attr-defined]
        return guarded

    return declare


def may(permission: str, subject: Any = None) -> bool:
    """For templates: `may("case:route", case)`."""
    return policy.may(actor(), Permission(permission), subject)


def init_app(app: Flask, gate: Callable[[], Any], fresh: Callable[[], Any]) -> None:
    """Two questions about the visitor; each answers None, or the page that leads to the sign-in (to a new proof) and back."""
    app.extensions["gate"], app.extensions["fresh"] = gate, fresh
    app.jinja_env.globals.update(may=may)
