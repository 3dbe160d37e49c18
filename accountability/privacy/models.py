"""Alerts that a public page identifies somebody, and the register of breaches."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import User
from accountability.cases.models import Case
from accountability.core.db import Model, enum, key, moment, sealed, text


class AlertState(StrEnum):
    """Where a senior monitor stands with an alert."""

    OPEN = "open"
    PAUSED = "paused"
    MENDED = "mended"
    HIDDEN = "hidden"
    UNFOUNDED = "unfounded"


class Alert(Model):
    """Somebody says that a public page identifies a person. What they wrote is sealed; who they are is not asked."""

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_state", "state", "at"), Index("ix_alerts_case", "case_id"))
    id: Mapped[key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    path: Mapped[str] = mapped_column(String(200))
    body: Mapped[sealed]
    state: Mapped[AlertState] = mapped_column(enum(AlertState, "state"))
    at: Mapped[moment]
    decide_by: Mapped[moment]
    decided_at: Mapped[moment | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state in {AlertState.OPEN, AlertState.PAUSED}


class Breach(Model):
    """One loss or leak of personal data: what it was, whom it touches, what was done, who was told and when."""

    __tablename__ = "breaches"
    id: Mapped[key]
    happened: Mapped[text]
    touched: Mapped[text]
    people: Mapped[int | None]
    measures: Mapped[text]
    noticed_at: Mapped[moment]
    authority_told_at: Mapped[moment | None]
    people_told_at: Mapped[moment | None]
    entered_at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(lazy="joined")
