"""The delta rows: what one change adds to or takes from a figure."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, day, enum, key


class Measure(StrEnum):
    """What is counted; each row is dated by the day in its name."""

    RECEIVED = "received"  # day of receipt
    THANKS = "thanks"  # day of receipt; counted apart from all others
    OPEN = "open"  # day of receipt, for as long as the case is open: gives the age
    ANSWERED = "answered"  # day of the first answer
    DUE = "due"  # day on which an office's answer was due
    ON_TIME = "on_time"  # the same day, when the answer came by then
    CONFIRMED = "confirmed"  # day of the verdict, as the four below
    PARTLY = "partly"
    DISPUTED = "disputed"
    SILENT = "silent"


class FactDelta(Model):
    """So many more (or fewer) of a measure, on a day, at a place.

    A case about two facilities counts once for its soum and province: the rows of its other facilities name no area.
    """

    __tablename__ = "fact_deltas"
    __table_args__ = (
        Index("ix_fact_deltas_province", "province_id", "measure", "on_day", "amount"),
        Index("ix_fact_deltas_soum", "soum_id", "measure", "on_day", "amount"),
        Index("ix_fact_deltas_facility", "facility_id", "measure", "on_day", "amount"),
    )
    id: Mapped[key]
    measure: Mapped[Measure] = mapped_column(enum(Measure, "measure"))
    on_day: Mapped[day]
    amount: Mapped[int]
    province_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    soum_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
