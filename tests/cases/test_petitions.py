"""A signed petition: who signed is sealed and opened by the addressee only, the law's clock begins at the office's register, one
longer term needs a reason and notice, and nobody can decline it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from pypdfium2 import PdfDocument
from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.cases import owndata, petitions, progress
from accountability.cases.models import Case, CaseSecret, Extension, Kind, Routing, Track
from accountability.cases.operations import answering, authoring, chasing, diverting, registering, retaining, reviewing
from accountability.cases.operations.authoring import signing
from accountability.cases.workflow import RoutingStatus, Status
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed
from accountability.directory import operations as directory
from accountability.directory.labels import ServiceLevel
from accountability.sensitive.operations import crossing
from tests import factories as make
from tests.cases.test_operations import actions, messages
from tests.cases.test_rights import behind  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn", "way": "email"}
SIGNER = signing.Signer("Жишээгийн", "Дулмаа", "Тариалан сум, 3-р баг, Жишээ гудамж 5", "Ж.Дулмаа")
NAMES = ("Жишээгийн", "Дулмаа", "Жишээ гудамж 5")


def at(day, hour=10):
    """A moment in Uvs, an hour behind the capital."""
    return datetime(*day, hour, tzinfo=ZoneInfo("Asia/Hovd"))


def signed(**changes):
    """A petition that lies with an office on the platform, its routing and somebody of the office."""
    routing = make.make_routing(contact=CONTACT, **changes)
    signing.sign(routing.case, SIGNER)
    return routing, make.make_official(routing.addressee)


def coordinator(routing):
    return make.actor_of(make.make_user(Role.COORDINATOR, area=routing.case.province))


def end(moment):
    return clock.day_of(moment, "Asia/Hovd")


# --- signing -----------------------------------------------------------------------------------------------------------


def test_a_signed_petition_keeps_who_signed_sealed():
    routing, _official = signed()
    case = routing.case
    assert case.track == Track.PETITION and case.signed_at and "sign" in actions(case)
    assert signing.signer_of(case)["surname"] == "Жишээгийн"
    sealed = db.session.scalar(sa.select(CaseSecret.identity).where(CaseSecret.case_id == case.id))
    assert not any(name.encode() in sealed for name in NAMES)
    assert messages("signed")


def test_what_is_not_in_mongolian_cannot_be_signed():
    case = make.make_case(story="Аурухана дәрігері жоқ болды, дәрі бермеді, балам ауырып жатыр, көмектесіңіздерші")
    with pytest.raises(Invalid, match="language"):
        signing.sign(case, SIGNER)


def test_nothing_is_signed_twice_or_when_it_is_over():
    routing, _official = signed()
    with pytest.raises(MoveNotAllowed):
        signing.sign(routing.case, SIGNER)
    taken_back = make.make_case()
    authoring.withdraw(taken_back)
    with pytest.raises((NotAllowed, MoveNotAllowed)):
        signing.sign(taken_back, SIGNER)


def test_a_group_needs_the_sheet_with_its_signatures():
    case = make.make_routing().case
    with pytest.raises(Invalid, match="sheet"):
        signing.sign(case, SIGNER, signers=12)
    signing.sign(case, SIGNER, signers=12, sheet=make.photo())
    assert case.signers == 12
    assert [one.kind for one in case.photos] == ["sheet"]


def test_the_database_knows_no_petition_without_a_signature():
    case = make.make_case()
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text("UPDATE cases SET track = 'petition' WHERE id = :id"), {"id": case.id})
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.text("UPDATE cases SET track = 'carried', signed_at = received_at WHERE id = :id"), {"id": case.id})


def test_a_petition_is_redirected_but_never_declined():
    senior = make.make_senior()
    case = make.make_taken(senior)
    signing.sign(case, SIGNER)
    with pytest.raises(Invalid, match="track"):
        reviewing.decline(case, senior, "unclear", "")


def test_taking_back_erases_who_signed():
    routing, _official = signed()
    authoring.withdraw(routing.case)
    assert signing.signer_of(routing.case) == {}


def test_a_petition_stays_a_file_of_its_own():
    senior = make.make_senior()
    case, other = make.make_taken(senior), make.make_taken(senior)
    signing.sign(case, SIGNER)
    with pytest.raises(Invalid, match="track"):
        reviewing.merge(case, senior, other)


def test_time_erases_who_signed_and_the_sheet_also_where_no_contact_was_left():
    routing = make.make_routing()
    signing.sign(routing.case, SIGNER, signers=3, sheet=make.photo())
    case = routing.case
    case.status, case.ended_at = Status.CLOSED, clock.now()
    db.session.flush()
    with time_machine.travel(clock.now() + timedelta(days=380)):
        assert retaining.retain(12, 36)["contacts erased"] == 1
        assert retaining.retain(12, 36)["contacts erased"] == 0
    case = db.session.get_one(Case, case.id)
    assert signing.signer_of(case) == {} and case.photos == []


# --- who may know --------------------------------------------------------------------------------------------------------


def test_only_the_addressee_opens_who_signed_and_the_author_sees_it():
    routing, official = signed()
    others = [
        make.make_official(make.make_office("18501-HOSP-01")),
        coordinator(routing),
        make.make_senior(),
        make.actor_of(make.make_user(Role.ADMIN)),
    ]
    assert not any(policy.may(other, Permission.ROUTING_IDENTITY, routing) for other in others)
    for other in others:
        with pytest.raises(NotAllowed):
            registering.open_identity(routing, other)
    assert registering.open_identity(routing, official)["given_name"] == "Дулмаа"
    [look] = owndata.looks(routing.case)
    assert "Дулмаа" not in look.who and look.what


def test_on_an_informal_case_nobody_opens_anything():
    routing = make.make_routing()
    with pytest.raises(NotAllowed):
        registering.open_identity(routing, make.make_official(routing.addressee))


def test_an_author_may_let_the_office_know_and_take_it_back_until_somebody_looked():
    routing = make.make_routing()
    official = make.make_official(routing.addressee)
    signing.let_office_know(routing.case, SIGNER)
    assert routing.case.track == Track.INFORMAL
    signing.keep_from_office(routing.case)
    with pytest.raises(NotAllowed):
        registering.open_identity(routing, official)
    signing.let_office_know(routing.case, SIGNER)
    registering.open_identity(routing, official)
    with pytest.raises(MoveNotAllowed):
        signing.keep_from_office(routing.case)


def test_what_one_office_may_know_the_next_one_may_not():
    routing = make.make_routing()
    signing.let_office_know(routing.case, SIGNER)
    registering.open_identity(routing, make.make_official(routing.addressee))
    routing.addressee.supervisor.service_level = ServiceLevel.OPEN
    with time_machine.travel(clock.now() + timedelta(days=32)):
        chasing.chase()
    first, second = db.session.get_one(Case, routing.case_id).routings
    assert (first.status, second.status) == (RoutingStatus.ESCALATED, RoutingStatus.ROUTED)
    for one in (first, second):
        with pytest.raises(NotAllowed):
            registering.open_identity(one, make.make_official(one.addressee))


def test_before_an_office_has_it_there_is_nobody_to_let_know():
    case = make.make_taken(make.make_monitor())
    with pytest.raises(Invalid, match="offices"):
        signing.let_office_know(case, SIGNER)


def test_an_office_that_passed_it_on_opens_nothing_any_more():
    routing, official = signed()
    with time_machine.travel(clock.now() + timedelta(days=32)):
        chasing.chase()
    routing = db.session.get_one(Routing, routing.id)
    assert routing.status == RoutingStatus.ESCALATED
    with pytest.raises(NotAllowed):
        registering.open_identity(routing, official)


def test_an_office_that_looked_once_and_gave_it_back_looks_no_more():
    routing, official = signed()
    registering.open_identity(routing, official)
    answering.give_back(routing, official, "other_office", "Аймгийнх")
    with pytest.raises(NotAllowed):
        registering.open_identity(routing, official)


# --- the term of the law -------------------------------------------------------------------------------------------------


def test_the_law_counts_from_the_offices_register_and_the_way_up_waits_for_it():
    with time_machine.travel(at((2026, 3, 2))):
        routing, official = signed(kind=Kind.COMPLAINT)
        assert routing.legal_due is None and not any("law" in one.title for one in progress.routing_clocks(routing))
    with time_machine.travel(at((2026, 3, 6))):
        registering.register(routing, official, "Г-17/26", at((2026, 3, 5)))
    assert end(routing.legal_due) == date(2026, 4, 4) == end(routing.way_up_due)
    assert messages("registered")
    clocks = progress.routing_clocks(routing)
    assert len(clocks) == 3 and all(one.explanation for one in clocks)


def test_an_office_wins_no_time_by_entering_late():
    with time_machine.travel(at((2026, 3, 2))):
        routing, official = signed(kind=Kind.COMPLAINT)
    with time_machine.travel(at((2026, 3, 30))):
        registering.register(routing, official, "1", at((2026, 3, 30)))
    assert end(routing.legal_due) == date(2026, 4, 4)


def test_a_suggestion_has_ninety_days():
    with time_machine.travel(at((2026, 3, 2))):
        routing, official = signed(kind=Kind.SUGGESTION)
        registering.register(routing, official, "1", at((2026, 3, 2)))
    assert end(routing.legal_due) == date(2026, 5, 31)


def test_an_informal_case_has_no_term_of_the_law():
    routing = make.make_routing()
    with pytest.raises(NotAllowed):
        registering.register(routing, make.make_official(routing.addressee), "1", clock.now())
    assert routing.legal_due is None


def test_the_day_before_it_was_sent_is_refused_by_the_local_calendar():
    with time_machine.travel(at((2026, 3, 3), hour=6)):
        routing, official = signed()
        with pytest.raises(Invalid, match="at"):
            registering.register(routing, official, "1", at((2026, 3, 2), hour=23))


@pytest.mark.parametrize("days", [-400, 1])
def test_a_day_before_it_was_sent_or_in_the_future_is_refused(days):
    routing, official = signed()
    with pytest.raises(Invalid, match="at"):
        registering.register(routing, official, "1", clock.now() + timedelta(days=days))


def test_a_number_is_entered_once():
    routing, official = signed()
    registering.register(routing, official, "1", clock.now())
    with pytest.raises(MoveNotAllowed):
        registering.register(routing, official, "2", clock.now())


def test_one_longer_term_with_a_reason_and_notice():
    with time_machine.travel(at((2026, 3, 2))):
        routing, official = signed(kind=Kind.COMPLAINT)
        registering.register(routing, official, "1", at((2026, 3, 2)))
        above = coordinator(routing)
        with pytest.raises(NotAllowed):
            registering.extend(routing, official, 10, "Шинжилгээний хариу хүлээж байна")
        with pytest.raises(Invalid, match="reason"):
            registering.extend(routing, above, 10, " ")
        with pytest.raises(Invalid, match="days"):
            registering.extend(routing, above, 31, "Шинжилгээ")
        made = registering.extend(routing, above, 30, "Шинжилгээний хариу хүлээж байна")
        assert made.noticed_at <= clock.now() and messages("extended")
        assert end(routing.legal_due) == date(2026, 5, 1) == end(routing.way_up_due)
        with pytest.raises(Invalid, match="days"):
            registering.extend(routing, above, 5, "Дахиад")
    with time_machine.travel(at((2026, 4, 20))):
        assert chasing.chase()["gone up"] == 0
    with time_machine.travel(at((2026, 5, 3))):
        assert chasing.chase()["gone up"] == 1


def test_nobody_makes_the_term_of_their_own_office_longer():
    routing, official = signed()
    registering.register(routing, official, "1", clock.now())
    own = make.actor_of(make.make_user(Role.COORDINATOR, office=routing.addressee))
    assert policy.may(own, Permission.ROUTING_READ, routing)
    with pytest.raises(NotAllowed):
        registering.extend(routing, own, 10, "Шалтгаан")


def test_a_term_that_is_over_is_not_made_longer():
    with time_machine.travel(at((2026, 3, 2))):
        routing, official = signed(kind=Kind.COMPLAINT)
        registering.register(routing, official, "1", at((2026, 3, 2)))
        above = coordinator(routing)
    with time_machine.travel(at((2026, 4, 5))), pytest.raises(Invalid, match="days"):
        registering.extend(routing, above, 10, "Шалтгаан")


@pytest.mark.parametrize("changes", [{"reason": ""}, {"noticed_at": None}, {"days": 31}, {"days": 0}])
def test_the_database_holds_that_a_longer_term_has_reason_and_notice(changes):
    routing, _official = signed()
    good = {"routing_id": routing.id, "days": 10, "reason": "Шалтгаан", "noticed_at": clock.now(), "user_id": 1}
    good["user_id"] = make.make_user().id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(Extension).values(**{**good, **changes}))


def test_the_database_holds_that_there_is_only_one_longer_term():
    routing, _official = signed()
    row = {"routing_id": routing.id, "days": 10, "reason": "a", "noticed_at": clock.now(), "user_id": make.make_user().id}
    db.session.execute(sa.insert(Extension).values(**row))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(Extension).values(**row))


def test_the_sheet_of_a_group_is_opened_by_the_addressee_only(client):
    routing = make.make_routing()
    signing.sign(routing.case, SIGNER, signers=9, sheet=make.photo())
    sheet = routing.case.photos[0].id
    monitor = make.make_user(Role.SENIOR_MONITOR)
    person = make.make_user(Role.OFFICIAL, office=routing.addressee)
    db.session.commit()
    make.sign_in(client, monitor)
    for path in (f"desk/cases/{routing.case.public_id}/photo/{sheet}.jpg", f"office/{routing.number}/photo/{sheet}.jpg"):
        assert client.get(f"/en/{path}").status_code == 404
    make.sign_in(client, person)
    send = {"csrf_token": make.token(client, f"/en/office/{routing.number}")}
    opened = client.post(f"/en/office/{routing.number}/sheet.jpg", data=send)
    assert opened.data.startswith(b"\xff\xd8") and "open_identity" in actions(routing.case)


def test_the_protected_channel_takes_who_signed_along_and_leaves_nothing_here():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    signing.sign(case, SIGNER, signers=4, sheet=make.photo())
    told = crossing.told_of(case)
    assert told.contact["given_name"] == "Дулмаа" and len(told.photos) == 1
    diverting.divert(case, monitor)
    assert (case.track, case.signed_at, case.signers) == (Track.INFORMAL, None, 1) and signing.signer_of(case) == {}


# --- carried by an organisation --------------------------------------------------------------------------------------------


def test_an_organisation_carries_what_its_author_asked_for_and_nothing_else():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact=CONTACT)
    home = civil_society()
    with pytest.raises(NotAllowed):
        registering.carry(case, monitor, home)
    for _ in range(2):
        signing.ask_to_carry(case)
    with pytest.raises(Invalid, match="organisation"):
        registering.carry(case, monitor, make.make_office("18501-HOSP-01"))
    registering.carry(case, monitor, home)
    assert case.track == Track.CARRIED and case.carrier is home and messages("carried")
    assert signing.signer_of(case) == {}


def test_whoever_carries_it_enters_the_number_that_the_office_gave():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    signing.let_office_know(routing.case, SIGNER)
    signing.ask_to_carry(routing.case)
    registering.carry(routing.case, monitor, civil_society())
    assert signing.signer_of(routing.case) == {}
    registering.register(routing, monitor, "Г-3", clock.now())
    assert routing.legal_due
    with pytest.raises(NotAllowed):
        registering.open_identity(routing, make.make_official(routing.addressee))


# --- pages and the form ------------------------------------------------------------------------------------------------------


def civil_society():
    return directory.open_civil_society("Жишээ ТББ", "Sample CSO", make.province())


def text_of(pdf):
    document = PdfDocument(pdf)
    return "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))


def test_the_official_form_holds_who_signed_the_words_and_the_number():
    routing, official = signed()
    registering.register(routing, official, "Г-17/26", clock.now())
    for_office, own = text_of(petitions.form(routing.case, routing)), text_of(petitions.form(routing.case))
    assert all(name in for_office and name in own for name in NAMES)
    assert "Г-17/26" in for_office


def test_an_author_signs_and_reads_how_it_goes(behind, client):  # noqa: F811
    case = behind(make.make_case_with_receipt(contact=CONTACT))
    send = {"csrf_token": make.token(client, "/mn/track/case/petition"), "way": "petition"}
    refused = client.post("/en/track/case/petition", data=send)
    assert refused.status_code == 422 and "Write your name." in refused.text
    named = {"surname": "Жишээгийн", "given_name": "Дулмаа", "address": "3-р баг", "signature": "Ж.Дулмаа"}
    several = client.post("/en/track/case/petition", data={**send, **named, "signers": "9"})
    assert several.status_code == 422 and "photo of the sheet" in several.text
    assert client.post("/en/track/case/petition", data={**send, **named}).status_code == 303
    page = client.get("/en/track/case/petition").text
    assert "nobody may decline it" in page and "Nobody has opened it yet." in page
    assert client.get("/mn/track/case/petition/form.pdf").data.startswith(b"%PDF")
    client.post("/mn/track/case/petition/government", data={"csrf_token": send["csrf_token"], "government_number": "11-77"})
    assert case.government_number == "11-77"


def test_the_office_enters_opens_and_downloads(client):
    routing, _official = signed()
    person = make.make_user(Role.OFFICIAL, office=routing.addressee)
    db.session.commit()
    make.sign_in(client, person)
    page = client.get(f"/en/office/{routing.number}").text
    assert "This is a signed petition." in page and not any(name in page for name in NAMES)
    send = {"csrf_token": make.token(client, f"/en/office/{routing.number}")}
    bad = client.post(
        f"/en/office/{routing.number}/register", data={**send, "register_number": "7", "registered_on": "2090-01-01"}
    )
    assert bad.status_code == 422 and "future" in bad.text
    today = clock.today("Asia/Hovd").isoformat()
    done = client.post(f"/en/office/{routing.number}/register", data={**send, "register_number": "7", "registered_on": today})
    assert done.status_code == 303
    opened = client.post(f"/en/office/{routing.number}/identity", data=send)
    assert opened.status_code == 200 and all(name in opened.text for name in NAMES)
    assert not any(name in client.get(f"/en/office/{routing.number}").text for name in NAMES)
    form = client.post(f"/en/office/{routing.number}/petition.pdf", data=send)
    assert form.mimetype == "application/pdf"
    assert actions(routing.case).count("open_identity") == 2
    longer = client.post(f"/en/office/{routing.number}/extend", data={**send, "days": "10", "reason": "x"})
    assert longer.status_code == 403
