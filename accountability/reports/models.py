"""Reports as they were made, each version kept; and what an office filed itself."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, day, key, moment


class PetitionReport(Model):
    """One version of the figures of one scope and period. A new one is made only when a number changed."""

    __tablename__ = "petition_reports"
    __table_args__ = (UniqueConstraint("scope", "period", "version"),)
    id: Mapped[key]
    scope: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(7))
    version: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[day]
    until: Mapped[day]
    made_at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class FiledFigures(Model):
    """What an office itself reported for a period: received, settled in time, settled late."""

    __tablename__ = "filed_figures"
    __table_args__ = (
        UniqueConstraint("office_id", "period"),
        CheckConstraint("received >= 0 AND in_time >= 0 AND late >= 0", name="not_negative"),
        CheckConstraint("in_time + late <= received", name="no_more_than_received"),
    )
    id: Mapped[key]
    office_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    period: Mapped[str] = mapped_column(String(7))
    received: Mapped[int]
    in_time: Mapped[int]
    late: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]
