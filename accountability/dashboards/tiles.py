"""The map: one tile a province, with the one honest figure on it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from accountability.core.i18n import localized
from accountability.dashboards import board, labels
from accountability.dashboards.models import Snapshot
from accountability.directory.models import Area


@dataclass(frozen=True)
class Tile:
    """One province on the map."""

    row: int
    col: int
    url: str
    short: str
    name: str
    value: str
    step: int


@dataclass(frozen=True)
class Step:
    """One colour and what it means."""

    step: int
    text: Any


def tiles(provinces: list[Area], snapshots: dict[int | None, Snapshot]) -> list[Tile]:
    return [_tile(area, snapshots.get(area.id)) for area in provinces]


def legend() -> list[Step]:
    return [Step(0, labels.NO_STEP), *(Step(step, words) for step, _, words in labels.STEPS)]


def _tile(area: Area, snapshot: Snapshot | None) -> Tile:
    share = board.on_time(snapshot) if snapshot else None
    return Tile(
        row=area.tile_row or 0,
        col=area.tile_column or 0,
        url=url_for("places.province", iso_code=area.iso_code),
        short=labels.short_name(area),
        name=localized(area),
        value=labels.tile_text(share),
        step=labels.step(share),
    )
