"""Lives a sample life again through cases.operations, with the machine's clock set to each of its moments."""

from functools import cache

import sqlalchemy as sa
import time_machine

from accountability.accounts import queries as accounts
from accountability.cases import queries
from accountability.cases.models import Case, Routing
from accountability.cases.operations import answering, authoring, chasing, reading, reviewing
from accountability.core.db import db
from accountability.directory.models import Area, Category, Organisation, Service
from accountability.sample import events as ev


def replay(life) -> int:
    """Returns the id of the case that came out of it."""
    case_id = None
    for event in life.events:
        with time_machine.travel(event.at, tick=False):
            if isinstance(event, ev.Submit):
                case_id = submit(event).id
            else:
                ACTS[type(event)](queries.lock(case_id), event)
            db.session.commit()
            db.session.expire_all()
    return case_id


@cache
def actor(user_id):
    return accounts.actor_for(user_id)


def offices(found):
    return [db.session.get_one(Organisation, office.id) for office in found]


def service(code):
    return db.session.scalars(sa.select(Service).where(Service.code == code)).one() if code else None


def categories(codes):
    return [db.session.scalars(sa.select(Category).where(Category.code == code)).one() for code in codes]


def routing(case, place):
    return db.session.scalars(sa.select(Routing).where(Routing.case_id == case.id).order_by(Routing.id)).all()[place]


def submit(event):
    listed = bool(event.facilities)
    case, _ = authoring.submit(
        authoring.Submission(
            story=event.story,
            facilities=offices(event.facilities),
            facility_text=event.facility_text,
            soum=None if listed or event.soum_id is None else db.session.get_one(Area, event.soum_id),
            province=None if listed or event.province_id is None else db.session.get_one(Area, event.province_id),
            service=service(event.service),
            kind=event.kind,
            month=event.month,
            alias=event.alias,
            away_until=event.away_until,
            contact=event.contact,
            wish_public=event.wish_public,
            reissue_ok=event.reissue_ok,
            consents=event.consents,
            composition=event.composition,
            locale=event.locale,
        )
    )
    return case


def add_details(case, event):
    told = authoring.Details(
        kind=event.kind,
        service=service(event.service),
        month=event.month,
        alias=event.alias,
        better=event.better,
        categories=categories(event.categories),
        composition=event.composition,
    )
    authoring.add_details(case, told)


def dispute(case, event):
    by = actor(event.by) if event.by else None
    authoring.dispute(case, event.reason, event.words, actor=by, fairness=event.fairness, solved=event.solved)


def hand_over(case, event):
    reviewing.hand_over(case, actor(event.by), event.to, actor(event.to))


def review(case, event):
    found = reviewing.Review(
        text_office=event.text_office,
        text_public=event.text_public,
        kind=event.kind,
        service=service(event.service),
        categories=categories(event.categories),
        facilities=offices(event.facilities),
        criticality=event.criticality,
        meaning_changed=event.meaning_changed,
        recognisable=event.recognisable,
        cleared=None,
    )
    reviewing.review(case, actor(event.by), found)


def merge(case, event):
    reviewing.merge(case, actor(event.by), db.session.get_one(Case, event.parent_id))


def answer(case, event):
    reply = answering.Reply(event.kind, event.text, event.on)
    answering.answer(routing(case, event.place), actor(event.by), reply)


def deliver(case, event):
    answering.deliver(routing(case, event.place), actor(event.by), event.on, event.words)


ACTS = {
    ev.AddDetails: add_details,
    ev.ComeBack: lambda case, event: authoring.come_back(case),
    ev.AddWords: lambda case, event: authoring.add_words(case, event.words),
    ev.Approve: lambda case, event: authoring.approve(case, event.agrees),
    ev.Judge: lambda case, event: authoring.judge(case, event.verdict, fairness=event.fairness, solved=event.solved),
    ev.Dispute: dispute,
    ev.Withdraw: lambda case, event: authoring.withdraw(case),
    ev.Take: lambda case, event: reviewing.take(case, actor(event.by)),
    ev.OpenStory: lambda case, event: reading.open_story(case, actor(event.by)),
    ev.OpenContact: lambda case, event: reading.open_contact(case, actor(event.by), event.reason),
    ev.HandOver: hand_over,
    ev.LookAgain: lambda case, event: reading.look_again(case, actor(event.by), event.on),
    ev.AddNote: lambda case, event: reading.add_note(case, actor(event.by), event.kind, event.words),
    ev.Review: review,
    ev.Decide: lambda case, event: reviewing.decide(case, actor(event.by), event.action, event.reason),
    ev.AskAuthor: lambda case, event: reviewing.ask_author(case, actor(event.by), event.question),
    ev.Route: lambda case, event: reviewing.route(case, actor(event.by), offices(event.offices)),
    ev.Decline: lambda case, event: reviewing.decline(case, actor(event.by), event.reason, event.words),
    ev.Merge: merge,
    ev.DeliverThanks: lambda case, event: reviewing.deliver_thanks(case, actor(event.by)),
    ev.PassWords: lambda case, event: reviewing.pass_words_on(
        case, actor(event.by), routing(case, event.place), event.words, sure=True
    ),
    ev.PublishAnswer: lambda case, event: reviewing.publish_answer(
        routing(case, event.place).answer, actor(event.by), event.text, sure=True
    ),
    ev.WithholdAnswer: lambda case, event: reviewing.withhold_answer(routing(case, event.place).answer, actor(event.by)),
    ev.Deliver: deliver,
    ev.Acknowledge: lambda case, event: answering.acknowledge(routing(case, event.place), actor(event.by), event.responsible),
    ev.GiveBack: lambda case, event: answering.give_back(routing(case, event.place), actor(event.by), event.reason, event.words),
    ev.AnswerIt: answer,
    ev.TimeOut: lambda case, event: chasing.time_out(case.id),
    ev.RemindAuthor: lambda case, event: chasing.remind_author(case.id),
    ev.GiveUp: lambda case, event: chasing.give_up(case.id),
    ev.GoUp: lambda case, event: chasing.go_up(routing(case, event.place).id),
    ev.RemindOffice: lambda case, event: chasing.remind_office(routing(case, event.place).id),
}
