"""An administrator's own words: checked before they are kept and again before they go out, and never in a message's way."""

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from markupsafe import escape
from sqlalchemy import event

from accountability.access.roles import Role
from accountability.audit import queries as audit
from accountability.cases import messages as case_messages
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message
from accountability.wording import checking, operations, queries, writing
from accountability.wording.kinds import KINDS
from accountability.wording.models import Channel, Wording
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn", "way": "email"}
SUBJECT, TEXT = "Танд шинэ зүйл байна", "Сайн байна уу?\n\nЭнд харна уу: {link}\n\n{site}"
PAGE = "/mn/admin/wording/received/mn/email"


def set_words(kind="received", locale="mn", subject=SUBJECT, text=TEXT, *, actor=None, seen=None):
    actor = actor or make.actor_of(make.make_user(Role.ADMIN))
    if seen is None:
        newest = queries.newest(kind, locale, Channel.EMAIL)
        seen = newest.id if newest else 0
    return operations.set_words(actor, kind, locale, Channel.EMAIL, subject, text, seen=seen)


def letter(kind):
    """The newest letter of a kind, written out."""
    found = db.session.scalars(sa.select(Message).where(Message.kind == kind).order_by(Message.id.desc())).first()
    return case_messages.RENDERERS[kind](found)


def reasons(kind="received", subject=SUBJECT, text=TEXT, channel=Channel.EMAIL):
    return {(fault.field, fault.reason, fault.word) for fault in checking.faults(KINDS[kind], channel, subject, text)}


@pytest.mark.parametrize("locale", ["mn", "en"])
def test_the_houses_own_words_pass_the_look_that_others_must_pass(locale):
    for name, kind in KINDS.items():
        words = writing.house(kind, locale, Channel.EMAIL)
        assert not checking.faults(kind, Channel.EMAIL, words.subject, words.text), name


def test_every_kind_that_goes_out_has_words_of_the_house():
    assert set(outbox.RENDERERS) - {"sms_reply"} == set(KINDS) and set(outbox.WORDS) >= set(KINDS)


def test_own_words_go_out_in_their_language_and_the_others_keep_the_houses():
    set_words()
    make.make_case(contact=CONTACT)
    written = letter("received")
    assert written.subject == SUBJECT
    assert written.text == "Сайн байна уу?\n\nЭнд харна уу: http://127.0.0.1/mn/track\n\nИргэний дуу хоолой"
    make.make_case(contact=CONTACT, locale="en")
    assert "Your words have arrived" in letter("received").text
    make.make_answered(contact=CONTACT)
    assert SUBJECT not in letter("answered").subject


def test_back_to_the_house_keeps_every_version_and_the_trail_tells_who():
    admin = make.actor_of(make.make_user(Role.ADMIN))
    first = set_words(actor=admin)
    operations.back_to_house(admin, "received", "mn", Channel.EMAIL, seen=first.id)
    operations.back_to_house(admin, "received", "mn", Channel.EMAIL, seen=first.id)  # nothing to go back from
    make.make_case(contact=CONTACT)
    assert letter("received").subject != SUBJECT
    kept = queries.versions("received", "mn", Channel.EMAIL)
    assert [(version.is_house, version.text) for version in kept] == [(True, None), (False, TEXT)]
    lines = audit.history(operations.CHAIN)
    assert [line.action for line in lines] == ["set_words", "house_words"]
    assert {line.user_id for line in lines} == {admin.user_id}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"text": "Сайн уу {lnk} {link}"}, ("text", "unknown", "lnk")),
        ({"text": "{facility} {link}"}, ("text", "unknown", "facility")),
        ({"text": "{link.__class__} {link}"}, ("text", "unknown", "link.__class__")),
        ({"text": "{} {link}"}, ("text", "unknown", "")),
        ({"text": "Сайн уу"}, ("text", "missing", "link")),
        ({"text": "{link} }"}, ("text", "brace", "")),
        ({"text": "{{link}}"}, ("text", "brace", "")),
        ({"text": "   "}, ("text", "empty", "")),
        ({"text": "x" * 3000 + " {link}"}, ("text", "too_long", "3000")),
        ({"text": "Таны гомдол ирлээ {link}"}, ("text", "telling", "гомдол")),
        ({"text": "The HOSPITAL answered {link}"}, ("text", "telling", "hospital")),
        ({"subject": "Нэг\nХоёр"}, ("subject", "line_break", "")),
        ({"subject": "Нэг\r\nBcc: all@example.mn"}, ("subject", "line_break", "")),
        ({"subject": "Нэг\u2028хоёр"}, ("subject", "line_break", "")),
        ({"subject": ""}, ("subject", "empty", "")),
        ({"subject": "x" * 121}, ("subject", "too_long", "120")),
        ({"subject": "Танд: {link}"}, ("subject", "unknown", "link")),
        ({"kind": "receipt", "text": "{link}"}, ("text", "missing", "code")),
        ({"kind": "answered", "text": "{link} {answer}"}, ("text", "together", "answer")),
    ],
)
def test_what_cannot_be_sent_is_said_and_refused(changes, wrong):
    assert wrong in reasons(**changes)
    with pytest.raises(Invalid):
        set_words(**changes)
    assert not queries.book()


