"""What one reader of our messages wishes; whoever never said anything has no row."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, enum, key, moment


class Wants(StrEnum):
    EVERYTHING = "everything"
    ASKS = "asks"
    NOTHING = "nothing"


class Pace(StrEnum):
    NOW = "now"
    DAILY = "daily"


class Preference(Model):
    """`reader` is `user:7` or `case:12`. The same hour twice: no hour is quiet. `wants_before` is what an undo brings back."""

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from_an_hour"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until_an_hour"),
    )
    id: Mapped[key]
    reader: Mapped[str] = mapped_column(String(40), unique=True)
    wants: Mapped[Wants] = mapped_column(enum(Wants, "wants"))
    wants_before: Mapped[Wants | None] = mapped_column(enum(Wants, "wants_before"))
    pace: Mapped[Pace] = mapped_column(enum(Pace, "pace"))
    quiet_from: Mapped[int] = mapped_column(SmallInteger)
    quiet_until: Mapped[int] = mapped_column(SmallInteger)
    changed_at: Mapped[moment]
