"""Every change to accounts: inviting, joining, signing in and out, granting, standing in."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.access.roles import ALONE, NATIONWIDE, ROLES_OF, Preset, Role
from accountability.accounts import passwords, queries
from accountability.accounts.models import Absence, Affiliation, Grant, Invitation, Purpose, Relation, SignIn, User
from accountability.accounts.queries import Account, hash_of
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.directory.labels import Level, OfficeKind, ServiceLevel
from accountability.directory.models import Area, Organisation
from accountability.outbox import operations as outbox

INVITATION_LIFE = timedelta(days=14)
RESET_LIFE = timedelta(days=2)
LONGEST_SESSION = timedelta(hours=12)
LOCK_AFTER = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)


@dataclass
class Invitee:
    """Whom to invite, as what, over which organisation or area."""

    name: str
    preset: Preset
    email: str | None = None
    phone: str | None = None
    organisation: Organisation | None = None
    area: Area | None = None
    senior: bool = False


def invite(actor: Actor, invitee: Invitee) -> tuple[Invitation, str]:
    """Makes an invitation; the token goes out by e-mail or on a printed slip and is not kept."""
    policy.require(actor, Permission.ACCOUNT_INVITE)
    _check_scope(actor, invitee)
    if not (invitee.email or invitee.phone):
        raise Invalid("email", "needed")
    if any(queries.by_login(login) for login in (invitee.email, invitee.phone) if login):
        raise Invalid("email", "taken")
    made, token = _invitation(actor, Purpose.JOIN, INVITATION_LIFE, invitee)
    audit.record(f"invitation:{made.id}", "invite", actor, preset=invitee.preset.value)
    return made, token


def _check_scope(actor: Actor, invitee: Invitee) -> None:
    """Each preset has its scope; a coordinator invites only officials of offices that are theirs or below."""
    if invitee.preset == Preset.OFFICE and not (invitee.organisation and invitee.organisation.kind != OfficeKind.CSO):
        raise Invalid("organisation", "needed")
    if invitee.preset == Preset.CSO and not (invitee.area and invitee.area.level in {Level.PROVINCE, Level.CAPITAL}):
        raise Invalid("area", "needed")
    if invitee.preset in NATIONWIDE and not (invitee.area and invitee.area.level == Level.COUNTRY):
        raise Invalid("area", "needed")
    if invitee.preset == Preset.OVERSIGHT and not (invitee.organisation or invitee.area):
        raise Invalid("organisation", "needed")
    if actor.has(Role.ADMIN):
        return
    office = invitee.organisation
    mine = actor.organisations(Role.COORDINATOR)
    ours = office and ({office.id, office.supervisor_id} & mine or office.area.parent_id in actor.provinces(Role.COORDINATOR))
    if invitee.preset != Preset.OFFICE or not ours:
        raise NotAllowed(Permission.ACCOUNT_INVITE.value)


def _invitation(
    actor: Actor, purpose: Purpose, life: timedelta, invitee: Invitee, user_id: int | None = None
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(18)
    made = Invitation(
        token_hash=hash_of(token),
        purpose=purpose,
        name=invitee.name,
        email=invitee.email.lower() if invitee.email else None,
        phone=invitee.phone,
        preset=invitee.preset if purpose == Purpose.JOIN else None,
        senior=invitee.senior,
        organisation=invitee.organisation,
        area=invitee.area,
        user_id=user_id,
        invited_by_id=actor.user_id,
        created_at=clock.now(),
        expires_at=clock.now() + life,
    )
    db.session.add(made)
    db.session.flush()
    if made.email:
        kind = "invitation" if purpose == Purpose.JOIN else "reset"
        outbox.enqueue(kind, "invitation", made.id, f"invitation:{made.id}", key=f"{kind}:{made.id}", secret=token)
    return made, token


def reset(actor: Actor, person: User) -> tuple[Invitation, str]:
    """A link by which somebody sets a new password; all their sign-ins end."""
    policy.require(actor, Permission.ACCOUNT_RESET, Account(person))
    invitee = Invitee(person.name, Preset.CSO, person.email, person.phone)
    made, token = _invitation(actor, Purpose.RESET, RESET_LIFE, invitee, person.id)
    sign_out_everywhere(person.id)
    audit.record(f"user:{person.id}", "reset", actor)
    return made, token


def join(invitation: Invitation, password: str, locale: str) -> User:
    """Uses an invitation: makes the account with its grants, or sets the new password."""
    if passwords.is_too_weak(password, invitation.name, invitation.email):
        raise Invalid("password", "too_weak")
    _check_unused(invitation)
    invitation.used_at = clock.now()
    if invitation.purpose == Purpose.RESET:
        person = queries.user(invitation.user_id or 0)
        person.password_hash = passwords.hash_password(password)
        sign_out_everywhere(person.id)
        return person
    person = make_user(invitation.name, invitation.email, invitation.phone, password, locale)
    preset = invitation.preset or Preset.CSO
    give_preset(person, preset, invitation.organisation, invitation.area, senior=invitation.senior)
    audit.record(f"user:{person.id}", "join", Actor(user_id=person.id), preset=preset.value)
    return person


def _check_unused(invitation: Invitation) -> None:
    """Pressed twice, or invited twice: only the first one makes an account."""
    row = sa.select(Invitation.used_at).where(Invitation.id == invitation.id).with_for_update()
    if db.session.scalar(row) is not None:
        raise Invalid("password", "used")
    logins = (invitation.email, invitation.phone) if invitation.purpose == Purpose.JOIN else ()
    if any(queries.by_login(login) for login in logins if login):
        raise Invalid("password", "has_account")


def make_user(name: str, email: str | None, phone: str | None, password: str, locale: str = "mn") -> User:
    person = User(
        name=name,
        email=email,
        phone=phone,
        password_hash=passwords.hash_password(password),
        locale=locale,
        keys_on=True,
        is_active=True,
        is_sample=False,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def give_preset(
    person: User, preset: Preset, organisation: Organisation | None, area: Area | None, *, senior: bool = False
) -> None:
    """Grants the roles behind a preset. A monitor's own organisation becomes a declared tie."""
    roles = list(ROLES_OF[preset]) + ([Role.SENIOR_MONITOR] if senior and preset == Preset.CSO else [])
    for role in roles:
        over = organisation if role in {Role.OFFICIAL, Role.COORDINATOR} else None
        grant(person, role, over, None if over else area)
    if organisation and preset == Preset.CSO:
        db.session.add(Affiliation(user_id=person.id, organisation_id=organisation.id, relation=Relation.WORKS))
    if preset == Preset.OFFICE and organisation:
        organisation.service_level = ServiceLevel.OPEN


