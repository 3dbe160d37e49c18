"""The child of the drill of clocks: lives day after day until it is killed, and goes on where it was killed.

People act at ten in the morning, the chase comes at noon. Whatever people do is asked of the database first, so that a day that was
cut short is finished and nothing is done twice.
"""

import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import time_machine

from accountability import create_app
from accountability.access.roles import Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import User
from accountability.cases import queries
from accountability.cases.models import AnswerKind, Case, ConsentPurpose, Routing
from accountability.cases.operations import answering, authoring, chasing, reviewing
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.core.db import db
from accountability.directory import queries as directory
from accountability.directory.labels import ServiceLevel
from tests import databases
from tests import factories as make
from tests.drills.clock_lives import lives

BEGIN = datetime(2026, 1, 5, 2, tzinfo=UTC)
CONTACT = {"email": "author@example.mn"}


def key_of(life):
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{life.seed}:{life.number}"))


def set_stage():
    """The offices above one another, all on the platform, with somebody in each; a monitor."""
    office = make.make_office()
    while office is not None:
        office.service_level = ServiceLevel.OPEN
        make.make_user(Role.OFFICIAL, office=office, email=f"{office.code.lower()}@example.mn")
        office = office.supervisor
    make.make_user(Role.MONITOR, email="monitor@example.mn")
    db.session.commit()


class Day:
    """One day of everybody's life."""

    def __init__(self, everybody, number):
        self.number = number
        self.lives = {key_of(life): life for life in everybody}
        self.starting = [life for life in everybody if life.filed == number]
        self.leaving = [life for life in everybody if life.withdraws == number]
        people = db.session.execute(sa.select(User.email, User.id)).all()
        self.actors = {email: accounts.actor_for(number) for email, number in people}

    def live(self):
        for act in (self.withdraw, self.file, self.route, self.answer, self.react):
            act()
        db.session.expunge_all()

    def withdraw(self):
        for life in self.leaving:
            case = queries.by_client_key(key_of(life))
            if case and case.is_open:
                self._do(case.id, authoring.withdraw)

    def file(self):
        for life in self.starting:
            if queries.by_client_key(key_of(life)) is None:
                consents = dict.fromkeys(ConsentPurpose, True)
                told = {"story": make.STORY, "client_key": key_of(life), "consents": consents, "contact": CONTACT}
                authoring.submit(authoring.Submission(facilities=[directory.facility(make.TARIALAN)], **told))
                db.session.commit()

    def route(self):
        """The monitor takes, asks, and sends on when it was answered or nothing came."""
        monitor = self.actors["monitor@example.mn"]
        for case_id, life in self._cases(Case.status == Status.RECEIVED):
            self._do(case_id, lambda case: self._review(case, monitor))
            if life.is_asked:
                self._do(case_id, lambda case: reviewing.ask_author(case, monitor, "Хэзээ?"))
        for case_id, life in self._cases(Case.status == Status.NEEDS_INFO):
            if life.replies_after is not None and self.number >= life.filed + life.replies_after:
                self._do(case_id, lambda case: authoring.add_words(case, "Өнгөрсөн сард"))
        for case_id, life in self._cases(Case.status == Status.IN_REVIEW):
            if life.is_asked and not self._was_asked(case_id):
                self._do(case_id, lambda case: reviewing.ask_author(case, monitor, "Хэзээ?"))
            else:
                self._do(case_id, lambda case: reviewing.route(case, monitor, case.facilities))

    @staticmethod
    def _review(case, monitor):
        reviewing.take(case, monitor)
        reviewing.review(case, monitor, make.make_review())

    @staticmethod
    def _was_asked(case_id):
        return db.session.scalar(sa.select(Case.question_at).where(Case.id == case_id)) is not None

    def answer(self):
        found = sa.select(Routing, Case.client_key).join(Routing.case).where(Routing.status.in_(("routed", "acknowledged")))
        due = []
        for routing, key in db.session.execute(found):
            after = self.lives[key].answers_after(routing.cycle, routing.level)
            if after is not None and self.number >= (routing.delivered_at - BEGIN).days + after:
                due.append((routing.case_id, routing.id))
        for case_id, routing_id in due:
            self._do(case_id, lambda case, one=routing_id: self._answer(db.session.get_one(Routing, one)))

    def _answer(self, routing):
        official = self.actors[f"{routing.addressee.code.lower()}@example.mn"]
        answering.answer(routing, official, answering.Reply(AnswerKind.EXPLANATION, "Ирэх долоо хоногт."))

    def react(self):
        for case_id, life in self._cases(sa.and_(Case.status == Status.ANSWERED, Case.verdict == Verdict.ASKED)):
            case = db.session.get_one(Case, case_id)
            what, when = life.reacts(case.cycle)
            if what in {"confirm", "dispute"} and self.number >= (case.asked_at - BEGIN).days + when:
                self._do(case_id, (lambda one: authoring.judge(one, VerdictAction.CONFIRM)) if what == "confirm" else _dispute)
        for case_id, life in self._cases(sa.and_(Case.status == Status.CLOSED, Case.verdict == Verdict.SILENT)):
            case = db.session.get_one(Case, case_id)
            what, when = life.reacts(case.cycle)
            if what == "late" and self.number >= (case.ended_at - BEGIN).days + when:
                self._do(case_id, _dispute)

    def _cases(self, where):
        """Ids with the lives behind them; withdrawn ones have no more part in it."""
        return [(number, self.lives[key]) for number, key in db.session.execute(sa.select(Case.id, Case.client_key).where(where))]

    @staticmethod
    def _do(case_id, act):
        act(queries.lock(case_id))
        db.session.commit()


def _dispute(case):
    authoring.dispute(case, "not_done")


class Passed:
    """How many half days are over: time never goes back over a chase that was begun."""

    def __init__(self, folder):
        self.path = folder / "halves"

    def read(self):
        return int(self.path.read_text()) if self.path.exists() else 0

    def write(self, halves):
        fresh = self.path.with_suffix(".new")
        fresh.write_text(str(halves))
        fresh.replace(self.path)


def main(url, folder, count, days, seed):
    passed = Passed(Path(folder))
    app = create_app(databases.settings(url, Path(folder)))
    with app.app_context():
        if not db.session.scalar(sa.select(sa.func.count()).select_from(User)):
            set_stage()
        everybody = list(lives(count, days, seed))
        for half in range(passed.read(), 2 * days):
            number, is_noon = divmod(half, 2)
            with time_machine.travel(BEGIN + timedelta(days=number, hours=2 * is_noon), tick=False):
                if is_noon:
                    chasing.chase()
                else:
                    Day(everybody, number).live()
            passed.write(half + 1)
        databases.close()


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
