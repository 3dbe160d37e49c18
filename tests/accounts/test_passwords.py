"""The password rule of NIST 800-63B-4, what it costs to check one, and that a burst of sign-ins stays bounded."""

import gzip
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters

from accountability.access.roles import Preset, Role
from accountability.accounts import operations, passwords, queries, wordlist
from accountability.core.db import db
from accountability.core.errors import Busy, Invalid
from tests import factories as make

KNOWN = ["Оюунчимэг", "oyunchimeg@example.mn", "+97699112233", "Тариалан сумын эрүүл мэндийн төв", "Увс", "Uvs"]


def fault(password, *, alone=True):
    return passwords.fault(password, KNOWN, alone=alone)


@pytest.mark.parametrize(
    "password",
    [
        "tal nutag salkhi 9", "гурван хөх ямаа гүйв", "correct horse battery staple", "a" * 5 + "lkj ptw nmv", "ӨӨӨ тэнгэр дуслаа!",
        "🐎🐑🐐🐪🐄 таван хошуу", "xkq-vbn-wpl-zrt", "   зай   зайтай   үг   ", "ө" + "абвгдежзик" * 2 + "xyz" + "щшч" * 31, "no digits no capitals",
    ],
)  # fmt: skip
def test_a_long_uncommon_password_is_taken_whatever_it_is_made_of(password):
    assert fault(password) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("fourteen chars", "too_short_alone"), ("", "too_short_alone"), ("ө" * 14, "too_short_alone"),
        ("x1 " * 43, "too_long"), ("123456789012345", "common"), ("passwordpassword", "common"), ("Password123456!!", "common"),
        ("qwertyuiopasdfgh", "common"), ("1qaz2wsx3edc4rfv", "common"), ("фцужэнгшүзкъйыбө", "common"), ("aaaaaaaaaaaaaaaa", "common"),
        ("abababababababab", "common"), ("mongolmongol2024", "common"), ("монголмонгол2025", "common"), ("P@ssw0rd123456!!", "common"),
        ("чингисчингис1234", "common"), ("zyxwvutsrqponmlkj", "common"), ("00000000000000000", "common"), ("монгол монгол монгол", "common"),
        ("Оюунчимэг-у234567", "known"), ("Оюунчимэг1234567", "common"), ("oyunchimeg@example.mn", "known"), ("ИргэнийХоолой2026", "known"), ("citizenvoice-2026", "known"),
        ("тариаланоюунчимэг", "known"),
    ],
)  # fmt: skip
def test_a_short_common_or_known_one_is_refused(app, password, reason):
    assert fault(password) == reason


@pytest.mark.parametrize(
    ("password", "reason"),
    [("seven77", "too_short"), ("солонго1", "common"), ("password1", "common"), ("үдшийн г", None), ("kq7 wert", None), ("oyunchimeg", "known")],
)  # fmt: skip
def test_with_a_second_factor_eight_characters_are_enough(password, reason):
    assert fault(password, alone=False) == reason


def test_up_to_128_characters_count_after_normalising():
    composed = unicodedata.normalize("NFC", "й" * 10 + "ё" * 5 + "тэнгэр дусал")
    taken = (composed * 5)[:128]
    assert fault(unicodedata.normalize("NFD", taken)) is None
    assert fault(taken + "я") == "too_long"


def test_a_password_fits_however_the_keyboard_composes_its_letters():
    typed = "йогийн ёс төрийн ёс"
    made = passwords.hash_password(unicodedata.normalize("NFD", typed))
    assert passwords.is_right(made, unicodedata.normalize("NFC", typed))
    assert not passwords.is_right(made, typed.replace("ё", "е"))


# --- the shipped list --------------------------------------------------------------------------------------------------


def test_the_shipped_list_is_what_its_parts_make():
    lines = gzip.decompress(wordlist.LIST.read_bytes()).decode().splitlines()
    assert lines[0].startswith("# Common passwords")
    assert [line for line in lines if not line.startswith("#")] == wordlist.entries(), (
        "run: flask --app wsgi accounts common-passwords"
    )


@pytest.mark.parametrize(
    "word", ["password", "123456", "qwerty", "монгол", "mongol", "mongol123", "чингисхаан", "iloveyou", "баярлалаа"]
)
def test_the_list_knows_what_people_choose(word):
    assert len(wordlist.common()) > 10_000
    assert word in wordlist.common()


def test_a_mongolian_word_typed_on_the_other_keyboard_is_known_too():
    typed = "монгол".translate(str.maketrans(wordlist.CYRILLIC_KEYS, wordlist.LATIN_KEYS))
    assert typed.isascii()
    assert typed in wordlist.common()


# --- at the doors ------------------------------------------------------------------------------------------------------


def invited(**changes):
    admin = make.actor_of(make.make_user(Role.ADMIN))
    given = {"name": "Оюун", "preset": Preset.CSO, "email": "o@example.mn", "area": make.province(), **changes}
    return queries.invitation(operations.invite(admin, operations.Invitee(**given))[1])


def test_who_must_have_a_second_factor_may_join_with_eight_characters(app):
    with pytest.raises(Invalid, match="too_short_alone"):
        operations.join(invited(), "kq7 wert", "mn")
    assert operations.join(invited(email="s@example.mn", senior=True), "kq7 wert", "mn")


def test_the_name_of_the_place_is_no_password(app):
    with pytest.raises(Invalid, match="known"):
        operations.join(invited(name="Оюунгэрэл"), "Оюунгэрэл Увс 2026", "mn")


