"""Sample accounts: a few that somebody can sign in with, and the colleagues without a password who act in sample lives."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import sqlalchemy as sa

from accountability.access.roles import NEEDS_SECOND_FACTOR, Preset, Role
from accountability.accounts import operations as accounts
from accountability.accounts import passwords, queries
from accountability.accounts.models import User
from accountability.core.db import db
from accountability.directory import operations as directory
from accountability.directory import queries as places
from accountability.directory.labels import OfficeKind, ServiceLevel, Standing
from accountability.directory.models import Area, Organisation

# Before the first sample case, so that everybody was there when it came in.
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
DOMAIN = "jishee.example"
# How many of a kind of office work on the platform; the others get letters, and a few are not taken up yet.
OPEN_SHARE = {OfficeKind.HEALTH_CENTRE: 0.7, OfficeKind.FAMILY_HEALTH_CENTRE: 0.8, OfficeKind.WELFARE: 0.45}
PAUSED_SHARE = 0.03
ROLE_OF = {
    Preset.OFFICE: Role.OFFICIAL,
    Preset.OVERSIGHT: Role.COORDINATOR,
    Preset.PROTECTION: Role.PROTECTION_OFFICER,
    Preset.REVIEW: Role.REVIEWER,
}
# What other floors make for sample people, from them and the folder of the files; features.py fills the list.
AFTERWARDS: list[Callable[[list[User], Path], object]] = []


@dataclass(frozen=True)
class Seat:
    """Who a sample account is: a role over an organisation or area."""

    email: str
    name: str
    preset: Preset | None
    organisation: Organisation | None = None
    area: Area | None = None
    senior: bool = False
    signs_in: bool = False

    @property
    def role(self) -> Role:
        """The role by which people know the account."""
        if self.preset is None:
            return Role.ADMIN
        if self.senior:
            return Role.SENIOR_MONITOR
        return ROLE_OF.get(self.preset, Role.MONITOR)


def ensure(file: Path) -> list[str]:
    """Makes what is missing of the sample accounts; returns the sign-ins, one a line, as the file keeps them."""
    known = {user.email or "": user for user in db.session.scalars(sa.select(User).where(User.is_sample))}
    seats = _seats()
    for seat in seats:
        if seat.email not in known:
            known[seat.email] = _make(seat)
    kept, lines = _kept(file), []
    for seat in (seat for seat in seats if seat.signs_in):
        password, secret = kept.get(seat.email, (secrets.token_urlsafe(12), "-"))
        user = known[seat.email]
        if not user.password_hash or not passwords.is_right(user.password_hash, password):
            user.password_hash = passwords.hash_password(password)
        if seat.role.value in NEEDS_SECOND_FACTOR:
            secret = _app_of(user, secret)
        lines.append(f"sign-in  {seat.role.value}  {seat.email}  {password}  {secret}")
    db.session.flush()
    for make_more in AFTERWARDS:
        make_more([known[seat.email] for seat in seats], file.parent)
    _keep(file, lines)
    return lines


def _app_of(user: User, secret: str) -> str:
    """The secret of the app that shows the account's codes: the one that was printed before, or a new one."""
    app = queries.code_app(user.id)
    if app is not None and queries.code_app_secret(app) == secret:
        return secret
    return accounts.give_code_app(user)


