"""The commands: recovery, chasing, verifying, and the worker that chases by itself."""

import sqlalchemy as sa

from accountability.core.db import db
from accountability.sensitive import queries
from accountability.sensitive.models import RecoveryKey
from accountability.sensitive.operations import handling
from accountability.site import cli as site_cli
from tests import factories as make


def run(app, *words, typed=None):
    # In its own context: a command takes the one that stands, and that of the other tests' application may stand.
    with app.app_context():
        return app.test_cli_runner().invoke(args=["sensitive", *words], input=typed)


def test_the_recovery_ceremony_from_making_to_opening(cloned):
    made = run(cloned, "recovery", "make", "--shares", "5", "--needed", "3")
    assert made.exit_code == 0, made.output
    lines = [line for line in made.output.splitlines() if line.startswith("3-")]
    assert len(lines) == 5
    with cloned.app_context():
        people = make.make_officers(3)
        make.make_report(narrative="Хэн ч үлдсэнгүй")
        for person in people:
            person.is_active = False
        db.session.commit()
        stored = b"".join(bytes(row.public_key) for row in db.session.scalars(sa.select(RecoveryKey)))
        assert len(stored) == 32
        db.session.rollback()
    assert run(cloned, "chase").exit_code == 0
    with cloned.app_context():
        fresh = make.make_officers(3)
        db.session.commit()
    two = run(cloned, "recovery", "open", typed="\n".join(lines[:2]))
    assert two.exit_code == 1
    assert "3 different shares are needed" in two.output
    assert run(cloned, "recovery", "open", typed="nonsense\n").exit_code == 1
    assert run(cloned, "recovery", "open", typed="").exit_code == 1
    opened = run(cloned, "recovery", "open", typed="\n".join(lines[2:]) + "\n\n")
    assert "1 reports sealed to 3 officers" in opened.output
    with cloned.app_context():
        vault = make.make_vault(fresh[0])
        name = queries.held_by(vault.officer)[0][0].name
        assert handling.open_report(vault, name).body["narrative"] == "Хэн ч үлдсэнгүй"
        db.session.rollback()


def test_shares_that_cannot_be_are_refused(cloned):
    assert run(cloned, "recovery", "make", "--shares", "3", "--needed", "5").exit_code == 1


def test_chasing_twice_does_nothing_twice(cloned):
    with cloned.app_context():
        make.make_officers(3)
        make.make_report()
        db.session.commit()
    first, second = run(cloned, "chase"), run(cloned, "chase")
    assert "notices queued: 3" in first.output
    assert "notices queued: 0" in second.output
    assert run(cloned, "verify").output == "sensitive: every chain holds\n"


def test_the_worker_chases_it_too(cloned):
    with cloned.app_context():
        make.make_officers(3)
        make.make_report(danger="yes")
        db.session.commit()
        assert site_cli.MORE_JOBS["protected"]()["notices queued"] == 3
        db.session.rollback()
