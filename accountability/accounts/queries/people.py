"""People with accounts: how they come in, what they may, who they are."""

import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accountability.access.actor import Actor, GrantOf
from accountability.access.roles import MONITORS, Role
from accountability.accounts.models import (
    Absence,
    Affiliation,
    CodeApp,
    Grant,
    HalfSignIn,
    Passkey,
    RecoveryCode,
    Relation,
    SignIn,
    User,
)
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.vault import vault
from accountability.directory import queries as directory
from accountability.directory.labels import Level
from accountability.directory.models import Area, Organisation


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in_of(token: str) -> SignIn | None:
    """The live sign-in behind a browser's token, with its person."""
    found = sa.select(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None))
    sign_in = db.session.scalars(found).first()
    return sign_in if sign_in and sign_in.user.is_active else None


def sign_ins_of(user_id: int) -> list[SignIn]:
    found = sa.select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(found.order_by(SignIn.seen_at.desc())))


def half_sign_in_of(token: str | None) -> HalfSignIn | None:
    """Whoever has typed the right password and still owes the second factor."""
    if not token:
        return None
    found = sa.select(HalfSignIn).where(HalfSignIn.token_hash == hash_of(token), HalfSignIn.expires_at > clock.now())
    half = db.session.scalars(found).first()
    return half if half and half.user.is_active else None


def code_app(user_id: int) -> CodeApp | None:
    """The app whose codes count."""
    found = sa.select(CodeApp).where(CodeApp.user_id == user_id, CodeApp.confirmed_at.is_not(None))
    return db.session.scalars(found).first()


def pending_code_app(user_id: int) -> CodeApp | None:
    """An app that is being set up: shown, but no code of it was typed yet."""
    found = sa.select(CodeApp).where(CodeApp.user_id == user_id, CodeApp.confirmed_at.is_(None))
    return db.session.scalars(found.order_by(CodeApp.id.desc())).first()


def code_app_purpose(user_id: int) -> str:
    return f"totp:{user_id}"


def code_app_secret(app: CodeApp) -> str:
    return vault.open_text(app.secret, code_app_purpose(app.user_id))


