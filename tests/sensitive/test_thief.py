"""A stolen copy of everything (both databases, files, logs of the databases) with every secret of the server shows no report."""

import base64
import hashlib
import io
import json
import logging
import re

import pytest
import sqlalchemy as sa
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead

from accountability.access.roles import Role
from accountability.cases.receipts import receipts
from accountability.core.db import SENSITIVE, db
from accountability.core.vault import VaultError, vault
from accountability.sensitive import seals
from accountability.sensitive.marks import marks
from accountability.sensitive.models import Envelope, Officer, Report
from accountability.sensitive.operations import chasing, handling
from tests import factories as make
from tests.sensitive.test_pages import code_in, send

MARKERS = {
    "narrative": "ТЭМДЭГ-өгүүллэг-83610", "accused": "ТЭМДЭГ-буруутан-83611", "wishes": "ТЭМДЭГ-хүсэл-83612", "contact_times": "ТЭМДЭГ-цаг-83613",
    "code_word": "ТЭМДЭГ-нууцүг-83614", "contact_email": "temdeg83615@example.mn", "contact_way": "email", "contact_other": "ТЭМДЭГ-арга-83616",
}  # fmt: skip
SAID = {
    "reply": "ТЭМДЭГ-хариу-83617",
    "note": "ТЭМДЭГ-тэмдэглэл-83618",
    "more": "ТЭМДЭГ-нэмэлт-83619",
    "diverted": "ТЭМДЭГ-шилжсэн-83620",
    "move": "ТЭМДЭГ-алхам-83621",
}
SECRETS = [value for name, value in MARKERS.items() if name != "contact_way"] + list(SAID.values())


@pytest.fixture
def stolen(cloned, tmp_path, caplog):
    """A life of the channel through its pages, with an officer's vault and an author's visit still open; then everything is copied."""
    caplog.set_level(logging.DEBUG)
    with cloned.app_context():
        officers, monitor = make.make_officers(3), make.make_user(Role.MONITOR)
        case, case_code = make.make_case_with_receipt(story=SAID["diverted"], photos=[make.photo()])
        db.session.commit()
    author, officer, desk = cloned.test_client(), cloned.test_client(), cloned.test_client()
    send(author, narrative="", accused=MARKERS["accused"])
    code = code_in(send(author, **MARKERS, photos=(io.BytesIO(make.photo()), "ТЭМДЭГ-файл-83622.jpg")))
    author.post("/mn/track", data={"receipt": code, "csrf_token": make.token(author, "/mn/track")})
    author.post("/mn/track/report/words", data={"words": SAID["more"], "csrf_token": make.token(author, "/mn/track/report")})
    make.sign_in(desk, monitor)
    desk.post(f"/mn/desk/cases/{case.public_id}/divert", data={"csrf_token": make.token(desk, "/mn/track")})
    make.sign_in(officer, officers[0])
    officer.post(
        "/mn/protected/vault/unlock",
        data={"passphrase": make.PASSPHRASE, "csrf_token": make.token(officer, "/mn/protected/vault")},
    )
    with cloned.app_context():
        names = list(db.session.scalars(sa.select(Report.name).order_by(Report.id)))
        db.session.rollback()
    for name in names:
        page = f"/mn/protected/desk/{name}"
        assert officer.get(page).status_code == 200
        token = make.token(officer, page)
        officer.post(f"{page}/reply", data={"text": SAID["reply"], "csrf_token": token})
        officer.post(f"{page}/note", data={"note-text": SAID["note"], "note-csrf_token": token})
        officer.post(f"{page}/move", data={"step": "screen", "note": SAID["move"], "csrf_token": token})
    assert SAID["reply"] in author.get("/mn/track/report").text
    with cloned.app_context():
        chasing.notify()
        db.session.commit()
        yield copy_of(tmp_path, caplog), code, case_code, officers[0]
        db.session.rollback()


def copy_of(folder, caplog) -> dict[str, bytes]:
    """Every file, and every value of every table."""
    found = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for bind, metadata in ((None, db.metadata), (SENSITIVE, db.metadatas[SENSITIVE])):
        with db.engines[bind].connect() as connection:
            for table in metadata.sorted_tables:
                for number, row in enumerate(connection.execute(sa.select(table))):
                    for column, value in row._mapping.items():
                        key = f"{bind}.{table.name}[{number}].{column}"
                        found[key] = value if isinstance(value, bytes) else str(value).encode()
    found["the log"] = caplog.text.encode()
    assert len(found) > 200
    return found


def spellings(text):
    """However it might lie there: plain, escaped, in hexadecimal or base 64."""
    raw = text.encode()
    yield raw
    yield json.dumps(text)[1:-1].encode()
    yield raw.hex().encode()
    yield text.encode("utf-16-le")
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def test_no_word_contact_code_or_name_of_a_file_lies_anywhere(stolen):
    copy, code, _case_code, _officer = stolen
    looked_for = [*SECRETS, "ТЭМДЭГ-файл", make.PASSPHRASE, code, " ".join(re.findall("....", code))]
    hits = [
        (where, text)
        for text in looked_for
        for spelling in spellings(text)
        for where, content in copy.items()
        if spelling in content
    ]
    assert not hits


