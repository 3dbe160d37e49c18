"""A person's rights over what is kept about them, through the receipt; and what time erases by itself."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.audit import queries as audit
from accountability.cases import owndata, queries
from accountability.cases.models import Attachment, ConsentPurpose, NoteKind
from accountability.cases.operations import authoring, reading, retaining, reviewing
from accountability.cases.workflow import RoutingStatus, Status, Visibility
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.directory.labels import ServiceLevel
from tests import factories as make
from tests.cases.test_operations import actions, folded, recounted
from tests.cases.test_withdrawal import everything

CONTACT = {"email": "dulmaa@example.mn", "way": "email"}


@pytest.fixture
def behind(app, client):
    """Opens the client's visit to a case and gives the case."""

    def come(case_and_receipt):
        case, receipt = case_and_receipt
        client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
        return case

    return come


def post(client, path, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, "/mn/track/case/data")})


# --- who looked --------------------------------------------------------------------------------------------------------


def test_the_author_sees_who_opened_story_and_contact_by_role_and_organisation_not_by_name(behind, client):
    case = behind(make.make_case_with_receipt(contact=CONTACT))
    person = make.make_user(name="Нууц Нэр")
    home = make.make_office("18501-HOSP-01")
    make.accounts.declare_tie(make.actor_of(person), person, home, make.Relation.WORKS)
    monitor = make.actor_of(person)
    reviewing.take(case, monitor)
    for _ in range(3):
        reading.open_story(case, monitor)
    reading.open_contact(case, monitor, "Утсаар асуух зүйл байна")
    db.session.commit()
    page = client.get("/en/track/case/data").text
    assert "Uvs general hospital" in page and "Monitor" in page
    assert "Утсаар асуух зүйл байна" in page
    assert "Нууц Нэр" not in page
    assert len(owndata.looks(case)) == 2


def test_a_photo_opened_at_the_desk_is_recorded(client, app):
    person = make.make_user()
    case = make.make_taken(make.actor_of(person), photos=[make.photo()])
    db.session.commit()
    make.sign_in(client, person)
    for _ in range(2):
        assert client.get(f"/mn/desk/cases/{case.public_id}/photo/{case.photos[0].id}.jpg").status_code == 200
    assert actions(case).count("open_photo") == 1


# --- taking along, correcting --------------------------------------------------------------------------------------------


def test_everything_can_be_taken_along_as_a_file(behind, client):
    behind(make.make_case_with_receipt(contact=CONTACT, photos=[make.photo()]))
    file = client.get("/mn/track/case/data.json")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.json["story"] == make.STORY and file.json["contact"]["email"] == "dulmaa@example.mn"
    assert len(file.json["consents"]) == 4 and len(file.json["photos"]) == 1


def test_the_contact_can_be_put_right(behind, client):
    case = behind(make.make_case_with_receipt(contact=CONTACT))
    assert post(client, "/mn/track/case/data/correct", contact_phone="9911 2233", alias="Дулмаа").status_code == 303
    case = queries.lock(case.id)
    assert "2233" in queries.contact_of(case)["phone"] and not queries.contact_of(case).get("email")
    assert case.alias == "Дулмаа"
    assert post(client, "/mn/track/case/data/correct", contact_email="no such address").status_code == 422


@pytest.mark.parametrize("path", ["", ".json", "/erase"])
def test_without_a_visit_nothing_is_shown(client, path):
    answer = client.get(f"/mn/track/case/data{path}")
    assert answer.status_code == 302 and answer.location.endswith("/mn/track")


def test_without_a_visit_nothing_is_changed(client, app):
    for path in ("correct", "consent", "erase"):
        assert client.post(f"/mn/track/case/data/{path}").status_code in {302, 303}


# --- consents ----------------------------------------------------------------------------------------------------------


def test_a_consent_to_publish_taken_back_takes_the_text_out_of_view_at_once(app):
    case = make.make_public()
    authoring.take_consent_back(queries.lock(case.id), ConsentPurpose.PUBLISH)
    assert case.visibility == Visibility.PRIVATE
    assert not queries.public_cases(queries.PublicFilter(q="даралт"), 10)
    with pytest.raises(Invalid):
        reviewing.decide(case, make.make_senior(), reviewing.VisibilityAction.PUBLISH)
    assert folded() == recounted()


def test_a_consent_to_pass_on_taken_back_recalls_what_no_office_answered(app):
    routing = make.make_routing()
    case = queries.lock(routing.case_id)
    authoring.take_consent_back(case, ConsentPurpose.PASS_ON)
    assert (routing.status, case.status) == (RoutingStatus.RECALLED, Status.IN_REVIEW)
    assert make.OFFICE_TEXT not in routing.text_office
    assert folded() == recounted()


def test_a_consent_to_contact_taken_back_erases_the_contact(app):
    case = make.make_case(contact=CONTACT, reissue_ok=True)
    authoring.take_consent_back(queries.lock(case.id), ConsentPurpose.CONTACT)
    assert queries.contact_of(case) == {} and not case.has_contact and not case.reissue_ok


def test_a_consent_can_be_given_again(app):
    case = make.make_case()
    authoring.take_consent_back(queries.lock(case.id), ConsentPurpose.PUBLISH)
    authoring.consent_again(queries.lock(case.id), ConsentPurpose.PUBLISH)
    assert case.agrees_to(ConsentPurpose.PUBLISH)