def test_only_an_administrator_changes_words():
    with pytest.raises(NotAllowed):
        set_words(actor=make.make_senior())


def test_whoever_was_slower_is_told():
    set_words()
    with pytest.raises(Invalid, match="changed"):
        set_words(text="Өөр {link}", seen=0)


def test_what_is_filled_in_is_not_read_again_and_an_empty_fact_takes_its_paragraph_along():
    words = writing.fill(writing.Words("{site}", "{name}\n\nНэг товшилт: {answer}\n\n{link}"), {
        "site": "S", "name": "{link}", "answer": "", "link": "L",
    })  # fmt: skip
    assert words == writing.Words("S", "{link}\n\nL")


def test_broken_words_in_the_database_never_block_a_message():
    admin = make.make_user(Role.ADMIN)
    made = set_words(actor=make.actor_of(admin))
    db.session.execute(sa.update(Wording).where(Wording.id == made.id).values(text="Энд: {gone} {link}"))
    db.session.expire_all()
    make.make_case(contact=CONTACT)
    assert "track" in letter("received").text and "{" not in letter("received").text
    assert letter("received").subject != SUBJECT


def test_the_words_are_read_once_for_a_whole_batch(app):
    set_words()
    for _ in range(4):
        make.make_case(contact=CONTACT)
    seen, sent = [], []
    note = lambda _c, _cursor, statement, *_rest: seen.append(statement)  # noqa: E731
    engine = db.engines[None]
    event.listen(engine, "before_cursor_execute", note)
    outbox.deliver(lambda one, _id: sent.append(one) or "sample")
    event.remove(engine, "before_cursor_execute", note)
    assert [one.subject for one in sent] == [SUBJECT] * 4
    assert sum("FROM wordings" in statement for statement in seen) == 1


# --- the pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(client):
    make.sign_in(client, make.make_user(Role.ADMIN))
    return client


def post(client, **fields):
    fields = {"subject": SUBJECT, "text": TEXT, "seen": "0", **fields, "csrf_token": make.token(client, PAGE)}
    return client.post(PAGE, data=fields)


def test_the_page_lists_every_kind_and_says_whose_words_hold(admin):
    set_words()
    db.session.commit()
    page = admin.get("/en/admin/wording").text
    with force_locale("en"):
        assert all(str(escape(str(kind.sentence))) in page for kind in KINDS.values())
    assert page.count("Own words since") == 1


def test_the_form_begins_with_the_words_that_hold_and_lists_the_placeholders(admin):
    page = admin.get(PAGE).text
    assert "{link}" in page and "{site}" in page and "{code}" not in page
    assert "{code}" in admin.get("/mn/admin/wording/receipt/mn/email").text


def test_looking_first_shows_the_letter_as_its_reader_gets_it_and_saves_nothing(admin):
    page = post(admin, act="look")
    assert page.status_code == 200 and "Энд харна уу: http://127.0.0.1/mn/…" in page.text
    assert "http://127.0.0.1/mn/stop/…" in page.text, "the foot is a part of what its reader gets"
    assert not queries.book()


def test_saving_holds_at_once_and_going_back_too(admin):
    assert post(admin, act="save").status_code == 303
    assert queries.book()[("received", "mn", Channel.EMAIL)].text == TEXT
    assert "1 дэх" not in admin.get(PAGE).text
    admin.post(PAGE + "/house", data={"csrf_token": make.token(admin, PAGE)})
    assert not queries.book()


def test_a_mistake_is_said_at_its_field_and_what_was_typed_is_kept(admin):
    page = post(admin, act="save", text="Миний үгс {oops} {link}", subject="Гарчиг минь")
    assert page.status_code == 422
    assert 'href="#text"' in page.text and "{oops}" in page.text
    assert "Миний үгс {oops} {link}" in page.text and "Гарчиг минь" in page.text
    assert not queries.book()


def test_whoever_was_slower_keeps_what_they_typed_and_can_save_again(admin):
    theirs = set_words(text="Нөхөр минь бичсэн {link}")
    db.session.commit()
    page = post(admin, act="save", seen="0")
    assert page.status_code == 422 and "Сайн байна уу?" in page.text and "Нөхөр минь бичсэн" in page.text
    assert f'value="{theirs.id}"' in page.text
    assert post(admin, act="save", seen=str(theirs.id)).status_code == 303


@pytest.mark.parametrize("path", ["no-such/mn/email", "received/xx/email", "received/mn/sms", "received/mn/pigeon"])
def test_words_of_nothing_are_nowhere(admin, path):
    assert admin.get(f"/mn/admin/wording/{path}").status_code == 404


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_forged_version_counts_as_none(admin, seen):
    assert post(admin, act="save", seen=seen).status_code == 303


def test_every_kind_in_every_language_and_by_every_way_can_be_looked_at(admin):
    for name, kind in KINDS.items():
        for channel in kind.channels:
            assert admin.get(f"/mn/admin/wording/{name}/mn/{channel.value}").status_code == 200, (name, channel)


def test_the_short_words_are_shown_as_the_phone_gets_them(admin):
    page = admin.get("/mn/admin/wording/answered/mn/sms")
    assert "А1 тийм" in page.text and "{letter}" in page.text
