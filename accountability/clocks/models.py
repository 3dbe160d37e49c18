"""Terms and special days as rows."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accountability.clocks.terms import Clock, Unit
from accountability.core.db import Model, day, enum, key, moment


class ClockRule(Model):
    """One term: how long something may take, for which kind and track (empty: all), since when, and by which article."""

    __tablename__ = "clock_rules"
    __table_args__ = (
        UniqueConstraint("clock", "kind", "track", "valid_from"),
        CheckConstraint("term > 0", name="term_positive"),
        CheckConstraint("article <> '' AND source <> ''", name="says_its_source"),
    )
    id: Mapped[key]
    clock: Mapped[Clock] = mapped_column(enum(Clock, "clock"))
    kind: Mapped[str] = mapped_column(String(10), default="")
    track: Mapped[str] = mapped_column(String(10), default="")
    term: Mapped[int]
    unit: Mapped[Unit] = mapped_column(enum(Unit, "unit"))
    valid_from: Mapped[day]
    article: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))


class SpecialDay(Model):
    """A day that the government gave free, or moved work to; the weekend and the yearly holidays need no row."""

    __tablename__ = "special_days"
    __table_args__ = (CheckConstraint("name_mn <> '' AND name_en <> ''", name="has_names"),)
    id: Mapped[key]
    on: Mapped[day] = mapped_column("on_day", unique=True)
    rests: Mapped[bool]
    name_mn: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[moment]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