def test_the_check_finds_what_does_lie_there(stolen):
    """The same look finds what is meant to be in plain, so that it is a look at all."""
    copy, *_ = stolen
    name = db.session.scalars(sa.select(Report.name)).first()
    assert any(name.encode() in content for content in copy.values())


def keys_of_the_server():
    """What follows from SECRET_KEY, RECEIPT_KEY and VAULT_KEYS by every way that the code knows, and by the simplest ones."""
    secrets = ["test-secret", "test-receipts", "test-vault"]
    yield from (receipts._key, marks._key)
    for secret in secrets:
        for before in ("", "vault:", "receipt:", "protected:", "id:"):
            yield hashlib.sha256(before.encode() + secret.encode()).digest()
        yield secret.encode().ljust(32, b"\0")
    yield from (seals.derive(marks._key, purpose) for purpose in ("lookup", "inbox", "open", "row"))
    yield from (marks.salt(purpose, 16).ljust(32, b"\0") for purpose in ("lookup", "nobody"))


def opens(key, value, names):
    purposes = [
        f"{kind}:{name}" for kind in ("body", "file", "words", "author", "visit", "officer", "open", "trail") for name in names
    ]
    for purpose in [*purposes, ""]:
        try:
            return Aead(key).decrypt(value, purpose.encode())
        except CryptoError:
            continue
    try:
        return SealedBox(PrivateKey(key)).decrypt(value)
    except CryptoError:
        return None


def sealed_values(copy):
    return {where: value for where, value in copy.items() if where.startswith(SENSITIVE) and len(value) > 70}


def test_no_secret_of_the_server_opens_any_sealed_value(stolen):
    copy, *_ = stolen
    names = [value.decode() for where, value in copy.items() if where.endswith((".name", ".mark", ".chain"))]
    values = sealed_values(copy)
    assert len(values) > 25
    for where, value in values.items():
        assert not any(opens(key, value, names) for key in keys_of_the_server()), where
        for purpose in ("story", "draft", "message", "copy", ""):
            with pytest.raises(VaultError):
                vault.open(value, purpose)


def test_an_officers_passphrase_opens_the_same_copy(stolen):
    """What a thief would need: the stolen rows, and the words that stand only in somebody's head."""
    officer = db.session.scalars(sa.select(Officer).order_by(Officer.id)).first()
    key = seals.stretch(make.PASSPHRASE, officer.salt, seals.Cost(officer.passes, officer.memory))
    private = seals.unseal(key, officer.wrapped_key, f"officer:{officer.mark}")
    report = db.session.scalars(sa.select(Report).order_by(Report.id)).first()
    envelope = db.session.scalars(
        sa.select(Envelope).where(Envelope.report_id == report.id, Envelope.officer_id == officer.id)
    ).one()
    content_key = seals.unseal_with(private, envelope.sealed_key)
    assert opens(content_key, report.body, [report.name]) is not None
    body = seals.unseal_fields(content_key, report.body, f"body:{report.name}")
    assert body["narrative"] == MARKERS["narrative"]
    assert body["contact"]["code_word"] == MARKERS["code_word"]


def test_the_code_opens_replies_but_not_the_narrative(stolen):
    _copy, code, *_ = stolen
    report = db.session.scalars(sa.select(Report).order_by(Report.id)).first()
    private = seals.unseal(seals.stretch(code, report.salt, seals.RECEIPT), report.author_secret, f"author:{report.name}")
    reply = next(words for words in report.words if words.direction == "to_author")
    assert SAID["reply"] in seals.unseal_with(private, reply.for_author).decode()
    for envelope in db.session.scalars(sa.select(Envelope).where(Envelope.report_id == report.id)):
        with pytest.raises(seals.SealError):
            seals.unseal_with(private, envelope.sealed_key)


def test_nothing_leads_from_one_database_to_the_other(stolen):
    """No column of the one holds a value of the other that could join them: no account, no case, no moment."""
    copy, *_ = stolen
    ordinary = {value for where, value in copy.items() if where.startswith("None.") and len(value) >= 8}
    for where, value in copy.items():
        if (
            where.startswith(SENSITIVE)
            and len(value) >= 8
            and not re.search(r"_at$|\.(state|role|direction|action|since)$", where)
        ):
            assert value not in ordinary, where


def test_a_wrong_passphrase_on_the_stolen_rows_opens_nothing(stolen):
    *_, person = stolen
    with pytest.raises(handling.Invalid):
        make.vaults.unlock(make.actor_of(person), make.PASSPHRASE.upper())
