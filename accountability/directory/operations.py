"""Loads the country and keeps its facilities true."""

import csv
from pathlib import Path

import sqlalchemy as sa

from accountability.core.db import db
from accountability.core.mongolian import sort_key, terms
from accountability.directory.labels import Level, OfficeKind, ServiceLevel, StaffBand, Standing
from accountability.directory.models import Area, Category, Organisation, Service, neighbours

DATA = Path(__file__).parent / "data"
SOURCE = "national structure, to be confirmed"
REGIONAL_CENTRES = {"MN-055", "MN-035", "MN-043", "MN-061", "MN-053"}

# What people call a kind of office besides its name, so that search finds it.
ALSO_CALLED = {
    OfficeKind.HEALTH_CENTRE: "сумын эмнэлэг эмч hospital clinic health centre",
    OfficeKind.HOSPITAL: "нэгдсэн эмнэлэг БОЭТ hospital",
    OfficeKind.FAMILY_HEALTH_CENTRE: "өрхийн эмнэлэг эмч family clinic",
    OfficeKind.HEALTH_DEPARTMENT: "эрүүл мэндийн газар health department",
    OfficeKind.WELFARE: "халамж хүүхдийн мөнгө тэтгэвэр тэтгэмж welfare",
    OfficeKind.DISABILITY_BOARD: "группийн комисс магадлах ЭХМК disability",
    OfficeKind.GOVERNOR: "засаг даргын тамгын газар governor",
}


def load(folder: Path = DATA) -> dict[str, int]:
    """Loads areas, services, categories and, by rule, the national structure of offices; a second time changes nothing.

    Returns how many of each there are now.
    """
    _load_areas(folder)
    _load_services(folder)
    _load_categories(folder)
    _load_structure()
    db.session.flush()
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in (Area, Organisation, Service, Category)
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _load_areas(folder: Path) -> None:
    known = {area.nso_code: area for area in db.session.scalars(sa.select(Area))}
    country = known.get("0") or _area(Level.COUNTRY, "0", "Монгол Улс", "Mongolia", "Asia/Ulaanbaatar")
    by_iso = {}
    for row in _rows(folder / "provinces.csv"):
        level = Level.CAPITAL if row["kind"] == "capital" else Level.PROVINCE
        area = known.get(row["nso_code"]) or _area(level, row["nso_code"], row["name_mn"], row["name_en"], row["timezone"])
        area.iso_code, area.parent, area.population = row["iso_code"], country, int(row["pop_census_2020"])
        area.tile_row, area.tile_column = int(row["tile_row"]), int(row["tile_col"])
        by_iso[row["iso_code"]] = area
    for row in _rows(folder / "soums.csv"):
        above = by_iso[row["province_iso"]]
        area = known.get(row["nso_code"]) or _area(
            Level(row["kind"]), row["nso_code"], row["name_mn"], row["name_en"], above.timezone
        )
        area.parent = above
    db.session.flush()
    _load_neighbours(folder, by_iso)


def _load_neighbours(folder: Path, by_iso: dict[str, Area]) -> None:
    known = {tuple(row) for row in db.session.execute(sa.select(neighbours.c.area_id, neighbours.c.neighbour_id))}
    pairs = [(by_iso[row["province_iso"]].id, by_iso[row["neighbour_iso"]].id) for row in _rows(folder / "neighbours.csv")]
    new = [pair for a, b in pairs for pair in ((a, b), (b, a)) if pair not in known]
    if new:
        db.session.execute(neighbours.insert(), [{"area_id": a, "neighbour_id": b} for a, b in new])


def _area(level: Level, nso_code: str, name_mn: str, name_en: str, timezone: str) -> Area:
    area = Area(level=level, nso_code=nso_code, name_mn=name_mn, name_en=name_en, sort_key=sort_key(name_mn), timezone=timezone)
    db.session.add(area)
    return area


def _load_services(folder: Path) -> None:
    known = set(db.session.scalars(sa.select(Service.code)))
    kinds = ("health_service", "welfare_")
    db.session.add_all(
        Service(code=row["code"], sector=row["sector"], name_mn=row["mn"], name_en=row["en"])
        for row in _rows(folder / "services.csv")
        if row["kind"].startswith(kinds) and row["code"] not in known
    )


def _load_categories(folder: Path) -> None:
    known = set(db.session.scalars(sa.select(Category.code)))
    db.session.add_all(
        Category(
            code=row["code"],
            sector=row["sector"],
            name_mn=row["mn"],
            name_en=row["en"],
            about_conduct=row["about_conduct"] == "yes",
        )
        for row in _rows(folder / "categories.csv")
        if row["kind"] == "issue" and row["code"] not in known
    )


