"""Every page that exists: no accessibility finding, no complaint of the browser, nothing wider than a phone."""

from datetime import timedelta
from pathlib import Path

import pytest

from accountability.access.roles import Role
from accountability.cases.models import Kind, Remedy, Result
from accountability.cases.moves import make_link
from accountability.cases.operations import answering, appealing
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.core import clock
from accountability.core.db import db
from accountability.counter import operations as counter
from accountability.counter.models import Channel as EntryChannel
from accountability.counter.models import Kind as EntryKind
from accountability.directory.labels import ServiceLevel
from accountability.preferences.links import make as stop_link
from accountability.sensitive import queries as protected
from accountability.sensitive.operations import handling, vaults
from accountability.subscriptions import operations as subscribing
from accountability.subscriptions import queries as subscriptions
from accountability.subscriptions.addresses import mark
from accountability.subscriptions.queries import Selection
from tests import factories as make
from tests.journeys.entering import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text("utf-8")
WIDER = """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
  && !e.closest('.scroll') && !e.closest('.trap') && !e.closest('svg')).slice(0, 3).map(e => e.tagName + '.' + e.className)"""
FOUND = """async () => (await axe.run({resultTypes: ['violations']})).violations
  .map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 120)).join(' | '))"""
FOUND_IN_COLOURS = FOUND.replace("{result", "{runOnly: ['color-contrast', 'link-in-text-block'], result")
# The same page in another language has the same colours.
FOUND_BESIDES_COLOURS = FOUND.replace("{result", "{rules: {'color-contrast': {enabled: false}}, result")

PUBLIC = """
/ /feedback/new /feedback/new?province=MN-046 /feedback/new?soum=18540 /feedback/new?q=tarialan /feedback/new?facility=18540-HC-01
/feedback/new?unlisted=1&province=MN-046 /feedback/received /track /cases /cases?q=эм /cases?q=zzzz /cases/{public} /cases/{reviewed} /cases/{restricted}
/provinces /provinces/MN-046 /soums/18540 /facilities/18540-HC-01 /about/privacy /about/rights /about/service-charter
/about/accessibility /account/sign-in /no-such-page /protected /commitments /commitments?q=zzzz /commitments/{promise} /solved/{solved} /stop/{stop} /stop/no-such
/subscribe /subscribe?facility=18540-HC-01 /subscribe/asked /subscribe/no-such /subscribe/{asked} /subscribe/{wanted}
""".split()
STAFF = {
    "monitor@example.mn": """/desk /desk?view=all /desk/week /desk/calls /desk/cases/{taken} /desk/cases/{new} /desk/cases/{taken}/send
        /desk/cases/{public}/send /desk/cases/{reviewed}/send /desk/cases/{taken}/history /desk/cases/{public}/preview /desk/cases/{taken}/merge?parent={public} /desk/cases/{new}/divert
        /account /account/second-factor /account/confirm /provinces/MN-046?live=1 /desk?view=quarantine /desk/cases/{flooded} /desk/changes /office/commitments/{promise}""".split(),
    "official@example.mn": "/office /office?view=all /office/commitments /office/commitments/{promise} /office/{routing} /office/{answered} /office/{again} /office/templates /office/thanks /office/report /office/report/behind?cell=unsigned /office/counter /office/counter/{entry} /office/counter/{entry}/card /account".split(),
    "coordinator@example.mn": "/office /office?view=to_settle /office/{paper} /office/{late} /office/{returned} /admin /admin/invite".split(),
    "officer@example.mn": "/protected/desk /protected/desk?view=over /protected/desk/{report} /protected/vault /protected/officers /protected/duty /account".split(),
    "admin@example.mn": "/admin /admin/invite /admin/people/{person} /admin/outbox /admin/wording /admin/wording/answered/mn/email /admin/wording/answered/mn/sms /admin/clocks /admin/clocks/days /admin/reviews /account".split(),
    "reviewer@example.mn": "/reviews /reviews?view=decided /reviews/{held} /reviews/{offered} /reviews/{decided} /account".split(),
}
LANGUAGES = ["mn", "en"]


