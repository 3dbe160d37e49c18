"""People with accounts, their grants, ties, absences, invitations, sign-ins and second factors."""

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.access.actor import NOBODY, Actor
from accountability.access.roles import Preset, Role
from accountability.core.db import Model, day, enum, key, moment, sealed
from accountability.directory.models import Area, Organisation


class User(Model):
    """Somebody with an account."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="has_login"),)
    id: Mapped[key]
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="mn")
    keys_on: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    grants: Mapped[list["Grant"]] = relationship(back_populates="user", foreign_keys="Grant.user_id")
    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="user")

    actor: Actor = NOBODY
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


class Grant(Model):
    """One role for one person, over an organisation or an area."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("role = 'admin' OR (organisation_id IS NULL) <> (area_id IS NULL)", name="one_scope"),
        Index("ix_grants_user", "user_id"),
        Index("ix_grants_organisation", "organisation_id"),
    )
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(enum(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")


class Relation(StrEnum):
    WORKS = "works"
    FAMILY = "family"
    OWNS = "owns"
    OTHER = "other"


class Affiliation(Model):
    """A tie that somebody declared: they handle nothing about that organisation."""

    __tablename__ = "affiliations"
    __table_args__ = (Index("ix_affiliations_user", "user_id", "organisation_id", unique=True),)
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    relation: Mapped[Relation] = mapped_column(enum(Relation, "relation"))
    user: Mapped[User] = relationship(back_populates="affiliations")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Absence(Model):
    """From when to when somebody else stands in."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="in_order"), Index("ix_absences_substitute", "substitute_id"))
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    starts_on: Mapped[day]
    ends_on: Mapped[day]
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined")
    substitute: Mapped[User] = relationship(foreign_keys=[substitute_id], lazy="joined")


class Purpose(StrEnum):
    JOIN = "join"
    RESET = "reset"


class Invitation(Model):
    """A link or printed slip by which somebody sets a password; only its hash is kept, and it works once."""

    __tablename__ = "invitations"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose] = mapped_column(enum(Purpose, "purpose"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20))
    preset: Mapped[Preset | None] = mapped_column(enum(Preset, "preset"))
    senior: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[moment]
    expires_at: Mapped[moment]
    used_at: Mapped[moment | None]
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")


class Way(StrEnum):
    """By what somebody came in; everything but the password alone counts as two factors."""

    PASSWORD = "password"
    CODE = "code"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


class SignIn(Model):
    """One signed-in browser; revoking the row signs it out.

    `proved_at` is when the person last typed a password or code or used a passkey: grave acts ask for that anew.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_user", "user_id"),)
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    way: Mapped[Way] = mapped_column(enum(Way, "way"))
    created_at: Mapped[moment]
    seen_at: Mapped[moment]
    proved_at: Mapped[moment]
    ended_at: Mapped[moment | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class HalfSignIn(Model):
    """The password was right, the second factor is still missing; lives five minutes and bears five wrong codes."""

    __tablename__ = "half_sign_ins"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    expires_at: Mapped[moment] = mapped_column(index=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class CodeApp(Model):
    """An app that shows six digits (TOTP). Counts only from `confirmed_at` on; `last_step` is the newest code that was used."""

    __tablename__ = "code_apps"
    __table_args__ = (Index("ix_code_apps_user", "user_id"),)
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    secret: Mapped[sealed]
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[moment]
    confirmed_at: Mapped[moment | None]


class RecoveryCode(Model):
    """One of ten codes for the day on which phone or key is lost; only its keyed hash is kept, and it works once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("ix_recovery_codes_user", "user_id"),)
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[moment | None]


class Passkey(Model):
    """The public half of a key that lives in somebody's phone, computer or stick.

    `handle` is what the key remembers of its owner. A key whose counter did not grow was copied (`copied_at`) and opens nothing.
    """

    __tablename__ = "passkeys"
    __table_args__ = (Index("ix_passkeys_user", "user_id"),)
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(60))
    handle: Mapped[bytes] = mapped_column(LargeBinary)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[moment]
    used_at: Mapped[moment | None]
    copied_at: Mapped[moment | None]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ChallengeFor(StrEnum):
    """What a challenge may be signed for."""

    ADD = "add"
    ENTER = "enter"


class Challenge(Model):
    """Something that a passkey has to sign, once, within five minutes."""

    __tablename__ = "passkey_challenges"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[ChallengeFor] = mapped_column(enum(ChallengeFor, "purpose"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    value: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[moment] = mapped_column(index=True)