def test_a_new_password_may_be_short_only_with_a_second_factor(app):
    person = make.make_user()
    with pytest.raises(Invalid, match="too_short_alone"):
        operations.change_password(person, make.PASSWORD, "kq7 wert")
    operations.give_code_app(person)
    operations.change_password(person, make.PASSWORD, "kq7 wert")
    with pytest.raises(Invalid, match="too_short_without"):
        operations.check_removal(person, "kq7 wert", needed=False)


def test_the_page_says_what_is_wrong_and_how_long_it_must_be(client):
    person = make.make_user(Role.OFFICIAL, office=make.make_office())
    make.sign_in(client, person)
    fields = {
        "current_password": make.PASSWORD,
        "new_password": "mongolmongolmongol",
        "csrf_token": make.token(client, "/en/account"),
    }
    page = client.post("/en/account/password", data=fields)
    assert page.status_code == 422
    assert "among the first that somebody would try" in page.text
    assert "At least 15 characters" in page.text
    assert "mongolmongolmongol" not in page.text


# --- what it costs -----------------------------------------------------------------------------------------------------


def test_in_earnest_a_hash_takes_64_mebibytes_and_three_passes():
    assert (passwords.MEMORY_KIB, passwords.PASSES) == (65536, 3)
    assert passwords.AT_ONCE <= 4
    real = PasswordHasher(memory_cost=passwords.MEMORY_KIB, time_cost=passwords.PASSES, parallelism=1)
    made = extract_parameters(real.hash("x"))
    assert (made.type.name, made.memory_cost, made.time_cost) == ("ID", 65536, 3)


def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(app):
    person = make.make_user()
    person.password_hash = PasswordHasher(memory_cost=512, time_cost=1, parallelism=1).hash(make.PASSWORD)
    assert not operations.knows_password(person, "wrong")
    assert "m=512" in person.password_hash
    assert operations.knows_password(person, make.PASSWORD)
    assert "m=1024" in person.password_hash
    assert operations.knows_password(person, make.PASSWORD)


class Counting:
    """A hasher that takes a moment and remembers how many were at it at once."""

    memory_cost, time_cost = 1, 1

    def __init__(self, takes=0.01):
        self.takes, self.now, self.most, self.lock = takes, 0, 0, threading.Lock()

    def verify(self, _kept, _password):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.takes)
        with self.lock:
            self.now -= 1
        return True

    def hash(self, password):
        return "$argon2id$counting"

    def check_needs_rehash(self, _kept):
        return False


def tried(number, threads):
    """So many passwords at once; how many were looked at and how many were sent away for the moment."""
    with ThreadPoolExecutor(threads) as pool:
        tries = [pool.submit(passwords.is_right, "kept", "typed") for _ in range(number)]
        return sum(one.exception() is None for one in tries), sum(isinstance(one.exception(), Busy) for one in tries)


def test_however_many_come_only_a_few_hashes_are_made_at_once(monkeypatch):
    monkeypatch.setattr(passwords, "hasher", counting := Counting())
    looked_at, sent_away = tried(200, 40)
    assert counting.most == passwords.AT_ONCE
    assert looked_at + sent_away == 200
    assert looked_at >= passwords.AT_ONCE + passwords.MAY_WAIT


def test_a_few_wait_for_their_turn_and_the_others_come_back(monkeypatch):
    monkeypatch.setattr(passwords, "hasher", Counting(takes=0.3))
    room = passwords.AT_ONCE + passwords.MAY_WAIT
    assert tried(room, room) == (room, 0)
    assert tried(room + 5, room + 5) == (room, 5)


def test_nobody_waits_for_long(monkeypatch):
    monkeypatch.setattr(passwords, "hasher", Counting(takes=0.5))
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.05)
    room = passwords.AT_ONCE + passwords.MAY_WAIT
    assert tried(room, room) == (passwords.AT_ONCE, passwords.MAY_WAIT)


def test_who_finds_no_room_keeps_the_login_and_is_told_when(client, monkeypatch):
    def busy(*_a):
        raise Busy("too many passwords at once")

    monkeypatch.setattr(passwords, "is_right", busy)
    page = client.post(
        "/en/account/sign-in", data={"login": "a@example.mn", "password": "x" * 15, "csrf_token": make.token(client)}
    )
    assert (page.status_code, page.headers["Retry-After"]) == (503, "3")
    assert 'value="a@example.mn"' in page.text
    assert "try again in a few seconds" in page.text


@pytest.mark.once
def test_a_burst_of_500_sign_ins_is_bounded_and_all_are_answered(cloned, monkeypatch):
    monkeypatch.setattr(passwords, "hasher", counting := Counting(takes=0.002))
    with cloned.app_context():
        db.session.commit()

    def come(number):
        client = cloned.test_client()
        return client.post(
            "/mn/account/sign-in", data={"login": f"a{number}@b.mn", "password": "x" * 15, "csrf_token": make.token(client)}
        )

    with ThreadPoolExecutor(12) as pool:
        pages = list(pool.map(come, range(500)))
    assert counting.most <= passwords.AT_ONCE
    codes = [page.status_code for page in pages]
    assert set(codes) <= {422, 429, 503}
    assert codes.count(422) < 100
    assert all(int(page.headers["Retry-After"]) > 0 for page in pages if page.status_code != 422)
