"""A small country for the access matrix: cases in every situation, each with words of its own that may be found in a page."""

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from accountability.access.actor import author_of
from accountability.access.roles import Role
from accountability.cases import queries
from accountability.cases.models import AnswerKind, Case, Kind, NoteKind, Routing
from accountability.cases.operations import answering, appealing, authoring, reading, reviewing
from accountability.cases.operations.authoring import signing
from accountability.cases.workflow import VisibilityAction
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from accountability.privacy import operations as privacy
from accountability.sensitive.models import Report
from tests import factories as make

ELSEWHERE = "18401-HOSP-01"
PROTECTED = "тэмдэгхамгаалагдсан"


@dataclass
class Told:
    """One case with what may be found of it: marker -> kind of words."""

    case: Case
    receipt: str
    routing: Routing | None = None
    markers: dict[str, str] = field(default_factory=dict)


class World:
    """Cases by name, and people by what they are."""

    def __init__(self) -> None:
        self.people, self.told, self._number = {}, {}, 0
        self.office, self.elsewhere = make.make_office(), make.make_office(ELSEWHERE)
        self.paper = make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)
        self._invite()
        self._tell()
        self.alert = privacy.raise_alert("/mn/", "—", self.told["public"].case)
        self.breach = privacy.write_down(
            privacy.Happening("алдагдсан", "тэмдэглэл", "сольсон", clock.now()), make.actor_of(self.people["admin"])
        )
        officers = make.make_officers(3)
        self.people["protection officer"] = officers[0]
        make.make_report(narrative=f"{PROTECTED} мөнгө нэхсэн")
        self.report = db.session.scalars(sa.select(Report.name)).one()
        self.template = answering.keep_template(make.actor_of(self.people["official"]), self.office, "Нэр", "Бичвэр")
        db.session.commit()

    def _invite(self):
        uvs, khovd = make.province(), make.province("MN-043")
        self.people = {
            "monitor": make.make_user(Role.MONITOR),
            "colleague": make.make_user(Role.MONITOR),
            "senior": make.make_user(Role.SENIOR_MONITOR),
            "tied monitor": make.make_user(Role.MONITOR),
            "monitor elsewhere": make.make_user(Role.MONITOR, area=khovd),
            "official": make.make_user(Role.OFFICIAL, office=self.office),
            "official elsewhere": make.make_user(Role.OFFICIAL, office=self.elsewhere),
            "coordinator above": make.make_user(Role.COORDINATOR, office=self.office.supervisor),
            "coordinator of the place": make.make_user(Role.COORDINATOR, area=uvs),
            "coordinator elsewhere": make.make_user(Role.COORDINATOR, area=khovd),
            "admin": make.make_user(Role.ADMIN),
            "reviewer": make.make_user(Role.REVIEWER, office=make.make_group()),
            "another reviewer": make.make_user(Role.REVIEWER, office=make.make_group("Жишээ: өөр бүлэг")),
            "reviewer of the ladder": make.make_user(Role.REVIEWER, office=self.office.supervisor),
        }
        tied = self.people["tied monitor"]
        make.accounts.declare_tie(make.actor_of(tied), tied, self.office, make.Relation.FAMILY)

    def _mark(self, kind):
        self._number += 1
        return f"тэмдэг{self._number:03d}{kind}"

    def _file(self, name, **options):
        story, email = self._mark("story"), f"marker{self._number:03d}@example.mn"
        case, receipt = make.make_case_with_receipt(
            story=f"{story} болсон", contact={"email": email}, photos=[make.photo()], **options
        )
        self.told[name] = Told(case, receipt, markers={story: "story", email: "contact"})
        return self.told[name]

    def _reviewed(self, name, by="monitor", **options):
        told, actor = self._file(name, **options), make.actor_of(self.people[by])
        reviewing.take(told.case, actor)
        for words, act in (("relay", self._relay), ("note", self._note)):
            act(told, actor, self._mark(words), words)
        office, public = self._mark("office"), self._mark("public")
        reviewing.review(told.case, actor, make.make_review(text_office=_sentence(office), text_public=_sentence(public)))
        told.markers |= {office: "office", public: "public"}
        return told, actor

    def _relay(self, told, _actor, words, kind):
        authoring.add_words(told.case, words)
        told.markers[words] = kind

    def _note(self, told, actor, words, kind):
        reading.add_note(told.case, actor, NoteKind.NOTE, words)
        told.markers[words] = kind

    def _routed(self, name, office, visible=None, **options):
        told, actor = self._reviewed(name, facilities=[office], **options)
        if visible:
            reviewing.decide(told.case, actor, visible)
        told.routing = reviewing.route(told.case, actor, [office])[0]
        return told, actor

    def _answered(self, name, **options):
        told, actor = self._routed(name, self.office, **options)
        words = self._mark("answer")
        answering.answer(told.routing, make.actor_of(self.people["official"]), answering.Reply(AnswerKind.APOLOGY, words))
        told.markers[words] = "answer"
        return told, actor

    def _tell(self):
        self._file("fresh")
        self._file("placeless", facilities=[], facility_text="?")
        old = self._file("waiting for a week")
        old.case.waiting_since = clock.now() - timedelta(days=6)
        self._reviewed("in review")
        self._routed("with the office", self.office)
        self._routed("held", self.office, send_later=True)
        self._routed("on paper", self.paper)
        self._reviewed("elsewhere", "monitor elsewhere", facilities=[self.elsewhere])
        self._answered("answered")
        public, actor = self._answered("public", visible=VisibilityAction.PUBLISH)
        shown = self._mark("copy")
        reviewing.publish_answer(public.routing.answer, actor, _sentence(shown))
        public.markers[shown] = "public"
        restricted, _ = self._reviewed("restricted")
        reviewing.decide(restricted.case, make.actor_of(self.people["senior"]), VisibilityAction.RESTRICT, "recognisable")
        theme, actor = self._reviewed("theme")
        reviewing.decide(theme.case, actor, VisibilityAction.KEEP_AS_THEME)
        thanks, actor = self._reviewed("thanks", kind=Kind.THANKS)
        reviewing.review(thanks.case, actor, make.make_review(text_office=self._office_words(thanks), kind=Kind.THANKS))
        reviewing.deliver_thanks(thanks.case, actor)
        merged, actor = self._reviewed("merged")
        reviewing.merge(merged.case, actor, public.case)
        declined, _ = self._reviewed("declined")
        reviewing.decline(declined.case, make.actor_of(self.people["senior"]), "unclear", "—")
        self.change = self._promised()
        petition, _ = self._routed("petition", self.office)
        signer = self._mark("identity")
        signing.sign(petition.case, signing.Signer(signer, signer, signer, signer), signers=3, sheet=make.photo())
        petition.markers[signer] = "identity"
        self.appeal = self._appealed()
        withdrawn, _ = self._answered("withdrawn")
        authoring.withdraw(queries.lock(withdrawn.case.id))

    def _appealed(self):
        """A public case whose answer a reviewer of another organisation looks at."""
        told, _actor = self._answered("appealed", visible=VisibilityAction.PUBLISH)
        words = self._mark("appeal")
        appeal = appealing.ask(told.case, words)
        appealing.take(appeal, make.actor_of(self.people["reviewer"]))
        told.markers[words] = "appeal"
        return appeal

    def _promised(self):
        """A case that an office answered with a promise."""
        told, _actor = self._routed("promised", self.office)
        words = self._mark("promise")
        promise = commitments.Promise(words, clock.today() + timedelta(days=30), words, "эмч")
        reply = answering.Reply(AnswerKind.CHANGE_PLANNED, "Хийнэ", promise=promise)
        answering.answer(told.routing, make.actor_of(self.people["official"]), reply)
        told.markers[words] = "promise"
        [made] = changes.of_source("case", told.case.id)
        return made

    def _office_words(self, told):
        return _sentence(next(words for words, kind in told.markers.items() if kind == "office"))


def _sentence(marker):
    """Words round a marker which a monitor can read: a text that nobody can read waits for a second pair of eyes."""
    return f"Эмнэлэгт хоёр цаг хүлээсэн, хаалга нь хаалттай байсан. {marker}"


def author(told):
    return author_of(told.case.id)
