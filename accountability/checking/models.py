"""A week's draw, and each call that it asks for."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.cases.models import Case
from accountability.cases.workflow import Verdict
from accountability.core.db import Model, day, enum, key, moment


class Outcome(StrEnum):
    """What a call found."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    NOT_REACHED = "not_reached"
    NO_WISH = "no_wish"


class Draw(Model):
    """One week's sample: out of how many how many were drawn, by which published seed. Anybody can draw it again."""

    __tablename__ = "call_draws"
    __table_args__ = (CheckConstraint("drawn <= among", name="drawn_among"),)
    week: Mapped[day] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))
    among: Mapped[int]
    drawn: Mapped[int]


class CallBack(Model):
    """Somebody other than the reviewer asks the author once more."""

    __tablename__ = "call_backs"
    __table_args__ = (
        UniqueConstraint("case_id", "cycle"),
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done_with_outcome"),
        Index("ix_call_backs_open", "done_at", "week"),
    )
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    cycle: Mapped[int] = mapped_column(SmallInteger)
    week: Mapped[day] = mapped_column(ForeignKey("call_draws.week"))
    verdict: Mapped[Verdict] = mapped_column(enum(Verdict, "verdict"))
    outcome: Mapped[Outcome | None] = mapped_column(enum(Outcome, "outcome"))
    done_at: Mapped[moment | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship()

    @property
    def is_open(self) -> bool:
        return self.done_at is None
