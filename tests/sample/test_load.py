"""Loading: the same again for the same seed, everything occurs, and only where samples are wanted."""

import re
from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
import time_machine

from accountability import create_app
from accountability.access.roles import NEEDS_SECOND_FACTOR, Role
from accountability.accounts import codes
from accountability.accounts import operations as sign_ins
from accountability.accounts import queries as accounts_queries
from accountability.accounts.models import User
from accountability.audit import queries as audit
from accountability.cases import queries
from accountability.cases.models import Case, CaseSecret, Kind, Routing
from accountability.cases.workflow import RoutingStatus, Status, Verdict, Visibility
from accountability.core import clock
from accountability.core.db import db
from accountability.core.vault import vault
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Area, Organisation
from accountability.outbox.models import Message
from accountability.sample import accounts, loader
from accountability.sample.writing import ROOM
from tests import databases
from tests import factories as make

UNTIL = date(2026, 11, 23)
# What is drawn anew each time: sealed texts with their nonces, keys, and the salted hashes of the trail.
SECRETS = {"client_key", "receipt_hash", "story", "contact", "receipt", "salt", "content_hash", "hash"}
SEALED = {("relays", "body"), ("notes", "body")}
FILE = "sample-accounts.txt"
SIGN_IN = re.compile(
    r"sign-in  (monitor|senior_monitor|official|coordinator|admin|protection_officer|reviewer)  \S+@\S+  \S{12,}  (-|[A-Z2-7]{32})"
)


def load(cases, seed=1, workers=0):
    loader.load(cases, seed, UNTIL, workers=workers, progress=lambda count: None)


def dump():
    """All sample rows but their secrets."""
    found = {}
    for name in ROOM:
        table = db.metadata.tables[name]
        kept = [column for column in table.columns if column.name not in SECRETS and (name, column.name) not in SEALED]
        found[name] = db.session.execute(sa.select(*kept).order_by(*table.primary_key.columns)).all()
    db.session.rollback()
    return found


@pytest.mark.once
def test_the_same_seed_and_day_give_the_same_rows_whoever_makes_them(sample, tmp_path, peopled, monkeypatch):
    load(1300)
    first = dump()
    monkeypatch.setattr(loader, "WORTH_WORKERS", 0)
    again = databases.copy(peopled[0], tmp_path)
    with create_app(databases.settings(again, tmp_path)).app_context():
        load(1300, workers=2)
        assert dump() == first
        databases.close()
    databases.drop(again)


@pytest.mark.once
def test_everything_that_can_be_occurs(sample):
    load(1400)
    for column, members in (
        (Case.status, set(Status) - {Status.DIVERTED, Status.APPEALED}),
        (Case.visibility, Visibility),
        (Case.verdict, Verdict),
        (Routing.status, RoutingStatus),
    ):
        assert set(db.session.scalars(sa.select(column).distinct())) == set(members)
    assert set(Kind) <= set(db.session.scalars(sa.select(Case.kind).distinct()))
    assert set(db.session.scalars(sa.select(Routing.on_paper).distinct())) == {True, False}
    assert db.session.scalar(sa.select(sa.func.count()).where(Routing.answered_at > Routing.answer_due)) > 100
    assert list(audit.broken()) == []


@pytest.mark.once
def test_all_21_provinces_speak_and_large_ones_more(sample):
    load(700)
    counts = Counter(db.session.scalars(sa.select(Area.iso_code).join(Case, Case.province_id == Area.id)))
    assert len(counts) == 21
    assert counts["MN-041"] > 3 * counts["MN-064"]


def test_stories_open_and_public_texts_are_found(sample):
    load(300)
    case = db.session.scalars(sa.select(Case).join(CaseSecret).where(Case.visibility == Visibility.PUBLIC)).first()
    assert vault.open_text(case.secret.story, f"story:{case.public_id}")
    found = queries.public_cases(queries.PublicFilter(q=" ".join(case.text_public.split()[:3])), 300)
    assert case.id in {one.id for one in found}


def test_messages_went_out_already_and_nothing_lies_in_the_future(sample):
    load(500)
    assert db.session.scalar(sa.select(sa.func.count()).where(Message.done_at.is_(None))) == 0
    assert set(db.session.scalars(sa.select(Message.outcome).distinct())) == {"sample"}
    with time_machine.travel("2026-11-22T16:00:00+00:00", tick=False):
        assert db.session.scalar(sa.select(sa.func.max(Message.created_at))) <= clock.now()


def test_after_a_load_the_next_case_gets_an_id_of_its_own(sample):
    load(20)
    load(20, seed=2)
    ids = set(db.session.scalars(sa.select(Case.id)))
    assert len(ids) == 40
    assert make.make_case().id not in ids


# --- accounts ----------------------------------------------------------------------------------------------------------


def test_sign_ins_are_printed_one_a_line_and_the_second_start_prints_the_same(sample, tmp_path):
    runner = sample.test_cli_runner()
    first = runner.invoke(args=["sample", "accounts"]).output
    assert all(SIGN_IN.fullmatch(line) for line in first.splitlines())
    assert runner.invoke(args=["sample", "accounts"]).output == first
    assert (tmp_path / "sample-accounts.txt").stat().st_mode & 0o777 == 0o600
    assert Counter(line.split()[1] for line in first.splitlines()) == {
        "monitor": 3, "official": 3, "senior_monitor": 1, "coordinator": 1, "admin": 1, "protection_officer": 3, "reviewer": 1,
    }  # fmt: skip


def test_people_sign_in_with_what_was_printed(sample, tmp_path):
    for line in (tmp_path / FILE).read_text().splitlines():
        _, role, email, password, secret = line.split()
        person = accounts_queries.by_login(email)
        assert sign_ins.knows_password(person, password)
        assert person.is_sample and person.name.startswith("Жишээ: ")
        assert Role(role) in {grant.role for grant in person.grants}
        assert (secret != "-") == (role in NEEDS_SECOND_FACTOR)
        if secret != "-":
            assert sign_ins.use_code(person.id, codes.code_at(secret, codes.step_now(clock.now().timestamp())))


def test_colleagues_without_a_password_cannot_sign_in(sample):
    silent = db.session.scalars(sa.select(User).where(User.is_sample, User.password_hash.is_(None))).all()
    assert len(silent) > 100
    assert not sign_ins.knows_password(silent[0], "")


def test_each_province_has_one_civil_society_organisation_and_the_shown_offices_work_here(sample, tmp_path):
    accounts.ensure(tmp_path / FILE)
    groups = db.session.scalars(sa.select(Organisation).where(Organisation.kind == "CSO")).all()
    assert len(groups) == len({group.area_id for group in groups}) == 22, "one of the nation reviews what was appealed"
    open_codes = set(db.session.scalars(sa.select(Organisation.code).where(Organisation.service_level == ServiceLevel.OPEN)))
    assert {"18540-HC-01", "18501-HOSP-01", "18501-WEL-01"} <= open_codes


@pytest.mark.parametrize("words", [["accounts"], ["load", "--cases", "5"]], ids=lambda words: words[0])
def test_a_platform_in_use_refuses_samples(sample, words):
    sample.config["SAMPLE"] = False
    refused = sample.test_cli_runner().invoke(args=["sample", *words])
    assert (refused.exit_code, "SAMPLE=1" in refused.output) == (1, True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0


def test_the_same_seed_twice_is_refused(sample):
    runner = sample.test_cli_runner()
    words = ["sample", "load", "--cases", "30", "--seed", "4", "--until", "2026-11-23"]
    assert runner.invoke(args=words).exit_code == 0
    assert "already" in runner.invoke(args=words).output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 30
