"""The snapshots: what was counted for one place, up to one day, and may be published."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, day, enum, key, moment


class PlaceKind(StrEnum):
    """What a snapshot is about; a province is also the capital, a soum also a district or village."""

    NATION = "nation"
    PROVINCE = "province"
    SOUM = "soum"
    FACILITY = "facility"


class Period(StrEnum):
    """How often a place's figures are published."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Snapshot(Model):
    """Raw sums for a place (`figures["sums"]`) and which of them must stay hidden beside a small one (`figures["masked"]`).

    `place_id` names an area or an organisation, by `place_kind`; the nation has none.
    """

    __tablename__ = "snapshots"
    __table_args__ = (
        CheckConstraint("(place_kind = 'nation') = (place_id IS NULL)", name="nation_has_no_id"),
        CheckConstraint("(place_kind IN ('nation', 'province')) = (period = 'weekly')", name="period_of_kind"),
        Index("uq_snapshots_place", "place_kind", "place_id", "until", unique=True),
        Index(
            "uq_snapshots_nation",
            "until",
            unique=True,
            sqlite_where=text("place_id IS NULL"),
            postgresql_where=text("place_id IS NULL"),
        ),
    )
    id: Mapped[key]
    place_kind: Mapped[PlaceKind] = mapped_column(enum(PlaceKind, "place_kind"))
    place_id: Mapped[int | None]
    period: Mapped[Period] = mapped_column(enum(Period, "period"))
    taken_at: Mapped[moment]
    until: Mapped[day]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
