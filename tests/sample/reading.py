"""All that the database knows of one case, without what must differ between two tellings of the same life."""

import sqlalchemy as sa

from accountability.audit.models import TrailContent, TrailEntry
from accountability.cases.models import (
    Answer,
    Attachment,
    Case,
    CaseFacility,
    CaseSecret,
    ClearedMark,
    Consent,
    Note,
    Pause,
    Relay,
    Routing,
    case_categories,
)
from accountability.cases.moves import ASKING
from accountability.core.db import db
from accountability.core.vault import vault
from accountability.outbox.models import Message

# Ids, random ids, and secrets; what is sealed is compared after opening.
APART = {"id", "case_id", "routing_id", "public_id", "client_key", "receipt_hash", "number", "body"}


def rows(model, *where):
    """Rows as dicts of all their columns but those that must differ."""
    table = getattr(model, "__table__", model)
    key = list(table.primary_key.columns)[-1]
    found = db.session.execute(sa.select(table).where(*where).order_by(key)).mappings()
    return [dict(row) for row in found]


def plain(found):
    return [{name: value for name, value in row.items() if name not in APART} for row in found]


def everything(case_id) -> dict:
    db.session.expire_all()
    [case] = rows(Case, Case.id == case_id)
    routings = rows(Routing, Routing.case_id == case_id)
    places = {row["id"]: place for place, row in enumerate(routings)}
    answers = [{**plain([row])[0], "place": places[row["routing_id"]]} for row in rows(Answer, Answer.routing_id.in_(places))]
    return {
        "case": plain([case])[0],
        "facilities": plain(rows(CaseFacility, CaseFacility.case_id == case_id)),
        "categories": [row["category_id"] for row in rows(case_categories, case_categories.c.case_id == case_id)],
        "secret": secret(case),
        "consents": plain(rows(Consent, Consent.case_id == case_id)),
        "routings": plain({**row, "went_up_from": places.get(row["went_up_from"])} for row in routings),
        "answers": sorted(answers, key=lambda row: row["place"]),
        "relays": opened(rows(Relay, Relay.case_id == case_id), f"relay:{case['public_id']}"),
        "pauses": plain(rows(Pause, Pause.case_id == case_id)),
        "notes": opened(rows(Note, Note.case_id == case_id), f"note:{case['public_id']}"),
        "files": rows(Attachment, Attachment.case_id == case_id),
        "cleared": sorted((row["kind"], row["user_id"], row["at"]) for row in rows(ClearedMark, ClearedMark.case_id == case_id)),
        "trail": trail(case, routings),
        "messages": messages(case, routings),
    }


def secret(case):
    [row] = rows(CaseSecret, CaseSecret.case_id == case["id"])
    name = case["public_id"]
    return {
        "story": row["story"] and vault.open_text(row["story"], f"story:{name}"),
        "contact": row["contact"] and vault.open_fields(row["contact"], f"contact:{name}"),
        "receipt": row["receipt"] and len(vault.open_text(row["receipt"], f"receipt:{name}")),
        "receipt_until": row["receipt_until"],
    }


def opened(found, purpose):
    return [{**plain([row])[0], "words": vault.open_text(row["body"], purpose)} for row in found]


def trail(case, routings):
    entries = sa.select(TrailEntry, TrailContent.body).join(TrailContent).where(TrailEntry.chain == f"case:{case['id']}")
    return [
        (entry.sequence, entry.at, entry.role, entry.user_id, entry.action, without_numbers(body, routings))
        for entry, body in db.session.execute(entries.order_by(TrailEntry.sequence))
    ]


def messages(case, routings):
    of_case = sa.and_(Message.subject_kind == "case", Message.subject_id == case["id"])
    of_routing = sa.and_(Message.subject_kind == "routing", Message.subject_id.in_([row["id"] for row in routings]))
    found = db.session.scalars(sa.select(Message).where(sa.or_(of_case, of_routing)).order_by(Message.id))
    places = {("routing", row["id"]): place for place, row in enumerate(routings)} | {("case", case["id"]): None}
    return [
        (
            one.kind,
            one.subject_kind,
            places[one.subject_kind, one.subject_id],
            one.receiver,
            one.locale,
            without_numbers(one.key.replace(f":{one.subject_id}:", ":ID:", 1), routings),
            one.created_at,
            one.kind in ASKING or one.sealed_secret,  # the link of a letter that went out already is not kept
        )
        for one in found
    ]


def without_numbers(text, routings):
    """A routing's number is random: its place stands for it."""
    for place, row in enumerate(routings):
        text = text.replace(row["number"], f"<{place}>")
    return text
