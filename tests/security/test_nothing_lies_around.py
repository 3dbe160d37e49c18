"""A marker in every field that a person fills: it lies nowhere in plain, in no sink of the platform or the database."""

import io
import logging
import os
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from accountability.access.roles import Role
from accountability.cases.operations import answering, reviewing
from accountability.core import logs
from accountability.core.db import db
from accountability.core.storage import storage
from accountability.outbox import operations as outbox
from accountability.outbox.senders import keep_as_sample
from tests import factories as make

pytestmark = pytest.mark.slow
ADDRESS, BROWSER = "203.0.113.77", "Mozilla/5.0 (marker-browser-4711)"
MARKERS = {
    "story": "тэмдэгстори4711", "good": "тэмдэгсайн4711", "better": "тэмдэгдээр4711", "contact_email": "marker4711@example.mn",
    "contact_phone": "88471147", "alias": "тэмдэгнэр4711",
}  # fmt: skip
# What a person is called by is kept for the monitor; everything else lies sealed or not at all.
IN_PLAIN = {"alias"}


def photo():
    picture, out = Image.new("RGB", (300, 200), (9, 9, 9)), io.BytesIO()
    exif = picture.getexif()
    exif[0x010E], exif[0x013B] = "marker-exif-4711", "marker-artist-4711"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def said(caplog):
    """Everything that is logged, as the platform writes it, text and JSON."""
    out = io.StringIO()
    for formatter in (logs.Lines("%(message)s"), logs.JsonLines()):
        handler = logging.StreamHandler(out)
        handler.setFormatter(formatter)
        for name in ("accountability", "sqlalchemy.engine", "werkzeug"):
            logging.getLogger(name).addHandler(handler)
    yield out
    for name in ("accountability", "sqlalchemy.engine", "werkzeug"):
        logging.getLogger(name).handlers[:] = []


def file(client):
    """A person files with every field filled, once wrongly (kept as a draft) and once rightly."""
    page = f"/mn/feedback/new?facility={make.TARIALAN}"
    fields = {
        **MARKERS, "facility": make.TARIALAN, "consent_store": "y", "consent_pass_on": "y", "consent_contact": "y", "reissue_ok": "y",
        "contact_way": "email",
    }  # fmt: skip
    headers = {"User-Agent": BROWSER, "Referer": "https://marker-referer-4711.example/"}
    place = {"REMOTE_ADDR": ADDRESS}
    receipts = []
    for wrong in (True, False):
        data = {**fields, "csrf_token": make.token(client, page), "photos": (io.BytesIO(photo()), "marker-name-4711.jpg")}
        if wrong:
            data.pop("consent_store")
        answer = client.post(
            "/mn/feedback/new", data=data, headers=headers, environ_base=place, content_type="multipart/form-data"
        )
        assert answer.status_code == (422 if wrong else 303)
    receipts.append(client.get("/mn/feedback/received").text.split('data-receipt="', 1)[1].split('"', 1)[0])
    return receipts[0]


def every_row():
    with db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        quoted = [name for name in names if not name.startswith("case_search")]
        return "".join(repr(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()) for name in quoted)


