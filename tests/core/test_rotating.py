"""flask vault rotate: everything opens afterwards with the new key alone, nothing with the old one."""

import pytest
import sqlalchemy as sa

from accountability.cases import queries
from accountability.cases.models import NoteKind
from accountability.cases.operations import authoring, reading, reviewing
from accountability.core import drafts, rotating
from accountability.core.db import Model, db
from accountability.core.storage import storage
from accountability.core.vault import VaultError, vault
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message
from tests import factories as make


@pytest.fixture
def sealed_things(cloned):
    """One of everything that the vault seals, on a database of its own."""
    with cloned.app_context():
        monitor = make.make_monitor()
        case = make.make_case(contact={"email": "dulmaa@example.mn"}, photos=[make.photo()], reissue_ok=True)
        reviewing.take(case, monitor)
        reading.add_note(case, monitor, NoteKind.NOTE, "тэмдэглэл")
        reviewing.ask_author(case, monitor, "Хэзээ болсон бэ?")
        db.session.commit()
        outbox.deliver(lambda letter, _id: "sample")
        reading.reissue_receipt(case, monitor)
        token = drafts.keep({"story": ["ноорог"]}, [make.photo()])
        db.session.commit()
        yield case.id, token
        vault.configure(["test-vault"])


def rotate():
    return sum(renewed for part in rotating.PARTS for renewed in rotating.rotate(part))


def everything_opens(case_id, token):
    db.session.expire_all()
    case = queries.lock(case_id)
    secrets = [outbox.secret_of(message) for message in db.session.scalars(sa.select(Message))]
    copies = [outbox.copy_of(message) for message in db.session.scalars(sa.select(Message))]
    return all(
        [
            queries.story_of(case) == make.STORY,
            queries.contact_of(case)["email"] == "dulmaa@example.mn",
            authoring.relay_text(case.relays[0], case) == "Хэзээ болсон бэ?",
            reading.note_text(queries.notes_of(case)[0], case) == "тэмдэглэл",
            authoring.file_content(case.photos[0])[:2] == b"\xff\xd8",
            drafts.bring_back(token).fields == {"story": ["ноорог"]},
            any(secrets),
            any(copies),
        ]
    )


def test_after_rotating_the_new_key_alone_opens_everything(sealed_things):
    vault.configure(["new-vault", "test-vault"])
    assert rotate() >= 9
    vault.configure(["new-vault"])
    assert everything_opens(*sealed_things)
    vault.configure(["test-vault"])
    with pytest.raises(VaultError):
        everything_opens(*sealed_things)


def test_rotating_twice_renews_nothing_twice(sealed_things):
    vault.configure(["new-vault", "test-vault"])
    rotate()
    assert rotate() == 0


def test_a_rotation_killed_in_between_loses_nothing_and_goes_on(sealed_things):
    vault.configure(["new-vault", "test-vault"])
    for part in rotating.PARTS[:3]:
        next(rotating.rotate(part), None)
    assert everything_opens(*sealed_things)
    rotate()
    vault.configure(["new-vault"])
    assert everything_opens(*sealed_things)


def test_a_wrong_key_overwrites_nothing(sealed_things):
    vault.configure(["another-vault"])
    with pytest.raises(VaultError):
        rotate()
    db.session.rollback()
    vault.configure(["test-vault"])
    assert everything_opens(*sealed_things)


def test_every_sealed_column_is_known_to_the_rotation():
    known = {(part.column.class_.__tablename__, part.column.key) for part in rotating.PARTS if isinstance(part, rotating.Sealed)}
    plain = {  # no secret of anybody's: public halves, random challenges, and the day's key that is gone tomorrow
        ("passkeys", "handle"), ("passkeys", "credential_id"), ("passkeys", "public_key"), ("passkey_challenges", "value"), ("throttle_keys", "key"),
    }  # fmt: skip
    blobs = {
        (table.name, column.name)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary)
    }
    assert blobs - plain <= known


def test_the_storage_holds_nothing_in_plain(sealed_things):
    for path in storage.root.rglob("*"):
        assert not path.is_file() or path.read_bytes()[:1] == b"\x01"