@pytest.fixture
def names(house):
    """A small world with something on every page; the names that stand in addresses."""
    with house.app.app_context():
        monitor = make.make_user(Role.SENIOR_MONITOR, name="Жишээ: хянагч", email="monitor@example.mn")
        make.make_user(Role.MONITOR, name="Жишээ: Увс аймгийн иргэний нийгмийн хянагч, хоёр дахь", email="colleague@example.mn")
        office = make.make_office()
        official = make.make_user(Role.OFFICIAL, office=office, email="official@example.mn")
        make.make_user(Role.COORDINATOR, area=make.province(), email="coordinator@example.mn")
        make.make_user(Role.ADMIN, email="admin@example.mn")
        actor = make.actor_of(monitor)
        flooded = make.make_case(quarantined=True).public_id
        found = {
            "flooded": flooded,
            "new": make.make_case(photos=[make.photo()]).public_id,
            "taken": make.make_taken(actor).public_id,
        }
        public = make.make_public(actor)
        routing = make.reviewing.route(public, actor, public.facilities)[0]
        restricted = make.make_public(actor)
        make.reviewing.decide(restricted, actor, make.VisibilityAction.RESTRICT, "recognisable")
        paper = make.make_routing(actor, facilities=[make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)])
        thanks = make.make_taken(actor, kind=Kind.THANKS)
        make.reviewing.review(thanks, actor, make.make_review())
        make.reviewing.deliver_thanks(thanks, actor)
        late = make.make_routing(actor)
        late.answer_due = late.delivered_at - timedelta(days=1)
        asked = make.make_answered(actor, contact={"email": "author@example.mn"}).case
        made = promised(actor)
        answered, receipt = make.make_answered(actor), make.make_case_with_receipt()[1]
        found["with_answer"] = answered_with_receipt(actor)
        found |= {
            "public": public.public_id, "restricted": restricted.public_id, "routing": routing.number, "paper": paper.number,
            "solved": make_link(asked), "stop": stop_link(asked.reader), "promise": made.public_id, "late": late.number, "returned": returned_twice(actor),
            "answered": answered.number, "person": str(official.id), "receipt": receipt, **protected_names(),
        }  # fmt: skip
        found |= wanting_news()
        found |= reviewed(actor)
        found["entry"] = str(at_the_counter(official, office))
        db.session.commit()
        return found


def wanting_news():
    """The links of somebody who was asked for a yes, and of somebody who said it."""
    subscribing.ask("asked@example.mn", Selection(province=make.province()), "mn")
    subscribing.ask("wants@example.mn", Selection(), "mn")
    asked, wanted = (subscriptions.of_address(mark(f"{name}@example.mn"))[0] for name in ("asked", "wants"))
    subscribing.confirm(wanted)
    return {"asked": stop_link(asked.reader, subscribing.LINK), "wanted": stop_link(wanted.reader, subscribing.LINK)}


def at_the_counter(official, office):
    """The number of somebody who came to the counter of the official's office."""
    told = counter.Told(EntryKind.APPLICATION, EntryChannel.IN_PERSON, clock.today(), "Лавлагаа хэрэгтэй", "Жишээгийн Болд")
    return counter.enter(make.actor_of(official), office, told).id


def answered_with_receipt(actor):
    """The receipt of a case that was answered."""
    case, receipt = make.make_case_with_receipt()
    make.reviewing.take(case, actor)
    make.reviewing.review(case, actor, make.make_review())
    [routing] = make.reviewing.route(case, actor, case.facilities)
    reply = answering.Reply(make.AnswerKind.EXPLANATION, "Эм долоо хоногийн дараа ирнэ.")
    answering.answer(routing, make.make_official(routing.addressee), reply)
    return receipt


def reviewed(actor):
    """Reviews offered, held and decided, and what goes back to the office because of one."""
    judge = make.actor_of(make.make_user(Role.REVIEWER, office=make.make_group(), email="reviewer@example.mn"))
    reviews = []
    for _ in range(3):
        case = make.make_public(actor)
        [routing] = make.reviewing.route(case, actor, case.facilities)
        reply = answering.Reply(make.AnswerKind.EXPLANATION, "Эм долоо хоногийн дараа ирнэ.")
        answering.answer(routing, make.make_official(routing.addressee), reply)
        reviews.append(appealing.ask(case, "Долоо хоног өнгөрсөн ч эм ирээгүй."))
    decided, held, offered = reviews
    for one in (decided, held):
        appealing.take(one, judge)
    why = "Хариунд хэлсэн эм ирээгүй. Байгууллага дахин хариу өгөх ёстой."
    appealing.decide(decided, judge, appealing.Decision(Result.PARTLY, why, Remedy.COURT))
    again = next(one.number for one in decided.case.routings if one.is_open)
    return {
        "reviewed": decided.case.public_id,
        "again": again,
        "decided": decided.number,
        "held": held.number,
        "offered": offered.number,
    }


def promised(actor):
    """A promise that an office says it kept, and that the public reads."""
    routing = make.make_routing(actor)
    official = make.make_official(routing.addressee)
    told = commitments.Promise("Гурван сарын эмийн нөөц", clock.today() + timedelta(days=40), "Эм эмийн санд байна", "Эмийн санч")
    answering.answer(routing, official, answering.Reply(make.AnswerKind.CHANGE_PLANNED, "Нөөц бүрдүүлнэ.", promise=told))
    [made] = changes.of_source("case", routing.case_id)
    commitments.publish(made, actor, "Эмийн нөөц бүрдүүлнэ")
    commitments.claim(made, official, commitments.Done("Эм авчирлаа", clock.today()))
    return made


