"""One address that wants to hear of one selection. The address is sealed, and found again by a keyed hash only."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core import clock
from accountability.core.db import Model, day, key, moment, sealed
from accountability.directory.models import Area, Category, Organisation


class Subscription(Model):
    """Nothing is sent before `confirmed_at`. What was public by `seen_until` was told; the last letter began at `seen_from`.

    `selection` spells what is chosen, so that the same wish of the same address is one row.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("address_hash", "selection"),
        CheckConstraint("about_cases OR about_promises", name="about_something"),
        CheckConstraint("confirmed_at IS NULL OR seen_until IS NOT NULL", name="confirmed_from_a_moment"),
        Index("ix_subscriptions_checked", "checked_on", "id"),
    )
    id: Mapped[key]
    address_hash: Mapped[str] = mapped_column(String(64))
    selection: Mapped[str] = mapped_column(String(120))
    address: Mapped[sealed]
    locale: Mapped[str] = mapped_column(String(5))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    soum_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    about_cases: Mapped[bool] = mapped_column(Boolean)
    about_promises: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[moment]
    confirmed_at: Mapped[moment | None]
    ended_at: Mapped[moment | None]
    seen_from: Mapped[moment | None]
    seen_until: Mapped[moment | None]
    checked_on: Mapped[day | None]
    province: Mapped[Area | None] = relationship(foreign_keys=[province_id], lazy="joined")
    soum: Mapped[Area | None] = relationship(foreign_keys=[soum_id], lazy="joined")
    facility: Mapped[Organisation | None] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship(lazy="joined")

    @property
    def reader(self) -> str:
        return f"subscription:{self.id}"

    @property
    def is_live(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def zone(self) -> str:
        place = self.province or self.soum or (self.facility.area if self.facility else None)
        return place.timezone if place else clock.CAPITAL
