"""Filing through the page: what arrives, what is asked again, and that nothing typed is ever lost."""

import io
import re
import uuid

import pytest
import sqlalchemy as sa

from accountability.cases import queries, receipts
from accountability.cases.models import Attachment, Case, ConsentPurpose, Kind
from accountability.cases.operations import authoring
from accountability.core.db import db
from tests import factories as make

FORM = "/mn/feedback/new?facility=" + make.TARIALAN


def filled(client, **changes):
    fields = {
        "facility": make.TARIALAN, "story": make.STORY, "consent_store": "y", "consent_pass_on": "y",
        "client_key": str(uuid.uuid4()), "csrf_token": make.token(client, FORM), "contact_way": "none",
    }  # fmt: skip
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}


def send(client, **changes):
    return client.post("/mn/feedback/new", data=filled(client, **changes), content_type="multipart/form-data")


def cases():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Case))


def test_the_place_is_chosen_step_by_step_without_javascript(client):
    assert "Увс" in client.get("/mn/feedback/new").text
    assert "soum=18540" in client.get("/mn/feedback/new?province=MN-046").text
    assert make.TARIALAN in client.get("/mn/feedback/new?soum=18540").text


@pytest.mark.parametrize("typed", ["tarialan emneleg", "Тариалангийн эмнэлэг", "ТАРИАЛАН"])
def test_the_office_is_found_however_its_name_is_typed(client, typed):
    assert make.TARIALAN in client.get("/mn/feedback/new", query_string={"q": typed}).text


def test_the_short_link_of_a_poster_leads_to_the_form(client):
    assert client.get(f"/mn/f/{make.TARIALAN}").location.endswith("facility=" + make.TARIALAN)


def test_filing_ends_at_the_receipt_with_its_code_and_number(client):
    answer = send(client)
    assert (answer.status_code, answer.location) == (303, "/mn/feedback/received")
    page = client.get(answer.location).text
    code = re.search(r'data-receipt="(\d{20})"', page)[1]
    assert queries.by_receipt(code).public_id == re.search(r'data-public-id="(\w{10})"', page)[1]


def test_the_receipt_is_shown_again_in_the_same_browser_but_not_in_another(client, app):
    send(client)
    assert "data-receipt" in client.get("/mn/feedback/received").text
    assert app.test_client().get("/mn/feedback/received").status_code == 404


def test_the_same_form_sent_twice_makes_one_case(client):
    form = filled(client)
    for _ in range(2):
        assert client.post("/mn/feedback/new", data=form).status_code == 303
    assert cases() == 1


def test_everything_optional_may_come_with_the_first_form(client):
    send(client, kind="thanks", category="is-medicine", month="2026-10", herder="yes", service="hs-medicine")
    case = db.session.scalars(sa.select(Case)).one()
    assert (case.kind, case.month, case.herder, case.service.code) == (Kind.THANKS, "2026-10", "yes", "hs-medicine")


def test_consents_are_kept_one_by_one_with_their_text_version(client):
    send(client)
    case = db.session.scalars(sa.select(Case)).one()
    assert case.agrees_to(ConsentPurpose.PASS_ON)
    assert not case.agrees_to(ConsentPurpose.PUBLISH)
    assert {consent.text_version for consent in case.consents} == {authoring.CONSENT_TEXTS}


def test_an_office_that_is_not_listed_may_be_named_in_words(client):
    send(client, facility=None, facility_text="Хайрхан сумын шинэ эмнэлэг", province="MN-046", soum="18540")
    case = db.session.scalars(sa.select(Case)).one()
    assert (case.facility_text, case.province.iso_code) == ("Хайрхан сумын шинэ эмнэлэг", "MN-046")


@pytest.mark.parametrize("missing", ["story", "consent_store", "consent_pass_on"])
def test_a_form_without_what_is_needed_is_asked_again_with_its_words_kept(client, missing):
    answer = send(client, **{missing: None})
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    assert missing == "story" or "Долгор" in answer.text
    assert cases() == 0


def test_a_wrong_phone_number_is_explained_and_the_story_stays(client):
    answer = send(client, contact_way="phone", contact_phone="12")
    assert answer.status_code == 422
    assert "contact_phone" in answer.text
    assert "Долгор" in answer.text


def test_photos_wait_in_the_draft_when_a_field_is_wrong(client):
    answer = send(client, story="", photos=[(io.BytesIO(make.photo()), "a.jpg"), (io.BytesIO(make.photo()), "b.jpg")])
    assert answer.status_code == 422
    send(client)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 2


