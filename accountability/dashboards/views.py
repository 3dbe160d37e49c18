"""Pages of places, small to large; each reads one published snapshot."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.cases import face
from accountability.cases import queries as cases
from accountability.cases.queries import PublicFilter
from accountability.commitments import queries as commitments
from accountability.commitments.labels import label as promise_label
from accountability.commitments.queries import Filter
from accountability.core import clock
from accountability.core.errors import NotAllowed
from accountability.dashboards import board, labels, queries, themes, tiles
from accountability.dashboards.indicators import window_today
from accountability.dashboards.models import PlaceKind
from accountability.dashboards.oversight import sees_live
from accountability.directory import queries as directory
from accountability.directory.labels import OFFICE_KINDS

bp = Blueprint("places", __name__, url_prefix="/<lang>")
LATEST = 3


@bp.get("/provinces")
@requires(P.PUBLIC)
def provinces() -> str:
    areas, snapshots = labels.alphabetical(directory.provinces()), queries.latest_of_provinces()
    return render_template(
        "places/provinces.html",
        tiles=tiles.tiles(areas, snapshots),
        legend=tiles.legend(),
        rows=[(area, board.published(snapshots.get(area.id))) for area in areas],
        board=board.published(snapshots.get(None)),
    )


@bp.get("/provinces/<iso_code>")
@requires(P.PUBLIC)
def province(iso_code: str) -> Any:
    if iso_code != iso_code.upper():
        return redirect(url_for("places.province", iso_code=iso_code.upper()), 301)
    area = directory.province(iso_code)
    may_live = sees_live(actor(), area.id)
    return render_template(
        "places/province.html",
        place=area,
        board=_board(PlaceKind.PROVINCE, area.id, may_live),
        may_live=may_live,
        soums=labels.alphabetical(directory.soums_of(area)),
        latest=_latest(PublicFilter(province_id=area.id)),
        themes=themes.of_province(area),
    )


@bp.get("/soums/<nso_code>")
@requires(P.PUBLIC)
def soum(nso_code: str) -> str:
    area = directory.soum(nso_code)
    may_live = sees_live(actor(), area.parent_id)
    return render_template(
        "places/soum.html",
        place=area,
        board=_board(PlaceKind.SOUM, area.id, may_live),
        may_live=may_live,
        facilities=labels.alphabetical(directory.facilities_in(area)),
        latest=_latest(PublicFilter(soum_id=area.id)),
    )


@bp.get("/facilities/<code>")
@requires(P.PUBLIC)
def facility(code: str) -> Any:
    office = directory.facility(code.upper())
    target = office.merged_into or office
    if target.code != code:
        return redirect(url_for("places.facility", code=target.code), 301)
    may_live = sees_live(actor(), office.area.parent_id, office)
    return render_template(
        "places/facility.html",
        place=office,
        kind=OFFICE_KINDS[office.kind],
        service_level=labels.SERVICE_LEVELS[office.service_level],
        board=_board(PlaceKind.FACILITY, office.id, may_live),
        may_live=may_live,
        latest=_latest(PublicFilter(facility_id=office.id)),
        promises=[(one, promise_label(one)) for one in commitments.public(Filter(office_id=office.id), LATEST)],
    )


def _board(kind: PlaceKind, place_id: int, may_live: bool) -> board.Board | None:
    """The published figures; with `?live=1` those of this moment, for whoever may see them."""
    if "live" not in request.args:
        return board.published(queries.latest(kind, place_id))
    if not may_live:
        raise NotAllowed("figures:live")
    today = clock.today()
    return board.live(queries.sums_of(kind, place_id, window_today(today)), today)


def _latest(chosen: PublicFilter) -> list[face.Card]:
    return [face.card(case) for case in cases.public_cases(chosen, LATEST)]