def _load_structure() -> None:
    """The offices that every province and soum has, each below the one that supervises it."""
    known = {organisation.code: organisation for organisation in db.session.scalars(sa.select(Organisation))}
    areas = list(db.session.scalars(sa.select(Area).order_by(Area.id)))
    country = next(area for area in areas if area.level == Level.COUNTRY)

    def office(code: str, kind: OfficeKind, area: Area, mn: str, en: str, above: Organisation | None) -> Organisation:
        if code not in known:
            known[code] = _office(code, kind, area, mn, en, above)
        return known[code]

    cabinet = office(
        "OVS-CABINET", OfficeKind.OVERSIGHT, country, "Засгийн газрын Хэрэг эрхлэх газар", "Cabinet Secretariat", None
    )
    health = office("MIN-HEALTH", OfficeKind.MINISTRY, country, "Эрүүл мэндийн яам", "Ministry of Health", cabinet)
    ministry = "Гэр бүл, хөдөлмөр, нийгмийн хамгааллын яам"
    welfare = office(
        "MIN-WELFARE", OfficeKind.MINISTRY, country, ministry, "Ministry of Family, Labour and Social Protection", cabinet
    )
    for one in (health, welfare):
        one.supervisor = one.supervisor or cabinet
    soums = [area for area in areas if area.level == Level.SOUM]
    for province in (area for area in areas if area.level == Level.PROVINCE):
        below = [area for area in soums if area.parent_id == province.id]
        _load_province(office, province, below, health, welfare)


def _load_province(office, province: Area, soums: list[Area], health: Organisation, welfare: Organisation) -> None:  # type: ignore[no-untyped-def]
    centres = {row["nso_code"] for row in _rows(DATA / "soums.csv") if row["is_aimag_centre"] == "yes"}
    centre = next(area for area in soums if area.nso_code in centres)
    c, mn, en = centre.nso_code, f"{province.name_mn} аймгийн", province.name_en
    hospital_mn, hospital_en = "нэгдсэн эмнэлэг", "general hospital"
    if province.iso_code in REGIONAL_CENTRES:
        hospital_mn, hospital_en = "Бүсийн оношлогоо, эмчилгээний төв", "regional diagnostic and treatment centre"
    k = OfficeKind
    department = office(f"{c}-HD-01", k.HEALTH_DEPARTMENT, centre, f"{mn} Эрүүл мэндийн газар", f"{en} health department", health)
    office(f"{c}-HOSP-01", k.HOSPITAL, centre, f"{mn} {hospital_mn}", f"{en} {hospital_en}", department)
    labour = office(
        f"{c}-WEL-01",
        k.WELFARE,
        centre,
        f"{mn} Хөдөлмөр, халамжийн үйлчилгээний газар",
        f"{en} labour and welfare service department",
        welfare,
    )
    board = "Эмнэлэг, хөдөлмөрийн магадлах комисс"
    office(f"{c}-DIS-01", k.DISABILITY_BOARD, centre, f"{mn} {board}", f"{en} disability board", labour)
    for number in (1, 2):
        name = f"{centre.name_mn} сумын {number}-р өрхийн эрүүл мэндийн төв"
        office(
            f"{c}-FHC-0{number}",
            k.FAMILY_HEALTH_CENTRE,
            centre,
            name,
            f"{centre.name_en} family health centre {number}",
            department,
        )
    for soum in soums:
        s, name_mn, name_en = soum.nso_code, f"{soum.name_mn} сумын", f"{soum.name_en} soum"
        if soum is not centre:
            office(f"{s}-HC-01", k.HEALTH_CENTRE, soum, f"{name_mn} эрүүл мэндийн төв", f"{name_en} health centre", department)
        desk = f"{s}-WEL-02" if soum is centre else f"{s}-WEL-01"
        office(desk, k.WELFARE, soum, f"{name_mn} халамжийн үйлчилгээ", f"{name_en} welfare desk", labour)


def _office(code: str, kind: OfficeKind, area: Area, mn: str, en: str, above: Organisation | None) -> Organisation:
    made = Organisation(
        code=code,
        kind=kind,
        area=area,
        supervisor=above,
        name_mn=mn,
        name_en=en,
        source=SOURCE,
        standing=Standing.OPEN,
        service_level=ServiceLevel.LETTERS_ONLY,
        staff_band=StaffBand.OVER_TWENTY if kind == OfficeKind.HOSPITAL else StaffBand.UNKNOWN,
    )
    describe(made)
    db.session.add(made)
    return made


def describe(organisation: Organisation) -> None:
    """Renews what follows from the name: its search terms and its place in the alphabet."""
    area = organisation.area
    above = area.parent
    names = [organisation.name_mn, organisation.name_en, ALSO_CALLED.get(organisation.kind, ""), area.name_mn, area.name_en]
    names += [above.name_mn, above.name_en] if above else []
    organisation.search_terms = terms(" ".join(names))[:600]
    organisation.sort_key = sort_key(organisation.name_mn)[:300]


def open_civil_society(name_mn: str, name_en: str, area: Area) -> Organisation:
    """Adds a civil society organisation, with the next free code."""
    number = db.session.scalar(sa.select(sa.func.count()).where(Organisation.kind == OfficeKind.CSO)) or 0
    made = _office(f"CSO-{number + 1:03d}", OfficeKind.CSO, area, name_mn, name_en, None)
    made.source = "entered here"
    return made