def test_consents_change_on_the_page(behind, client):
    case = behind(make.make_case_with_receipt())
    assert post(client, "/mn/track/case/data/consent", purpose="publish", act="take").status_code == 303
    assert not queries.lock(case.id).agrees_to(ConsentPurpose.PUBLISH)
    for wrong in ({"purpose": "store", "act": "take"}, {"purpose": "publish", "act": "burn"}, {}):
        assert post(client, "/mn/track/case/data/consent", **wrong).status_code == 422


# --- erasing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["closed", "declined", "merged"])
def test_an_ended_case_can_be_erased_by_its_author_too(app, end):
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact=CONTACT)
    reviewing.review(case, monitor, make.make_review())
    if end == "closed":
        reviewing.decide(case, monitor, reviewing.VisibilityAction.PUBLISH)
        routing = reviewing.route(case, monitor, case.facilities)[0]
        make.answering.answer(routing, make.make_official(), make.answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай."))
        authoring.judge(queries.lock(case.id), authoring.following.VerdictAction.CONFIRM)
    elif end == "declined":
        reviewing.decline(case, make.make_senior(), "unclear", "Ойлгосонгүй")
    else:
        reviewing.merge(case, monitor, make.make_taken(monitor))
    authoring.erase(queries.lock(case.id))
    kept = everything()
    assert case.status.value == end and case.erased_at
    assert make.OFFICE_TEXT not in kept and "Уучлаарай" not in kept
    assert case.secret.story is None and case.secret.contact is None
    assert case.visibility in {Visibility.PRIVATE, Visibility.UNDECIDED}
    assert not list(audit.broken()) and folded() == recounted()
    with pytest.raises(MoveNotAllowed):
        authoring.erase(queries.lock(case.id))


def test_erasing_on_the_page_asks_once_more(behind, client):
    case = behind(make.make_case_with_receipt())
    assert client.get("/mn/track/case/data/erase").status_code == 200
    assert queries.lock(case.id).erased_at is None
    assert post(client, "/mn/track/case/data/erase").status_code == 303
    assert queries.lock(case.id).erased_at
    assert client.get("/mn/track/case/data").status_code == 200


# --- what time erases --------------------------------------------------------------------------------------------------


def closed(monitor):
    case = make.make_taken(
        monitor, contact=CONTACT, photos=[make.photo()], facilities=[make.make_office(level=ServiceLevel.OPEN)]
    )
    reading.add_note(case, monitor, NoteKind.NOTE, "тэмдэглэл")
    reviewing.review(case, monitor, make.make_review())
    reviewing.decline(case, make.make_senior(), "unclear", "Ойлгосонгүй")
    db.session.commit()
    return case


@pytest.mark.parametrize(("after", "contact", "story"), [(300, True, True), (370, False, True), (1100, False, False)])
def test_contact_goes_after_twelve_months_and_the_story_after_thirty_six(app, after, contact, story):
    case = closed(make.make_monitor())
    with time_machine.travel(clock.now() + timedelta(days=after)):
        for _ in range(2):
            retaining.retain(12, 36)
        case = queries.lock(case.id)
        assert bool(case.secret.contact) is contact
        assert bool(case.secret.story) is story
        assert bool(db.session.scalar(sa.select(sa.func.count()).select_from(Attachment))) is story
        assert actions(case).count("retain_story") == (not story)
    assert case.text_office == make.OFFICE_TEXT
    assert folded() == recounted()


def test_an_open_case_is_never_erased_by_time(app):
    case = make.make_case(contact=CONTACT)
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=4000)):
        assert retaining.retain(12, 36) == {"contacts erased": 0, "stories erased": 0}
    assert queries.contact_of(queries.lock(case.id))


def test_the_command_says_what_it_erased(app):
    closed(make.make_monitor())
    with time_machine.travel(clock.now() + timedelta(days=1200)):
        said = app.test_cli_runner().invoke(args=["cases", "retain"]).output
    assert "contacts erased: 1" in said and "stories erased: 1" in said


@pytest.mark.parametrize(("months", "expected"), [(1, "2026-02-28"), (12, "2025-03-31"), (36, "2023-03-31")])
def test_months_ago_keeps_inside_the_month(months, expected):
    with time_machine.travel("2026-03-31T10:00:00+00:00", tick=False):
        assert clock.months_ago(months).date().isoformat() == expected


# --- the signed acknowledgement ----------------------------------------------------------------------------------------


def test_the_acknowledgement_is_signed_and_says_neither_what_nor_from_whom(behind, client):
    from tests.audit.test_outward import checker, signer

    case = behind(make.make_case_with_receipt(contact=CONTACT))
    file = client.get("/mn/track/case/acknowledgement.json")
    assert list(checker.faults_of_receipt(file.json, signer.public_key)) == []
    assert file.json["acknowledges"]["office"] == make.TARIALAN
    assert make.STORY[:20] not in file.text and "dulmaa" not in file.text and case.public_id not in file.text
    for name in ("case", "office", "on", "group"):
        changed = {**file.json, "acknowledges": {**file.json["acknowledges"], name: "x"}}
        assert list(checker.faults_of_receipt(changed, signer.public_key))