def test_a_photo_loses_what_the_camera_wrote_into_it(client):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "SecretCameraMaker"
    out = io.BytesIO()
    Image.new("RGB", (900, 600)).save(out, "JPEG", exif=exif)
    send(client, photos=[(io.BytesIO(out.getvalue()), "a.jpg")])
    kept = authoring.file_content(db.session.scalars(sa.select(Attachment)).one())
    assert b"SecretCameraMaker" in out.getvalue()
    assert b"SecretCameraMaker" not in kept


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 not a photo", "a.jpg"),
        (b"<svg onload='alert(1)'/>", "a.png"),
        (b"\xff\xd8\xff\xe0 cut off", "a.jpg"),
        (b"", "empty.jpg"),
        (b"GIF89a" + b"\0" * 40, "a.jpg"),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused_and_the_story_stays(client, content, name):
    answer = send(client, photos=[(io.BytesIO(content), name)])
    assert answer.status_code == 422
    assert "Долгор" in answer.text


def test_a_picture_bomb_is_refused_before_it_is_unpacked(client):
    import struct
    import zlib

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))  # noqa: E731
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert send(client, photos=[(io.BytesIO(bomb), "a.png")]).status_code == 413


def test_a_photo_over_the_limit_answers_413_names_it_and_keeps_the_story(client):
    answer = send(client, photos=[(io.BytesIO(b"\0" * (13 * 1024 * 1024)), "big.jpg"), (io.BytesIO(make.photo()), "good.jpg")])
    assert answer.status_code == 413
    assert "12" in answer.text
    assert "Долгор" in answer.text
    send(client)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 1


def test_a_sixth_photo_is_refused_and_the_first_five_are_kept(client):
    photos = [(io.BytesIO(make.photo((64, 64))), f"{n}.jpg") for n in range(6)]
    assert send(client, photos=photos).status_code == 422
    send(client)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 5


def test_ten_megabytes_of_text_are_refused_with_the_limit(client):
    answer = send(client, story="а" * 5_300_000)
    assert answer.status_code == 413
    assert cases() == 0


def test_a_story_over_its_limit_is_kept_and_the_limit_named(client):
    answer = send(client, story="а" * 20_001)
    assert answer.status_code == 422
    assert "20000" in answer.text


def test_a_stale_form_keeps_its_words_and_can_be_sent_again(client):
    answer = send(client, csrf_token="stale")
    assert answer.status_code == 422
    assert "Долгор" in answer.text
    assert send(client).status_code == 303


def test_a_robot_that_fills_the_hidden_field_is_refused(client):
    assert send(client, website="http://spam.example").status_code == 422
    assert cases() == 0


def test_control_characters_and_direction_marks_are_taken_out(client):
    send(client, story="Эм\x00 алга\u202e байна\u200b")
    case = db.session.scalars(sa.select(Case)).one()
    assert queries.story_of(case) == "Эм алга байна"


@pytest.mark.parametrize(
    "body", [b"", b"story=\xff\xfe&consent_store=y", b"a" * 1000, b"%%%%", b"facility=1&facility=2&facility=" + b"9" * 500]
)
def test_a_broken_body_never_makes_trouble(client, body):
    answer = client.post("/mn/feedback/new", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_truncated_upload_never_makes_trouble(client):
    body = b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\nhello'
    answer = client.post("/mn/feedback/new", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 422}


def test_an_unknown_facility_or_place_is_not_found(client):
    for address in ("facility=99999-HC-01", "soum=00000", "province=MN-999"):
        assert client.get("/mn/feedback/new?" + address).status_code == 404


def test_answered_public_cases_of_the_office_are_offered_while_filing(client):
    monitor = make.make_monitor()
    case = make.make_public(monitor)
    routing = make.reviewing.route(case, monitor, case.facilities)[0]
    make.answering.answer(
        routing, make.make_official(routing.addressee), make.answering.Reply(make.AnswerKind.EXPLANATION, "Ирнэ")
    )
    assert case.public_id in client.get(FORM).text


def test_no_cookie_or_address_ever_holds_the_receipt(client):
    send(client)
    code = re.search(r'data-receipt="(\d{20})"', client.get("/mn/feedback/received").text)[1]
    assert receipts.grouped(code) not in str(client._cookies)
    assert code not in str(client._cookies)


@pytest.mark.parametrize(("way", "field"), [("phone", "contact_phone"), ("email", "contact_email")])
def test_a_way_to_be_reached_needs_its_address(client, way, field):
    answer = send(client, contact_way=way)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize("field", ["alias", "facility_text", "good", "contact_email"])
def test_a_field_that_is_too_long_is_said_at_the_field_in_mongolian(client, field):
    answer = send(client, **{field: "а" * 6000})
    assert answer.status_code == 422
    assert "Field cannot" not in answer.text
    assert "тэмдэгт" in answer.text or "имэйл" in answer.text.lower()
