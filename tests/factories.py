"""Makes what tests need, through the operations where there is one; plain functions with few arguments."""

import io
import itertools
import uuid

import sqlalchemy as sa
from PIL import Image

from accountability.access.actor import Actor
from accountability.access.roles import NEEDS_SECOND_FACTOR, Role
from accountability.accounts import codes, passwords
from accountability.accounts import operations as accounts
from accountability.accounts import queries as account_queries
from accountability.accounts.models import Relation as Relation
from accountability.accounts.models import User
from accountability.cases.models import AnswerKind, Case, ConsentPurpose, Routing
from accountability.cases.operations import answering, authoring, reviewing
from accountability.cases.workflow import VisibilityAction
from accountability.core import clock
from accountability.core.db import db
from accountability.directory import operations as directory_operations
from accountability.directory import queries as directory
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Area, Category, Organisation
from accountability.sensitive.operations import sealing, vaults

TARIALAN = "18540-HC-01"
STORY = "Миний ээж 73 настай, даралтын эм хоёр сар ирсэнгүй. Б.Долгор сувилагч сайн хүн. 9911 2233 руу залгаарай."
OFFICE_TEXT = "Даралтын эм хоёр сар ирсэнгүй. Хоёр удаа хоосон буцлаа."
PASSPHRASE = "хөх тэнгэр дор морь унасан өдөр"
PASSWORD = "mongol-tal-nutag-7"
SECRETS: dict[str, str] = {}
_last_steps: dict[str, int] = {}
ON_THE_WAY = 5  # seconds between reading a code and its being checked
_numbers = itertools.count(1)


def forget_code_apps() -> None:
    """The next test may know somebody else by the same address."""
    SECRETS.clear()
    _last_steps.clear()


def make_office(code=TARIALAN, level=ServiceLevel.OPEN) -> Organisation:
    office = directory.facility(code)
    office.service_level = level
    db.session.flush()
    return office


def province(iso="MN-046") -> Area:
    return directory.province(iso)


def submission(**changes) -> authoring.Submission:
    consents = dict.fromkeys(ConsentPurpose, True)
    given = {"story": STORY, "client_key": str(uuid.uuid4()), "consents": consents, "wish_public": True}
    if "facilities" not in changes and "facility_text" not in changes:
        given["facilities"] = [make_office()]
    return authoring.Submission(**{**given, **changes})


def make_case(**changes) -> Case:
    return make_case_with_receipt(**changes)[0]


def make_case_with_receipt(**changes) -> tuple[Case, str]:
    case, receipt = authoring.submit(submission(**changes))
    return case, receipt or ""