def grant(person: User, role: Role, organisation: Organisation | None = None, area: Area | None = None) -> Grant:
    """One role; whoever administers accounts, or reads what is protected, holds no other."""
    held = set(db.session.scalars(sa.select(Grant.role).where(Grant.user_id == person.id)))
    if held - {role} and (held | {role}) & ALONE:
        raise Invalid("role", "stands_alone")
    made = Grant(
        user_id=person.id,
        role=role,
        organisation_id=organisation.id if organisation else None,
        area_id=area.id if area else None,
    )
    db.session.add(made)
    db.session.flush()
    return made


def set_active(actor: Actor, person: User, active: bool) -> None:
    policy.require(actor, Permission.ACCOUNT_MANAGE)
    if person.id == actor.user_id:
        raise Invalid("person", "not_oneself")
    person.is_active = active
    if not active:
        sign_out_everywhere(person.id)
    audit.record(f"user:{person.id}", "activate" if active else "deactivate", actor)


# --- signing in --------------------------------------------------------------------------------------------------------


def sign_in(login: str, password: str) -> tuple[User, str] | None:
    """The person and the browser's token, or None; takes as long for an unknown login."""
    person = queries.by_login(login)
    right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not right or not person.is_active:
        return None
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(SignIn(token_hash=hash_of(token), user_id=person.id, created_at=now, seen_at=now))
    return person, token


def touch(sign_in_row: SignIn) -> bool:
    """Notes that somebody is there; False when the sign-in is over. Written at most once a minute."""
    now = clock.now()
    if sign_in_row.created_at < now - LONGEST_SESSION:
        sign_in_row.ended_at = now
        return False
    if sign_in_row.seen_at < now - SEEN_EVERY:
        sign_in_row.seen_at = now
    return True


def is_locked(sign_in_row: SignIn) -> bool:
    """Ten minutes away from the keyboard: the page asks for the password again and keeps what was typed."""
    return sign_in_row.seen_at < clock.now() - LOCK_AFTER


def unlock(sign_in_row: SignIn, password: str) -> bool:
    if not passwords.is_right(sign_in_row.user.password_hash, password):
        return False
    sign_in_row.seen_at = clock.now()
    return True


def sign_out(sign_in_row: SignIn) -> None:
    sign_in_row.ended_at = clock.now()


def sign_out_everywhere(user_id: int) -> None:
    live = sa.update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    db.session.execute(live.values(ended_at=clock.now()))


def change_password(person: User, now: str, password: str) -> None:
    """A new password for somebody who knows the present one."""
    if not passwords.is_right(person.password_hash, now):
        raise Invalid("current_password", "wrong")
    if passwords.is_too_weak(password, person.name, person.email):
        raise Invalid("new_password", "too_weak")
    person.password_hash = passwords.hash_password(password)
    audit.record(f"user:{person.id}", "change_password", Actor(user_id=person.id))


def prefer(person: User, locale: str, keys_on: bool) -> None:
    """The language of messages, and whether the desk listens to keys."""
    person.locale, person.keys_on = locale, keys_on


# --- ties and absences -------------------------------------------------------------------------------------------------


def declare_tie(actor: Actor, person: User, organisation: Organisation, relation: Relation) -> None:
    policy.require(actor, Permission.ACCOUNT_OWN)
    known = sa.select(Affiliation).where(Affiliation.user_id == person.id, Affiliation.organisation_id == organisation.id)
    if db.session.scalars(known).first() is None:
        db.session.add(Affiliation(user_id=person.id, organisation_id=organisation.id, relation=relation))
        audit.record(f"user:{person.id}", "declare_tie", actor, organisation=organisation.code, relation=relation.value)


def go_away(actor: Actor, person: User, substitute: User, starts_on: date, ends_on: date) -> Absence:
    """From one day to another a colleague stands in."""
    policy.require(actor, Permission.ACCOUNT_OWN)
    if ends_on < starts_on or ends_on < clock.today():
        raise Invalid("ends_on", "order")
    if substitute.id not in {colleague.id for colleague in queries.colleagues_of(person.id)}:
        raise Invalid("substitute", "unknown")
    made = Absence(user_id=person.id, substitute_id=substitute.id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(made)
    audit.record(f"user:{person.id}", "go_away", actor, substitute=substitute.id, until=ends_on.isoformat())
    return made


def come_back(actor: Actor, absence: Absence) -> None:
    if absence.user_id != actor.user_id:
        raise NotAllowed(Permission.ACCOUNT_OWN.value)
    db.session.delete(absence)