def test_no_marker_lies_in_plain_anywhere(cloned, said, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    cloned.config["PROPAGATE_EXCEPTIONS"] = False
    client = cloned.test_client()
    receipt = file(client)
    client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
    words = "тэмдэгнэмэлт4711"
    client.post("/mn/track/case/words", data={"words": words, "csrf_token": make.token(client, "/mn/track/case")})
    news = "marker-news-4711@example.mn"
    wish = {"email": news, "about_cases": "y", "csrf_token": make.token(client, "/mn/subscribe")}
    assert client.post("/mn/subscribe", data=wish).status_code == 303
    with cloned.app_context():
        outbox.deliver(keep_as_sample)
        db.session.commit()
        rows = every_row()
        found = {
            *MARKERS.values(),
            words,
            news,
            receipt,
            ADDRESS,
            BROWSER,
            "marker-referer-4711",
            "marker-name-4711",
            "marker-exif-4711",
        }
        found |= {" ".join(receipt[start : start + 4] for start in range(0, 20, 4))}
        plain = {MARKERS[name] for name in IN_PLAIN}
        assert {marker for marker in found if marker in rows} == plain
        assert not {marker for marker in found - plain if marker in said.getvalue()}
        places = [storage.root, temporary, *_database_files(cloned)]
        assert not list(_files_with(found - plain, places))
        assert not list(temporary.rglob("*")), "an upload lay in a temporary file"


def test_what_somebody_asks_to_have_reviewed_lies_nowhere_in_plain(cloned, said):
    words, client, judge = "тэмдэгхянуулах4711", cloned.test_client(), cloned.test_client()
    with cloned.app_context():
        monitor, person = make.make_monitor(), make.make_user(Role.REVIEWER, office=make.make_group())
        case, receipt = make.make_case_with_receipt()
        reviewing.take(case, monitor)
        reviewing.review(case, monitor, make.make_review())
        [routing] = reviewing.route(case, monitor, case.facilities)
        reply = answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай.")
        answering.answer(routing, make.make_official(routing.addressee), reply)
        db.session.commit()
    asked = {"words": words, "csrf_token": make.token(client, "/mn/track")}
    assert client.post("/mn/track/case/review", data=asked).status_code == 303, "kept: the visit was over"
    client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
    assert client.post("/mn/track/case/review", data=asked).status_code == 303
    make.sign_in(judge, person)
    with cloned.app_context():
        address = f"/mn/reviews/{db.session.scalar(sa.text('SELECT number FROM appeals'))}"
    told = {"csrf_token": make.token(judge, address), "result": "rejected", "reasons": "Хариу хангалттай", "remedy": "court"}
    for act in ("take", "decide"):
        assert judge.post(f"{address}/{act}", data=told).status_code == 303
    with cloned.app_context():
        outbox.deliver(keep_as_sample)
        db.session.commit()
        assert words not in every_row() + said.getvalue()
        assert not list(_files_with({words}, [storage.root, *_database_files(cloned)]))


def _database_files(app):
    url = sa.make_url(app.config["TEST_URL"])
    if url.get_backend_name() == "sqlite":
        return [Path(url.database), Path(f"{url.database}-wal")]
    home = os.environ.get("TEST_POSTGRES_HOME")
    db.session.execute(sa.text("SELECT 1"))
    return [Path(home) / "log"] if home else []


def _files_with(markers, places):
    for place in places:
        for path in [place] if place.is_file() else place.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            yield from ((path, marker) for marker in markers if marker.encode() in content)


def test_an_error_of_the_database_quotes_no_value_in_the_log(cloned, said):
    with cloned.app_context(), pytest.raises(sa.exc.IntegrityError) as caught:
        db.session.execute(
            sa.text("INSERT INTO users (id, name, email, locale, keys_on) VALUES (1, :name, :name, 'mn', TRUE)"),
            {"name": "тэмдэгсери4711"},
        )
    logging.getLogger("accountability").error("failed", exc_info=caught.value)
    assert "IntegrityError" in said.getvalue() and "тэмдэгсери4711" not in said.getvalue()


def test_messages_and_their_subjects_say_nothing(cloned):
    with cloned.app_context():
        case = make.make_case(contact={"email": "saraa@example.mn"})
        db.session.commit()
        letters = []
        outbox.deliver(lambda letter, _id: letters.append(letter) or "sample")
        for letter in letters:
            for secret in (
                case.facilities[0].name_mn,
                case.facilities[0].name_en,
                "эмнэлэг",
                "эм",
                make.STORY[:20],
                case.public_id,
            ):
                assert secret not in f"{letter.subject} {letter.text}".split()
