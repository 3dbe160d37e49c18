"""Places, offices, and what they give."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core.db import ByteOrdered, Model, db, enum, key
from accountability.directory.labels import Level, OfficeKind, ServiceLevel, StaffBand, Standing

neighbours = Table(
    "area_neighbours",
    db.metadata,
    Column("area_id", Integer, ForeignKey("areas.id"), primary_key=True),
    Column("neighbour_id", Integer, ForeignKey("areas.id"), primary_key=True),
)


class Area(Model):
    """A place: the country, a province or the capital, a soum, district or village."""

    __tablename__ = "areas"
    id: Mapped[key]
    level: Mapped[Level] = mapped_column(enum(Level, "level"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    iso_code: Mapped[str | None] = mapped_column(String(8), unique=True)
    nso_code: Mapped[str] = mapped_column(String(8), unique=True)
    name_mn: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(ByteOrdered(120))
    timezone: Mapped[str] = mapped_column(String(40))
    population: Mapped[int | None]
    tile_row: Mapped[int | None]
    tile_column: Mapped[int | None]
    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")


class Organisation(Model):
    """An office, a facility (an office where a service is given), or a civil society organisation."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("(standing = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
        Index("ix_organisations_area", "area_id", "sort_key"),
    )
    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[OfficeKind] = mapped_column(enum(OfficeKind, "kind"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    name_mn: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    search_terms: Mapped[str] = mapped_column(String(600))
    sort_key: Mapped[str] = mapped_column(ByteOrdered(300))
    source: Mapped[str] = mapped_column(String(200))
    standing: Mapped[Standing] = mapped_column(enum(Standing, "standing"), default=Standing.OPEN)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    service_level: Mapped[ServiceLevel] = mapped_column(enum(ServiceLevel, "service_level"), default=ServiceLevel.LETTERS_ONLY)
    staff_band: Mapped[StaffBand] = mapped_column(enum(StaffBand, "staff_band"), default=StaffBand.UNKNOWN)
    area: Mapped[Area] = relationship()
    supervisor: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id", foreign_keys=[supervisor_id])
    merged_into: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id", foreign_keys=[merged_into_id])

    @property
    def is_facility(self) -> bool:
        return self.kind not in {OfficeKind.MINISTRY, OfficeKind.OVERSIGHT, OfficeKind.CSO}

    @property
    def is_small(self) -> bool:
        """Fewer than five people work there, or nobody knows: whoever is meant is a named person."""
        return self.staff_band in {StaffBand.UNDER_FIVE, StaffBand.UNKNOWN}

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN


class Service(Model):
    """A public service that people receive."""

    __tablename__ = "services"
    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    sector: Mapped[str] = mapped_column(String(10))
    name_mn: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))


class Category(Model):
    """What feedback can be about; `about_conduct` when it concerns how a person behaved."""

    __tablename__ = "categories"
    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    sector: Mapped[str] = mapped_column(String(10))
    name_mn: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    about_conduct: Mapped[bool]