def returned_twice(actor):
    """The number of the second routing of a case that nobody wants."""
    first = make.make_routing(actor)
    answering.give_back(first, make.make_official(first.addressee), "other_office", "Эмнэлгийнх")
    [second] = make.reviewing.route(first.case, actor, [make.make_office("18501-HOSP-01")])
    answering.give_back(second, make.make_official(second.addressee), "other_office", "Сумынх")
    return second.number


def protected_names():
    """Officers with keys, one of whom waits to be confirmed, and a report with words on both sides."""
    person = make.make_user(Role.PROTECTION_OFFICER, email="officer@example.mn", name="Жишээ: хамгааллын ажилтан")
    vaults.set_up(make.actor_of(person), person, make.PASSPHRASE)
    make.make_officers(3)
    code = make.make_report(
        danger="yes", contact={"way": "phone", "phone": "+97699112233", "shared": "yes"}, photos=[make.photo()]
    )
    vault = make.make_vault(person)
    name = protected.held_by(vault.officer)[0][0].name
    opened = handling.open_report(vault, name)
    handling.reply(opened, "Бид таныг сонслоо")
    handling.move(opened, handling.Step.SCREEN, handling.Facts())
    handling.move(opened, handling.Step.WATCH, handling.Facts())
    return {"report": name, "code": code}


def look(page, address, found=None):
    """Complaints about one page, if any: what its own policy forbade, what is wider than a phone, what axe finds."""
    found = found or (FOUND_BESIDES_COLOURS if address.startswith("/en/") else FOUND)
    said = []

    def note(message):
        if message.type in {"error", "warning"} and "404" not in message.text:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.remove_listener("console", note)
    said += [f"wider than the phone: {what}" for what in page.evaluate(WIDER)]
    page.evaluate(AXE)
    said += page.evaluate(found)
    return [f"{address}: {words}" for words in said]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_public_pages_have_no_findings_at_360_pixels(names, person, lang):
    page = person(360)
    complaints = [words for path in PUBLIC for words in look(page, f"/{lang}{path.format(**names)}")]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_authors_pages_have_no_findings(names, person, lang):
    page = person(360)
    page.goto(f"/{lang}/track")
    page.fill("#receipt", names["receipt"])
    page.click("main form button")
    complaints = [
        words
        for path in ("/track/case", "/feedback/more", "/track/case/data", "/track/case/withdraw", "/track/case/petition")
        for words in look(page, f"/{lang}{path}")
    ]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_authors_pages_of_a_review_have_no_findings(names, person, lang):
    page = person(360)
    page.goto(f"/{lang}/track")
    page.fill("#receipt", names["with_answer"])
    page.click("main form button")
    complaints = [words for path in ("/track/case", "/track/case/review") for words in look(page, f"/{lang}{path}")]
    page.goto(f"/{lang}/track/case/review")
    page.fill("#words", "Хариунд хэлсэн эм ирээгүй")
    page.click("#ask button")
    page.wait_for_selector("form[action$='/back']")
    complaints += [words for path in ("/track/case", "/track/case/review") for words in look(page, f"/{lang}{path}")]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_protected_authors_page_has_no_findings(names, person, lang):
    page = person(360)
    page.goto(f"/{lang}/track")
    page.fill("#receipt", names["code"])
    page.click("main form button")
    assert not look(page, f"/{lang}/track/report")


@pytest.mark.parametrize("email", list(STAFF))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_staff_pages_have_no_findings(names, person, lang, email):
    page = person(360)
    sign_in(page, email)
    if email.startswith("officer"):
        page.goto(f"/{lang}/protected/vault")
        page.fill("#passphrase", make.PASSPHRASE)
        page.click("form[action$='/unlock'] button")
    complaints = [words for path in STAFF[email] for words in look(page, f"/{lang}{path.format(**names)}")]
    assert not complaints, "\n".join(complaints)


def test_dark_pages_have_no_findings(names, person):
    page = person(360, dark=True)
    complaints = [words for path in PUBLIC for words in look(page, f"/mn{path.format(**names)}", FOUND_IN_COLOURS)]
    assert not complaints, "\n".join(complaints)


def test_the_first_page_and_the_form_weigh_at_most_30_kilobytes(names, person):
    for path in ("/mn/", "/mn/feedback/new?facility=18540-HC-01"):
        page = person(360)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes = []
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
        assert sum(sizes) <= 30 * 1024, f"{path}: {sum(sizes) / 1024:.1f} KB in {len(sizes)} requests"
        assert "vendor/govuk" in page.content()
        assert not page.locator("script[src*='govuk']").count()
