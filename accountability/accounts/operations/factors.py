"""Second factors: the app that shows codes, and the recovery codes. Each code is good once, whoever is faster."""

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.accounts import codes, passwords, queries
from accountability.accounts.models import Challenge, CodeApp, HalfSignIn, Passkey, RecoveryCode, User
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.rotating import Sealed
from accountability.core.vault import vault


def begin_code_app(person: User) -> str:
    """A new secret for the app; it counts only once a code of it was typed. Returns it, to be shown."""
    db.session.execute(sa.delete(CodeApp).where(CodeApp.user_id == person.id, CodeApp.confirmed_at.is_(None)))
    secret = codes.new_secret()
    sealed = vault.seal_text(secret, queries.code_app_purpose(person.id))
    db.session.add(CodeApp(user_id=person.id, secret=sealed, created_at=clock.now()))
    db.session.flush()
    return secret


def confirm_code_app(person: User, typed: str) -> None:
    """The first code of a new app: from now on it is asked for; an app from before is gone."""
    queries.lock_user(person.id)
    app = queries.pending_code_app(person.id)
    step = _step_of(app, typed) if app else None
    if app is None or step is None:
        raise Invalid("code", "wrong")
    db.session.execute(sa.delete(CodeApp).where(CodeApp.user_id == person.id, CodeApp.confirmed_at.is_not(None)))
    app.confirmed_at, app.last_step = clock.now(), step
    db.session.flush()
    _tell(person, "set_up_code_app")


def give_code_app(person: User) -> str:
    """An app that counts at once, for a sample account or a test: nobody typed its first code. Returns the secret."""
    secret = begin_code_app(person)
    db.session.execute(sa.delete(CodeApp).where(CodeApp.user_id == person.id, CodeApp.confirmed_at.is_not(None)))
    app = queries.pending_code_app(person.id)
    if app is not None:
        app.confirmed_at = clock.now()
        db.session.flush()
    return secret


def remove_code_app(person: User) -> None:
    """Takes the app away; whether the person may is decided before (`check_removal`)."""
    queries.lock_user(person.id)
    db.session.execute(sa.delete(CodeApp).where(CodeApp.user_id == person.id))
    _tell(person, "remove_code_app")


def check_removal(person: User, password: str, *, needed: bool, counts: bool = True) -> None:
    """Whether a second factor may go: never the last that `counts` where the role `needed` it, or where the password is short."""
    if not passwords.is_right(person.password_hash, password):
        raise Invalid("password", "wrong")
    if not counts or queries.second_factors(person.id) > 1:
        return
    if needed:
        raise Invalid("password", "factor_needed")
    if len(passwords.normal(password)) < passwords.SHORTEST_ALONE:
        raise Invalid("password", "too_short_without")


def forget_recovery_codes(person: User) -> None:
    """Without any second factor there is nothing that they recover."""
    if not queries.has_second_factor(person.id):
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == person.id))


def use_code(user_id: int, typed: str) -> bool:
    """Whether this code of the app is right, and newer than every one that was used before."""
    app = queries.code_app(user_id)
    step = _step_of(app, typed) if app else None
    if app is None or step is None:
        return False
    unused = sa.or_(CodeApp.last_step.is_(None), CodeApp.last_step < step)
    return _changed(sa.update(CodeApp).where(CodeApp.id == app.id, unused).values(last_step=step))


def _step_of(app: CodeApp, typed: str) -> int | None:
    return codes.step_of(queries.code_app_secret(app), codes.normal(typed), codes.step_now(clock.now().timestamp()))


def renew_recovery_codes(person: User) -> list[str]:
    """Ten new ones, shown once; those from before are void."""
    queries.lock_user(person.id)
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == person.id))
    made = codes.new_recovery_codes()
    db.session.add_all(RecoveryCode(user_id=person.id, code_hash=codes.recovery_hash(code)) for code in made)
    db.session.flush()
    _tell(person, "renew_recovery_codes")
    return made


def use_recovery_code(person: User, typed: str) -> bool:
    mine = sa.and_(RecoveryCode.user_id == person.id, RecoveryCode.code_hash == codes.recovery_hash(typed))
    used = _changed(sa.update(RecoveryCode).where(mine, RecoveryCode.used_at.is_(None)).values(used_at=clock.now()))
    if used:
        queries.lock_user(person.id)
        _tell(person, "use_recovery_code")
    return used


def clear_factors(user_id: int) -> int:
    """Somebody lost everything: the next sign-in needs the password alone, and sets up anew. Returns how much went."""
    gone = queries.second_factors(user_id)
    for model in (CodeApp, Passkey, RecoveryCode, HalfSignIn):
        db.session.execute(sa.delete(model).where(model.user_id == user_id))
    return gone


def forget_expired() -> int:
    """Removes half sign-ins and challenges whose five minutes are over."""
    over = [sa.delete(model).where(model.expires_at < clock.now()) for model in (HalfSignIn, Challenge)]
    return sum(db.session.execute(one).rowcount for one in over)  # type: ignore[attr-defined]


def _changed(statement: sa.Update) -> bool:
    """One row or none: of two browsers that send the same code one is too late."""
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _tell(person: User, action: str) -> None:
    audit.record(f"user:{person.id}", action, Actor(user_id=person.id))


SEALED = [Sealed(CodeApp.secret, lambda app: queries.code_app_purpose(app.user_id))]
