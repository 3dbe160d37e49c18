"""What leaves the house can be checked by anybody, and every edit to it is caught."""

import copy
import importlib.util
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.audit import chain, operations, queries
from accountability.audit.models import TrailContent, TrailEntry
from accountability.cases.operations import authoring
from accountability.core.db import db
from accountability.core.signing import plain_form, signer
from tests import factories as make

SCRIPT = Path(__file__).resolve().parents[2] / "docs/check_trail.py"
spec = importlib.util.spec_from_file_location("check_trail", SCRIPT)
checker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(checker)


def faults(export):
    return list(checker.faults_of_history(export, signer.public_key))


def exported():
    routing = make.make_answered()
    return json.loads(json.dumps(queries.export(routing.case.chain)))


def test_the_checker_is_short_and_needs_nothing():
    source = SCRIPT.read_text("utf-8")
    assert source.count("\n") < 200
    assert "import accountability" not in source


def test_an_untouched_history_holds(app):
    assert faults(exported()) == []


def test_a_history_whose_words_were_lawfully_erased_holds(app):
    routing = make.make_answered()
    authoring.withdraw(routing.case)
    assert faults(json.loads(json.dumps(queries.export(routing.case.chain)))) == []


def edit(export, rng):
    """One random edit, removal, insertion or reorder."""
    entries = export["entries"]
    kind = rng.choice(["field", "field", "field", "content", "remove", "swap", "double", "head"])
    entry = rng.choice(entries)
    if kind == "field":
        name = rng.choice(["at", "role", "user_id", "action", "content_hash", "hash", "sequence"])
        value = entry[name]
        entry[name] = (value or 0) + rng.randint(1, 9) if not isinstance(value, str) else _changed(value, rng)
    elif kind == "content":
        name = rng.choice(["salt", "body", None])
        if name is None:
            entry["content"] = None
        else:
            entry["content"][name] = _changed(entry["content"][name], rng)
    elif kind == "remove":
        entries.remove(entry)
    elif kind == "swap":
        place = rng.randrange(len(entries) - 1)
        entries[place], entries[place + 1] = entries[place + 1], entries[place]
    elif kind == "double":
        entries.insert(rng.randrange(len(entries)), copy.deepcopy(entry))
    else:
        name = rng.choice(["chain", "count", "head", "signature", "digest"])
        export[name] = _changed(export[name], rng) if isinstance(export[name], str) else export[name] + 1


def _changed(text, rng):
    place = rng.randrange(len(text))
    return text[:place] + rng.choice([c for c in "0123456789abcdefxyz" if c != text[place]]) + text[place + 1 :]


def test_a_thousand_random_edits_are_caught_a_thousand_times(app):
    rng, whole, missed = random.Random(20261124), exported(), []
    for number in range(1000):
        export = copy.deepcopy(whole)
        edit(export, rng)
        if not faults(export):
            missed.append(number)
    assert not missed


def test_somebody_who_makes_all_hashes_anew_is_caught_by_the_signature(app):
    export = exported()
    export["entries"] = export["entries"][:2]
    export |= {"count": 2, "head": export["entries"][-1]["hash"]}
    export["digest"] = checker.hashlib.sha256(plain_form(export["entries"])).hexdigest()
    assert faults(export) == ["the signature is not the platform's"]


@given(content=st.binary(max_size=80), key=st.text(min_size=1, max_size=20), place=st.integers(0, 511))
@settings(max_examples=12, deadline=None)
def test_the_checkers_own_ed25519_agrees_with_the_library(content, key, place):
    signer_before = signer.__dict__.get("_key")
    signer.configure(key)
    try:
        signature = signer.sign(content)
        assert checker.is_signed(signer.public_key, content, signature)
        bits = int(signature, 16) ^ (1 << place)
        assert not checker.is_signed(signer.public_key, content, f"{bits:0128x}")
    finally:
        if signer_before:
            signer._key = signer_before


# --- daily roots -------------------------------------------------------------------------------------------------------


def test_a_day_gets_one_root_and_the_next_hangs_on_it(app):
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        make.make_case()
    with time_machine.travel(datetime(2026, 11, 21, 3, tzinfo=UTC)):
        first = operations.publish_root()
        db.session.flush()
        assert operations.publish_root() is None
        make.make_case()
    with time_machine.travel(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        second = operations.publish_root()
        db.session.flush()
    assert (second.previous, second.count > 0) == (first.root, True)
    assert list(queries.broken_roots()) == []


def test_a_root_is_made_only_when_the_day_is_over_for_two_hours(app):
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        make.make_case()
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC)):
        made = operations.publish_root()
    assert made.on_day.isoformat() == "2026-11-19"


def test_a_line_taken_away_under_a_published_root_is_found(app):
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        make.make_case()
    with time_machine.travel(datetime(2026, 11, 21, 3, tzinfo=UTC)):
        operations.publish_root()
        db.session.flush()
    last = db.session.scalar(sa.select(sa.func.max(TrailEntry.id)))
    db.session.execute(sa.delete(TrailContent))
    root = queries.last_root()
    root.last_entry_id = last - 1
    db.session.flush()
    assert list(queries.broken_roots())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 13])
def test_the_streamed_root_is_the_root_of_rfc_6962(count):
    def root(leaves):
        if not leaves:
            return checker.hashlib.sha256(b"").digest()
        if len(leaves) == 1:
            return chain.leaf(leaves[0])
        half = 1 << ((len(leaves) - 1).bit_length() - 1)
        return chain.joined(root(leaves[:half]), root(leaves[half:]))

    lines = [f"line {number}" for number in range(count)]
    assert chain.tree_root(lines) == root(lines).hex()


def test_published_roots_can_be_checked_and_a_changed_one_is_caught(app, client):
    for day in (20, 21, 22):
        with time_machine.travel(datetime(2026, 11, day, 3, tzinfo=UTC)):
            make.make_case()
            operations.publish_root()
            db.session.flush()
    roots = client.get("/en/about/trail.json").json["roots"]
    assert list(checker.faults_of_roots(roots)) == []
    for name in ("root", "tree", "on"):
        changed = copy.deepcopy(roots)
        changed[1][name] = changed[1][name][:-1] + ("1" if changed[1][name][-1] != "1" else "2")
        assert list(checker.faults_of_roots(changed))
    assert list(checker.faults_of_roots([roots[0], roots[2]]))


def test_the_feed_and_the_page_show_the_newest_root(app, client):
    with time_machine.travel(datetime(2026, 11, 21, 3, tzinfo=UTC)):
        made = operations.publish_root()
        db.session.commit()
        root = made.root
        assert root in client.get("/mn/about/trail").text
        feed = client.get("/mn/about/trail.atom")
    assert root in feed.text and feed.mimetype == "application/atom+xml"
    assert signer.public_key in client.get("/en/about/trail").text


def test_the_command_exports_what_the_checker_reads(app, tmp_path, capsys, monkeypatch):
    export = exported()
    file = tmp_path / "case.json"
    file.write_text(json.dumps(export))
    monkeypatch.setattr("sys.argv", ["check_trail.py", "history", str(file), "--key", signer.public_key])
    with pytest.raises(SystemExit) as ended:
        checker.main()
    assert ended.value.code == 0
    file.write_text("{}")
    with pytest.raises(SystemExit) as ended:
        checker.main()
    assert ended.value.code == 1