def make_user(role=Role.MONITOR, *, area=None, office=None, name=None, email=None) -> User:
    """A person with one role: monitors over Uvs, officials and coordinators over the given office, unless told otherwise."""
    number = next(_numbers)
    email = email or f"person{number}@example.mn"
    person = User(
        name=name or f"Жишээ {number}", email=email, phone=None, password_hash=_hash(), locale="mn", keys_on=True,
        is_active=True, is_sample=False, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    if role in {Role.MONITOR, Role.SENIOR_MONITOR}:
        accounts.grant(person, role, area=area or province())
    elif role == Role.ADMIN:
        accounts.grant(person, role)
    elif role == Role.PROTECTION_OFFICER:
        accounts.grant(person, role, area=directory.country())
    else:
        accounts.grant(person, role, office if area is None else None, area)
    if role.value in NEEDS_SECOND_FACTOR:
        SECRETS[email] = accounts.give_code_app(person)
    return person


_hashes: list[str] = []


def _hash() -> str:
    if not _hashes:
        _hashes.append(passwords.hash_password(PASSWORD))
    return _hashes[0]


def actor_of(person: User) -> Actor:
    return account_queries.actor_for(person.id)


def make_monitor(**options) -> Actor:
    return actor_of(make_user(Role.MONITOR, **options))


def make_senior(**options) -> Actor:
    return actor_of(make_user(Role.SENIOR_MONITOR, **options))


def make_group(name="Жишээ: иргэний эрхийн төв", iso="MN-043") -> Organisation:
    """A civil society organisation that has nothing to do with the offices of Uvs."""
    group = directory_operations.open_civil_society(name, "Sample group", province(iso))
    db.session.flush()
    return group


def make_reviewer(organisation=None) -> Actor:
    return actor_of(make_user(Role.REVIEWER, office=organisation or make_group()))


def make_officers(count=3) -> list[User]:
    """Protection officers with keys, all under one passphrase; the first three confirm themselves."""
    people = [make_user(Role.PROTECTION_OFFICER) for _ in range(count)]
    for person in people:
        vaults.set_up(actor_of(person), person, PASSPHRASE)
    return people


def make_vault(person: User) -> vaults.Vault:
    return vaults.unlock(actor_of(person), PASSPHRASE)[0]


def make_report(**changes) -> str:
    """A report sealed in the protected channel; its 20 digits."""
    told = {"narrative": "Тэр надаас мөнгө нэхсэн", "kind": "corruption", **changes}
    return sealing.submit(sealing.Told(**told), str(uuid.uuid4()))


def make_official(office=None) -> Actor:
    return actor_of(make_user(Role.OFFICIAL, office=office or make_office()))


def category(code="is-medicine") -> Category:
    return db.session.scalars(sa.select(Category).where(Category.code == code)).one()


def make_review(**changes) -> reviewing.Review:
    return reviewing.Review(
        **{
            "text_office": OFFICE_TEXT,
            "text_public": OFFICE_TEXT,
            "categories": [category()],
            "recognisable": "no",
            "cleared": None,
            **changes,
        }
    )


def make_taken(monitor: Actor, **changes) -> Case:
    case = make_case(**changes)
    reviewing.take(case, monitor)
    return case


def make_routing(monitor: Actor | None = None, office=None, **changes) -> Routing:
    """A case that a monitor reviewed and sent to one office."""
    monitor = monitor or make_monitor()
    case = make_taken(monitor, **changes)
    reviewing.review(case, monitor, make_review())
    return reviewing.route(case, monitor, [office or case.facilities[0]])[0]


def make_answered(monitor: Actor | None = None, **changes) -> Routing:
    routing = make_routing(monitor, **changes)
    official = make_official(routing.addressee)
    answering.answer(routing, official, answering.Reply(AnswerKind.EXPLANATION, "Эм долоо хоногийн дараа ирнэ."))
    return routing


def make_public(monitor: Actor | None = None, **changes) -> Case:
    monitor = monitor or make_monitor()
    case = make_taken(monitor, **changes)
    reviewing.review(case, monitor, make_review())
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    return case


def sign_in(client, person: User) -> None:
    """Signs the client's browser in, through the pages: the password, and for those who need it the code of their app."""
    page = client.post("/mn/account/sign-in", data={"login": person.email, "password": PASSWORD, "csrf_token": token(client)})
    assert page.status_code == 302, page.text
    if person.email in SECRETS:
        typed = {"code": code_of(person.email), "csrf_token": token(client, page.location)}
        page = client.post("/mn/account/sign-in/code", data=typed)
        assert page.status_code == 302, page.text


def code_of(email: str) -> str:
    """What somebody's app shows now; when they need another one within the half minute, the next one, which is taken too.

    The one of the half minute before is the first, unless that would run out on the way to the server.
    """
    at = clock.now().timestamp()
    now = codes.step_now(at)
    oldest = codes.step_now(at + ON_THE_WAY) - 1
    _last_steps[email] = step = max(oldest, _last_steps.get(email, 0) + 1)
    assert step <= now + 1, "too many sign-ins of one person within half a minute"
    return codes.code_at(SECRETS[email], step)


def token(client, path="/mn/account/sign-in") -> str:
    """The token against forged forms, as it stands in a page."""
    page = client.get(path).text
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def photo(size=(640, 480), kind="JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind)
    return out.getvalue()