def _kept(file: Path) -> dict[str, tuple[str, str]]:
    """Passwords and secrets of an earlier start, by e-mail."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return {words[2]: (words[3], words[4]) for words in (line.split() for line in lines) if len(words) == 5}


def _keep(file: Path, lines: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _make(seat: Seat) -> User:
    """A sample account; only those that sign in get a password, later."""
    user = User(
        name=seat.name,
        email=seat.email,
        phone=None,
        password_hash=None,
        locale="mn",
        keys_on=True,
        is_active=True,
        is_sample=True,
        created_at=SINCE,
    )
    db.session.add(user)
    db.session.flush()
    if seat.preset is None:
        accounts.grant(user, Role.ADMIN)
    else:
        accounts.give_preset(user, seat.preset, seat.organisation, seat.area, senior=seat.senior)
    return user


# --- who there is ------------------------------------------------------------------------------------------------------


def _seats() -> list[Seat]:
    """Everybody, always in the same order."""
    found = [
        Seat(f"admin@{DOMAIN}", "Жишээ: админ", None, signs_in=True),
        Seat(
            f"national.monitor@{DOMAIN}",
            "Жишээ: үндэсний нөөцийн хянагч",
            Preset.NATIONAL_POOL,
            area=places.country(),
            signs_in=True,
        ),
    ]
    found += [
        Seat(
            f"protection{number}@{DOMAIN}",
            f"Жишээ: хамгааллын {number}-р ажилтан",
            Preset.PROTECTION,
            area=places.country(),
            signs_in=True,
        )
        for number in (1, 2, 3)
    ]
    groups = {group.area_id: group for group in places.civil_society() if group.name_mn.startswith("Жишээ: ")}
    country = places.country()
    found.append(
        Seat(
            f"reviewer@{DOMAIN}",
            "Жишээ: дахин хянагч",
            Preset.REVIEW,
            groups.get(country.id) or _open_national_group(country),
            signs_in=True,
        )
    )
    for province in places.provinces():
        if offices := _offices(province):
            group = groups.get(province.id) or _open_group(province)
            found += _monitors(province, group) + _coordinators(offices) + _officials(offices)
    return found


def _open_national_group(country: Area) -> Organisation:
    """One that stands beside all offices, and whose people review what was appealed."""
    group = directory.open_civil_society("Жишээ: Иргэний эрхийн төв", "Sample: Centre for citizens' rights", country)
    db.session.flush()
    return group


def _open_group(province: Area) -> Organisation:
    group = directory.open_civil_society(
        f"Жишээ: {province.name_mn} аймгийн иргэний хяналт", f"Sample: {province.name_en} citizens' watch", province
    )
    db.session.flush()
    return group


def _offices(province: Area) -> list[Organisation]:
    """The open facilities of a province, each in the order in which the country was loaded."""
    below = sa.select(Area.id).where(Area.parent_id == province.id)
    found = sa.select(Organisation).where(
        Organisation.area_id.in_(below), Organisation.standing == Standing.OPEN, Organisation.kind.not_in(places.NOT_FACILITIES)
    )
    return list(db.session.scalars(found.order_by(Organisation.id)))


def _monitors(province: Area, group: Organisation) -> list[Seat]:
    """Two monitors and a senior one in each province."""
    code, name = province.name_en.lower().replace(" ", "-"), province.name_mn
    signs_in = province.iso_code in {"MN-046", "MN-043"}
    cso = Preset.CSO
    return [
        Seat(f"{code}.monitor@{DOMAIN}", f"Жишээ: {name} аймгийн хянагч", cso, group, province, signs_in=signs_in),
        Seat(f"{code}.monitor2@{DOMAIN}", f"Жишээ: {name} аймгийн хоёр дахь хянагч", cso, group, province),
        Seat(
            f"{code}.senior@{DOMAIN}",
            f"Жишээ: {name} аймгийн ахлах хянагч",
            cso,
            group,
            province,
            senior=True,
            signs_in=province.iso_code == "MN-046",
        ),
    ]


def _coordinators(offices: list[Organisation]) -> list[Seat]:
    """Health departments look after the health facilities of their province."""
    return [
        Seat(
            f"{office.code.lower()}.coordinator@{DOMAIN}",
            f"Жишээ: {office.name_mn} (зохицуулагч)",
            Preset.OVERSIGHT,
            office,
            signs_in=office.code.startswith("18501-"),
        )
        for office in offices
        if office.kind == OfficeKind.HEALTH_DEPARTMENT
    ]


def _officials(offices: list[Organisation]) -> list[Seat]:
    """One official for each office that works on the platform; a few others are paused."""
    found = []
    for office in offices:
        chance = Random(f"sample:{office.code}").random()  # noqa: S311 the same offices every time
        signs_in = office.code in {"18540-HC-01", "18501-HOSP-01", "18501-WEL-01"}
        if signs_in or chance < OPEN_SHARE.get(office.kind, 1) or _is_department(office):
            name = f"Жишээ: {office.name_mn}"[:120]
            found.append(Seat(f"{office.code.lower()}@{DOMAIN}", name, Preset.OFFICE, office, signs_in=signs_in))
        elif chance > 1 - PAUSED_SHARE and office.service_level == ServiceLevel.LETTERS_ONLY:
            office.service_level = ServiceLevel.PAUSED
    return found


def _is_department(office: Organisation) -> bool:
    return bool(office.supervisor and office.supervisor.kind == OfficeKind.MINISTRY)
