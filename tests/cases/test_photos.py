"""Photos: originals never leave the monitor's room, the office sees blotted copies, a PDF becomes pictures."""

import io
import subprocess
import sys

import pytest
import sqlalchemy as sa
from PIL import Image
from pypdf import PdfWriter

from accountability.access.roles import Role
from accountability.cases import queries
from accountability.cases.models import Case
from accountability.cases.operations import authoring, blotting, reviewing
from accountability.core import rasterising, uploads
from accountability.core.db import db
from tests import factories as make
from tests.cases.test_citizen_views import send
from tests.cases.test_operations import actions


def pdf(pages=1, size=(595, 842), **options):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size)
    writer.add_metadata({"/Author": "Дулмаа"})
    if options.get("locked"):
        writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def striped(size=(400, 300)):
    """A photo of fine stripes: a mere blur of them could be undone."""
    picture = Image.effect_noise(size, 120).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def test_under_a_box_is_one_colour_and_nothing_else():
    copy = Image.open(io.BytesIO(uploads.blotted(striped(), [(0.25, 0.25, 0.5, 0.5)])))
    inside = copy.crop((112, 88, 288, 212)).convert("L").getextrema()
    assert inside[1] - inside[0] <= 4
    outside = copy.crop((0, 0, 90, 60)).convert("L").getextrema()
    assert outside[1] - outside[0] > 60


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (0.9, 0.9, 0.9, 0.9), (0, 0, 0.001, 0.001), (1, 1, 1, 1)])
def test_a_box_at_the_edge_breaks_nothing(box):
    assert uploads.blotted(striped(), [box])[:2] == b"\xff\xd8"


@pytest.fixture
def desk(client):
    person = make.make_user(Role.MONITOR)
    case = make.make_taken(make.actor_of(person), photos=[striped()])
    reviewing.review(case, make.actor_of(person), make.make_review())
    db.session.commit()
    make.sign_in(client, person)
    return case, make.actor_of(person)


def test_the_office_sees_the_copy_and_never_the_original(app, client, desk):
    case, monitor = desk
    photo = case.photos[0]
    path = f"/mn/desk/cases/{case.public_id}/photo/{photo.id}/blot"
    fields = {"boxes-0-left": "10", "boxes-0-top": "10", "boxes-0-width": "50", "boxes-0-height": "50"}
    assert client.post(path, data={**fields, "csrf_token": make.token(client, path)}).status_code == 303
    routing = reviewing.route(queries.lock(case.id), monitor, case.facilities)[0]
    official, office = make.make_user(Role.OFFICIAL, office=routing.addressee), app.test_client()
    db.session.commit()
    make.sign_in(office, official)
    [copy] = queries.copies_of(case.id)
    page = office.get(f"/mn/office/{routing.number}").text
    assert f"/photo/{copy.id}.jpg" in page and f"/photo/{photo.id}.jpg" not in page
    assert office.get(f"/mn/office/{routing.number}/photo/{copy.id}.jpg").data == authoring.file_content(copy)
    assert office.get(f"/mn/office/{routing.number}/photo/{photo.id}.jpg").status_code == 404
    assert office.get(f"/mn/desk/cases/{case.public_id}/photo/{photo.id}.jpg").status_code in {403, 404}
    assert "blot" in actions(case)


def test_the_copy_can_be_taken_back(client, desk):
    case, monitor = desk
    blotting.blot(case, monitor, case.photos[0], [])
    db.session.commit()
    path = f"/mn/desk/cases/{case.public_id}/photo/{case.photos[0].id}"
    client.post(f"{path}/keep", data={"csrf_token": make.token(client, f"{path}/blot")})
    assert queries.copies_of(case.id) == []


@pytest.mark.parametrize("wrong", [{"boxes-0-left": "-3"}, {"boxes-0-width": "900"}, {"boxes-0-top": "x"}])
def test_a_wrong_number_is_said_and_no_copy_is_made(client, desk, wrong):
    case, _ = desk
    path = f"/mn/desk/cases/{case.public_id}/photo/{case.photos[0].id}/blot"
    assert client.post(path, data={**wrong, "csrf_token": make.token(client, path)}).status_code == 422
    assert queries.copies_of(case.id) == []


def test_a_pdf_becomes_pictures_of_its_pages_without_its_authors_name(client):
    answer = send(client, photos=[(io.BytesIO(pdf(2)), "letter.pdf")])
    assert answer.status_code == 303
    [case] = db.session.scalars(sa.select(Case)).all()
    assert len(case.photos) == 2
    content = authoring.file_content(case.photos[0])
    assert content[:2] == b"\xff\xd8" and "Дулмаа".encode("utf-16-be") not in content


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 nothing", pdf(locked=True), pdf(size=(200_000, 10)), b"%PDF-" + b"\x00" * 10_000, b"%PDF-1.4\n%%EOF"]
)
def test_a_pdf_that_cannot_be_shown_is_refused_and_the_story_kept(client, content):
    answer = send(client, photos=[(io.BytesIO(content), "letter.pdf")])
    assert answer.status_code == 422
    assert "PDF" in answer.text


def test_a_pdf_with_too_many_pages_keeps_the_first_five(client):
    answer = send(client, photos=[(io.BytesIO(pdf(30)), "book.pdf")])
    assert answer.status_code == 422 and "5" in answer.text


def test_the_pdf_is_drawn_in_a_process_that_may_use_little():
    source = rasterising.__file__
    done = subprocess.run([sys.executable, "-I", source, "3"], input=pdf(1), capture_output=True, check=True)
    assert done.stdout[4:6] == b"\xff\xd8"