def recovery_codes_left(user_id: int) -> int:
    found = sa.select(sa.func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(found) or 0


def passkeys_of(user_id: int) -> list[Passkey]:
    return list(db.session.scalars(sa.select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))


def passkey(credential_id: bytes) -> Passkey | None:
    return db.session.scalars(sa.select(Passkey).where(Passkey.credential_id == credential_id)).first()


def second_factors(user_id: int) -> int:
    """How many somebody has: the app, and each passkey that was not copied."""
    apps = sa.select(CodeApp.id).where(CodeApp.user_id == user_id, CodeApp.confirmed_at.is_not(None))
    keys = sa.select(Passkey.id).where(Passkey.user_id == user_id, Passkey.copied_at.is_(None))
    return db.session.scalar(sa.select(sa.func.count()).select_from(sa.union_all(apps, keys).subquery())) or 0


def has_second_factor(user_id: int) -> bool:
    return second_factors(user_id) > 0


def known_of(person: User) -> list[str | None]:
    """What others know of somebody and might try as their password."""
    places = [place for grant in user(person.id).grants for place in (grant.organisation, grant.area) if place]
    return [person.name, person.email, person.phone, *(name for place in places for name in (place.name_mn, place.name_en))]


def lock_user(user_id: int) -> None:
    """Whoever writes to somebody's trail holds their row until the transaction ends."""
    db.session.execute(sa.select(User.id).where(User.id == user_id).with_for_update())


def actor_for(user_id: int) -> Actor:
    """What the policy needs to know of somebody: own grants, those they stand in for today, and ties; one statement."""
    today = clock.today()
    standing_in = sa.select(Absence.user_id).where(
        Absence.substitute_id == user_id, Absence.starts_on <= today, Absence.ends_on >= today
    )
    granted = (
        sa.select(Grant.user_id, Grant.role, Grant.organisation_id, Grant.area_id, Area.level)
        .outerjoin(Area, Area.id == Grant.area_id)
        .where(sa.or_(Grant.user_id == user_id, Grant.user_id.in_(standing_in)))
    )
    tied = sa.select(Affiliation.user_id, sa.null(), Affiliation.organisation_id, sa.null(), sa.null()).where(
        Affiliation.user_id == user_id
    )
    rows: Sequence[Any] = db.session.execute(sa.union_all(granted, tied)).all()
    ties = frozenset(row.organisation_id for row in rows if row.role is None)
    mine = [row for row in rows if row.role and _counts(Role(row.role), row.user_id, user_id)]
    places = {row.area_id for row in mine if row.role in MONITORS and row.area_id}
    beside = frozenset(directory.neighbours_of(places)) if places else frozenset()
    above = _above(mine, ties)
    return Actor(user_id, tuple(_grant_of(row, user_id, beside, above) for row in mine), ties)


def _above(mine: list[Any], ties: frozenset[int]) -> frozenset[int]:
    """For a reviewer: the offices above their organisation and their ties; nobody else needs to know."""
    own = {row.organisation_id for row in mine if row.role == Role.REVIEWER}
    return frozenset(directory.above_of(own | ties)) if own else frozenset()


def _counts(role: Role, owner_id: int, user_id: int) -> bool:
    """Somebody who stands in takes over an office's work, never a seat of an administrator."""
    return owner_id == user_id or role in {Role.OFFICIAL, Role.COORDINATOR}


def _grant_of(row: sa.Row[Any], user_id: int, beside: frozenset[int], above: frozenset[int]) -> GrantOf:
    national = row.level == Level.COUNTRY
    mine = beside if row.role in MONITORS and not national else frozenset()
    higher = above if row.role == Role.REVIEWER else frozenset()
    return GrantOf(Role(row.role), row.organisation_id, row.area_id, national, mine, row.user_id != user_id, higher)


def by_login(login: str) -> User | None:
    """Somebody by e-mail or phone number (with or without +976)."""
    login = login.strip().lower()
    digits = "".join(c for c in login if c.isdecimal())
    ways = [sa.func.lower(User.email) == login]
    if len(digits) >= 8:
        ways.append(User.phone == "+976" + digits[-8:])
    return db.session.scalars(sa.select(User).where(sa.or_(*ways))).first()


def user(user_id: int) -> User:
    found = db.session.scalars(
        sa.select(User).options(selectinload(User.grants), selectinload(User.affiliations)).where(User.id == user_id)
    ).first()
    if found is None:
        raise NotFound("no such person")
    return found


def people(actor: Actor, typed: str, limit: int, offset: int) -> list[User]:
    """Everybody for an administrator; for a coordinator those who answer for offices of theirs or below."""
    found = sa.select(User).options(selectinload(User.grants), selectinload(User.affiliations)).order_by(User.name, User.id)
    if not actor.has(Role.ADMIN):
        found = found.where(User.id.in_(_officials_below(actor)))
    if typed:
        like = f"%{typed.replace('%', '')}%"
        found = found.where(sa.or_(User.name.ilike(like), User.email.ilike(like), User.phone.like(like)))
    return list(db.session.scalars(found.limit(limit).offset(offset)))


def person_seen_by(actor: Actor, user_id: int) -> User:
    """One of the people that `people` lists for this actor."""
    found = user(user_id)
    if not actor.has(Role.ADMIN) and user_id not in set(db.session.scalars(_officials_below(actor))):
        raise NotFound("no such person")
    return found


def _officials_below(actor: Actor) -> sa.Select[int]:
    mine, places = actor.organisations(Role.COORDINATOR), actor.provinces(Role.COORDINATOR)
    return (
        sa.select(Grant.user_id)
        .join(Organisation, Organisation.id == Grant.organisation_id)
        .join(Area, Area.id == Organisation.area_id)
        .where(Grant.role == Role.OFFICIAL)
        .where(
            sa.or_(
                Organisation.id.in_(mine), Organisation.supervisor_id.in_(mine), Area.parent_id.in_(places), Area.id.in_(places)
            )
        )
    )


class Account:
    """A person as the policy sees an account: the offices and places of their grants, and the names of their roles."""

    def __init__(self, person: User) -> None:
        self.id = person.id
        organisations = [grant.organisation for grant in person.grants if grant.organisation]
        self.office_ids = [o.id for o in organisations] + [o.supervisor_id for o in organisations if o.supervisor_id]
        areas = [db.session.get(Area, o.area_id) for o in organisations]
        self.province_ids = [area.parent_id for area in areas if area] + [g.area_id for g in person.grants if g.area_id]
        self.role_names = {grant.role for grant in person.grants}


def officials_of(organisation_id: int) -> list[User]:
    """Active people who answer for an office, and whoever stands in for them today."""
    today = clock.today()
    direct = sa.select(Grant.user_id).where(Grant.organisation_id == organisation_id, Grant.role == Role.OFFICIAL)
    absent = sa.and_(Absence.user_id.in_(direct), Absence.starts_on <= today, Absence.ends_on >= today)
    standing_in = sa.select(Absence.substitute_id).where(absent)
    found = sa.select(User).where(User.is_active, sa.or_(User.id.in_(direct), User.id.in_(standing_in)))
    return list(db.session.scalars(found.order_by(User.id)))


def holders_of(role: Role) -> list[User]:
    """Active people who hold a role, wherever."""
    found = sa.select(User).join(Grant, Grant.user_id == User.id).where(User.is_active, Grant.role == role)
    return list(db.session.scalars(found.distinct().order_by(User.id)))


def monitors_of(area_id: int | None) -> list[User]:
    """Active monitors of a province, for handing over."""
    found = (
        sa.select(User)
        .join(Grant, Grant.user_id == User.id)
        .where(User.is_active, Grant.role.in_(MONITORS), Grant.area_id == area_id)
    )
    return list(db.session.scalars(found.distinct().order_by(User.name)))


def colleagues_of(user_id: int) -> list[User]:
    """Those who hold a grant over the same organisation or area, to stand in."""
    mine = sa.select(Grant).where(Grant.user_id == user_id).subquery()
    same = sa.or_(Grant.organisation_id == mine.c.organisation_id, Grant.area_id == mine.c.area_id)
    found = sa.select(User).join(Grant, Grant.user_id == User.id).join(mine, same).where(User.id != user_id, User.is_active)
    return list(db.session.scalars(found.distinct().order_by(User.name)))


def absences_of(user_id: int) -> list[Absence]:
    found = sa.select(Absence).where(Absence.user_id == user_id, Absence.ends_on >= clock.today())
    return list(db.session.scalars(found.order_by(Absence.starts_on)))


def affiliations_of(user_id: int) -> list[Affiliation]:
    return list(db.session.scalars(sa.select(Affiliation).where(Affiliation.user_id == user_id)))


def homes_of(user_ids: set[int]) -> dict[int, Organisation]:
    """The organisation that each person works for, as far as they have told."""
    found = sa.select(Affiliation).where(Affiliation.user_id.in_(user_ids), Affiliation.relation == Relation.WORKS)
    return {tie.user_id: tie.organisation for tie in db.session.scalars(found)} if user_ids else {}


def seniors_of(area_id: int | None) -> list[User]:
    """Active senior monitors of a province, or all of them when no place is named."""
    found = sa.select(User).join(Grant, Grant.user_id == User.id).where(User.is_active, Grant.role == Role.SENIOR_MONITOR)
    found = found.where(Grant.area_id == area_id) if area_id else found
    return list(db.session.scalars(found.distinct().order_by(User.id)))


def names_of(user_ids: set[int]) -> dict[int, str]:
    found = sa.select(User.id, User.name).where(User.id.in_(user_ids))
    return {row.id: row.name for row in db.session.execute(found)} if user_ids else {}
