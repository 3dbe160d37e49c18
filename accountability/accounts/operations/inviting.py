"""Inviting, joining, granting, a new start for somebody who lost the password, and taking an account away."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.access.roles import ALONE, NATIONWIDE, NEEDS_SECOND_FACTOR, ROLES_OF, Preset, Role
from accountability.accounts import passwords, queries
from accountability.accounts.models import Affiliation, Grant, Invitation, Purpose, Relation, User
from accountability.accounts.operations.entering import sign_out_everywhere
from accountability.accounts.operations.factors import clear_factors
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
    if invitee.preset == Preset.REVIEW and not invitee.organisation:
        raise Invalid("organisation", "needed")
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
    """A link by which somebody sets a new password; all their sign-ins end and their second factors are gone."""
    policy.require(actor, Permission.ACCOUNT_RESET, Account(person))
    queries.lock_user(person.id)
    invitee = Invitee(person.name, Preset.CSO, person.email, person.phone)
    made, token = _invitation(actor, Purpose.RESET, RESET_LIFE, invitee, person.id)
    sign_out_everywhere(person.id)
    gone = clear_factors(person.id)
    audit.record(f"user:{person.id}", "reset", actor, second_factors=gone)
    return made, token


def join(invitation: Invitation, password: str, locale: str) -> User:
    """Uses an invitation: makes the account with its grants, or sets the new password."""
    if fault := passwords.fault(password, _known_of(invitation), alone=not will_have_factor(invitation)):
        raise Invalid("password", fault)
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


def will_have_factor(invitation: Invitation) -> bool:
    """Whether the role lets nobody in without a second factor; then the password may be shorter from the start."""
    if invitation.purpose == Purpose.RESET:
        return queries.actor_for(invitation.user_id or 0).needs_second_factor
    return bool({role.value for role in _roles(invitation.preset or Preset.CSO, invitation.senior)} & NEEDS_SECOND_FACTOR)


def _known_of(invitation: Invitation) -> list[str | None]:
    places = [invitation.organisation, invitation.area]
    return [invitation.name, invitation.email, invitation.phone, *(name for p in places if p for name in (p.name_mn, p.name_en))]


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
    """Grants the roles behind a preset. The organisation of a monitor or reviewer becomes a declared tie."""
    for role in _roles(preset, senior):
        over = organisation if role in {Role.OFFICIAL, Role.COORDINATOR, Role.REVIEWER} else None
        grant(person, role, over, None if over else area)
    if organisation and preset in {Preset.CSO, Preset.REVIEW}:
        db.session.add(Affiliation(user_id=person.id, organisation_id=organisation.id, relation=Relation.WORKS))
    if preset == Preset.OFFICE and organisation:
        organisation.service_level = ServiceLevel.OPEN


def _roles(preset: Preset, senior: bool) -> list[Role]:
    return [*ROLES_OF[preset], *([Role.SENIOR_MONITOR] if senior and preset == Preset.CSO else [])]


def grant(person: User, role: Role, organisation: Organisation | None = None, area: Area | None = None) -> Grant:
    """One role more; whoever administers accounts, or reads what is protected, holds no other. Older sign-ins end."""
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
    if held:
        sign_out_everywhere(person.id)
    return made


def set_active(actor: Actor, person: User, active: bool) -> None:
    policy.require(actor, Permission.ACCOUNT_MANAGE)
    if person.id == actor.user_id:
        raise Invalid("person", "not_oneself")
    person.is_active = active
    if not active:
        sign_out_everywhere(person.id)
    audit.record(f"user:{person.id}", "activate" if active else "deactivate", actor)
