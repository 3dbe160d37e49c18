"""Every address, every method, every kind of person, every relation to a case, beside the page that says who may.

The expected code is worked out from the policy alone. Besides, whatever a page shows, no words may stand in it that its reader may
not open: lists, exports, feeds, searches, counts and error pages included.
"""

from functools import cache

import pytest

from accountability import create_app
from accountability.access import policy
from accountability.access.actor import NOBODY, author_of
from accountability.access.guards import OPEN_DOORS
from accountability.access.permissions import Permission as P
from accountability.access.roles import Role
from accountability.cases.models import CopyState
from accountability.cases.workflow import Status, Visibility
from accountability.commitments import queries as changes
from accountability.core.db import db
from accountability.core.storage import storage
from tests import databases
from tests import factories as make
from tests.conftest import IsolatedClient
from tests.security.matrix_world import PROTECTED, World

READERS = [
    "nobody", "monitor", "colleague", "senior", "tied monitor", "monitor elsewhere", "official", "official elsewhere",
    "coordinator above", "coordinator of the place", "coordinator elsewhere", "admin", "protection officer", "reviewer", "another reviewer", "reviewer of the ladder", "author of answered", "author of merged", "author of petition", "author of appealed",
]  # fmt: skip
# What is posted to each address so that the act itself is reached; without it a wrong form would answer before the policy.
FILLED = {
    "history.note": {"kind": "note", "words": "x"}, "history.contact": {"why": "x"}, "history.look_again": {"on": "2030-01-01"},
    "history.hand_over": {"colleague": "{colleague}"}, "decide.ask": {"question": "x"}, "decide.route": {"other": "18501-HOSP-01"},
    "decide.decline": {"reason": "unclear"}, "decide.visibility": {"action": "keep_private"}, "decide.dispute": {"reason": "not_done"},
    "decide.answer_copy": {"action": "publish", "text_public": "x"}, "decide.pass_words": {"words": "x"},
    "office.acknowledge": {"responsible": "x"}, "office.give_back": {"reason": "other_office", "words": "x"},
    "office.answer": {"kind": "apology", "text": "x"}, "office.deliver": {"delivered_on": "2026-11-24", "delivery_words": "x"},
    "protecting.decide": {"decision": "unfounded"}, "promises.claim": {"made_on": "2026-01-01", "words": "x"},
    "promises.new_day": {"due_on": "2090-01-01", "words": "x"}, "promises.abandon": {"words": "x"},
    "promises.look": {"found": "yes", "by": "visit", "seen_on": "2026-01-01", "words": "x"}, "promises.publish": {"text_public": "Эм"},
    "office.settle": {"office": "18540-HC-01"}, "legal.register": {"register_number": "1", "registered_on": "2026-11-24"},
    "legal.extend": {"days": "5", "reason": "x"}, "reviews.decide": {"result": "rejected", "reasons": "Хариу хангалттай", "remedy": "court"},
    "decide.review_copy": {"action": "withhold"},
}  # fmt: skip
# Pages that lead away or need a password first; their own tests say what they do.
APART = {"static", "accounts.sign_out", "accounts.sign_out_everywhere", "author.leave", "author.exit_quickly"}
# On PostgreSQL one of each role reads: what the others may is decided by the same Python, and all 15 readers walk on SQLite.
WALKING = ["nobody", "senior", "official", "coordinator of the place", "admin", "protection officer", "author of answered"]
# What a form is answered is decided before the database is asked; what a page shows is read by each database in its own way.
ACTS = set() if databases.POSTGRES else {"POST"}
REACHED = {200, 302, 303, 409, 413, 422}


# Acts are tried on cases in these situations; pages are opened for all.
TRIED = ("fresh", "in review", "with the office", "on paper", "answered", "public", "elsewhere", "held", "thanks", "petition")


@pytest.fixture(scope="module")
def inhabited(prepared, tmp_path_factory):
    """An application with a database of its own, in which the world was made once for all readers, and the secrets of their apps."""
    folder = tmp_path_factory.mktemp("matrix")
    url = databases.copy(prepared, folder)
    app = create_app(databases.settings(url, folder))
    app.test_client_class = IsolatedClient
    make.forget_code_apps()
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
        made = World()
        db.session.commit()
        yield app, made, dict(make.SECRETS)
        databases.close()
    databases.drop(url)


@pytest.fixture
def world(inhabited, monkeypatch):
    """The world as it was made: what one reader does is undone, and files stay where they are."""
    _app, made, secrets = inhabited
    make.SECRETS.update(secrets)
    monkeypatch.setattr(storage, "delete", lambda key: None)
    with databases.undone(db.session.rollback):
        yield made
    db.session.expire_all()


def values_of(name, world):
    """The values that a part of an address takes; a new part must be named here."""
    told = world.told.values()
    known = {
        "lang": ["en"], "public_id": [one.case.public_id for one in told], "number": [one.routing.number for one in told if one.routing],
        "photo_id": [one.case.photos[0].id for one in told if one.case.photos], "code": [make.TARIALAN], "iso_code": ["MN-046"],
        "nso_code": ["18540"], "page": ["rights"], "token": ["no-such-token"], "kind": ["csv", "xlsx"], "whom": ["people"],
        "user_id": [world.people["official"].id], "absence_id": [1], "view_id": [1], "template_id": [world.template.id],
        "alert_id": [world.alert.id], "call_id": [1], "rule_id": [1], "change_id": [world.change.public_id], "day_id": [1], "breach_id": [world.breach.id], "sign_in_id": [1], "version": [1], "entry_id": [1], "file_type": ["xlsx"], "passkey_id": [1],
        "appeal_number": [world.appeal.number], "name": [world.report], "message_kind": ["received"], "locale": ["mn"], "channel": ["email"], "officer_id": [1], "hours_id": [1], "file_id": [1],
    }  # fmt: skip
    assert name in known, f"{name}: say in values_of what stands in the address"
    return known[name]


def addresses(app, world):
    """(endpoint, method, address, case, routing) for every rule; parts of one address belong to one case."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in APART:
            continue
        for told in _subjects(rule, world):
            parts = {name: _part(name, told, world) for name in rule.arguments}
            if None in parts.values():
                continue
            path = rule.build(parts)[1]
            tried = told is None or told in [world.told[name] for name in TRIED]
            for method in sorted((rule.methods or set()) & ({"GET", *ACTS} if tried else {"GET"})):
                yield rule.endpoint, method, path, told


def _subjects(rule, world):
    return list(world.told.values()) if {"public_id", "number", "photo_id"} & rule.arguments else [None]


def _part(name, told, world):
    if told and name == "public_id":
        return told.case.public_id
    if told and name == "number":
        return told.routing.number if told.routing else None
    if told and name == "photo_id":
        return told.case.photos[0].id if told.case.photos else None
    return values_of(name, world)[0]


# --- what the policy page says ------------------------------------------------------------------------------------------


def expected(actor, permission, endpoint, told, world):
    """The codes that may come; None where nothing but the markers is looked at."""
    if permission in OPEN_DOORS or permission == P.ACCOUNT_OWN:
        return None
    if actor.user_id is None:
        # What was typed for the protected channel is given back at once and kept nowhere.
        return {302, 401} if endpoint.startswith(("officers.", "handle.")) else {302}
    if endpoint == "photos.of_office":
        return {200, 404} if told and told.routing and policy.may(actor, permission, told.routing) else {403, 404}
    if endpoint.startswith(("review.", "decide.", "history.", "photos.", "divert.")):
        return _of_case(actor, permission, endpoint, told)
    if endpoint.startswith(("office.", "legal.")) and told and told.routing and "thanks" not in endpoint:
        return _of_routing(actor, permission, endpoint, told)
    if endpoint.startswith("reviews.") and permission.startswith("appeal:"):
        return _of_appeal(actor, permission, world.appeal)
    if endpoint.startswith("promises.") and permission.startswith("change:"):
        return _of_change(actor, permission, world.change)
    return _of_another(actor, permission, endpoint, world)


def _of_another(actor, permission, endpoint, world):
    """What is about no case: alerts, accounts, and what a grant alone decides."""
    if endpoint in {"protecting.pause", "protecting.decide"}:
        return REACHED if policy.may(actor, permission, world.alert) else {403, 404}
    if permission == P.ACCOUNT_RESET:
        return REACHED | {404} if policy.may(actor, P.ACCOUNT_INVITE) else {403, 404}
    return REACHED | {404} if policy.may(actor, permission) else {403}


def _of_appeal(actor, permission, appeal):
    """Somebody who may take one is told that another reviewer was faster; everybody else finds none."""
    if not policy.may(actor, P.APPEAL_READ, appeal):
        return {404, 409} if permission == P.APPEAL_TAKE and actor.has(Role.REVIEWER) else {404}
    return REACHED if policy.may(actor, permission, appeal) else {403, 409, 422}


def _of_change(actor, permission, change):
    if not policy.may(actor, P.CHANGE_READ, change):
        return {404}
    return REACHED | {404} if policy.may(actor, permission, change) else {403, 404, 409, 422}


def _of_case(actor, permission, endpoint, told):
    if not policy.may(actor, P.CASE_READ, told.case):
        return {404}
    if endpoint == "decide.review_copy":
        return REACHED | {404} if policy.may(actor, P.CASE_REVIEW, told.case) else {403, 404}
    if endpoint in {"decide.answer_copy", "decide.pass_words"}:
        return _about_routing(actor, permission, endpoint, told)
    allowed = policy.may(actor, permission, told.case)
    if endpoint == "decide.dispute":
        allowed = policy.may(actor, P.CASE_DISPUTE, told.case)
    return REACHED | {404} if allowed else {403, 404, 409, 303, 422}


def _about_routing(actor, permission, endpoint, told):
    subject = told.routing if endpoint == "decide.answer_copy" else told.case
    return REACHED | {404} if told.routing and policy.may(actor, permission, subject) else {403, 404, 409}


def _of_routing(actor, permission, endpoint, told):
    sees = policy.may(actor, P.ROUTING_READ, told.routing)
    if endpoint == "office.routing":
        return {200} if sees else {404, 403}
    if not sees and not policy.may(actor, P.CASE_READ, told.case):
        return {404}
    return REACHED if policy.may(actor, permission, told.routing) or permission == P.ROUTING_READ else {403, 404, 409, 422}


def may_open(actor, kind, told):
    """Whether the words of this kind may stand in a page of this reader."""
    case, own = told.case, actor.author_of == told.case.id
    sees_office = policy.may(actor, P.CASE_READ, case) or any(policy.may(actor, P.ROUTING_READ, one) for one in case.routings)
    gets_thanks = (
        case.is_thanks
        and case.status == Status.CLOSED
        and bool({office.id for office in case.facilities} & {grant.organisation_id for grant in actor.grants})
    )
    has_it = any(actor.user_id and one.holder_id == actor.user_id for one in case.appeals)
    rules = {
        "appeal": own or has_it,
        "story": own or policy.may(actor, P.CASE_READ_STORY, case),
        "relay": own or policy.may(actor, P.CASE_READ_STORY, case),
        "note": policy.may(actor, P.CASE_READ, case),
        "contact": own or policy.may(actor, P.CASE_READ_CONTACT, case),
        "office": own or sees_office or gets_thanks or has_it,
        "answer": own or sees_office or has_it,
        "promise": own or sees_office or any(policy.may(actor, P.CHANGE_READ, one) for one in changes.of_source("case", case.id)),
        "identity": own or bool(told.routing and policy.may(actor, P.ROUTING_IDENTITY, told.routing)),
        "public": own
        or policy.may(actor, P.CASE_READ, case)
        or case.visibility == Visibility.PUBLIC
        or _shown_to_supporter(actor, told),
    }
    return rules[kind]


def _shown_to_supporter(actor, told):
    """Whoever joined a case follows the published copy of its answers."""
    return any(one.answer and one.answer.copy_state == CopyState.PUBLISHED for one in told.case.routings)


# --- the walk ----------------------------------------------------------------------------------------------------------


def who(reader, world, client):
    if reader == "nobody":
        return NOBODY
    if reader.startswith("author of "):
        told = world.told[reader.removeprefix("author of ")]
        client.post("/mn/track", data={"receipt": told.receipt, "csrf_token": make.token(client, "/mn/track")})
        return author_of(told.case.id)
    make.sign_in(client, world.people[reader])
    return make.actor_of(world.people[reader])


def ask(app, client, endpoint, method, path, world, token):
    """One request whose changes are undone, so that the next one finds the same world."""
    connection = db.engine
    db.session.commit()  # its own savepoint ends here, so that ours lies outside of the next one
    connection.exec_driver_sql("SAVEPOINT one_request")
    try:
        if method == "GET":
            return client.get(path)
        filled = {name: value.format(colleague=world.people["colleague"].id) for name, value in FILLED.get(endpoint, {}).items()}
        return client.post(path, data={**filled, "csrf_token": token})
    finally:
        db.session.rollback()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_request")
        connection.exec_driver_sql("RELEASE SAVEPOINT one_request")
        db.session.expire_all()


@pytest.mark.slow
@pytest.mark.parametrize("reader", WALKING if databases.POSTGRES else READERS)
def test_every_address_answers_each_reader_as_the_policy_says(inhabited, world, reader):
    app = inhabited[0]
    client = app.test_client()
    actor = who(reader, world, client)
    token = make.token(client, "/en/track")
    permission_of = cache(lambda endpoint: getattr(app.view_functions[endpoint], "permission", None))
    wrong, walked = [], 0
    for endpoint, method, path, told in list(addresses(app, world)):
        allowed = expected(actor, permission_of(endpoint), endpoint, told, world)
        answer = ask(app, client, endpoint, method, path, world, token)
        walked += 1
        if answer.status_code >= 500 or (allowed is not None and answer.status_code not in allowed):
            wrong.append(
                f"{reader}: {method} {path} ({endpoint}) answered {answer.status_code}, not one of {sorted(allowed or [])}"
            )
        wrong += [f"{reader}: {method} {path} shows {kind} of «{name}»" for name, kind in leaks(answer, actor, world)]
    assert not wrong, "\n".join(wrong[:40])
    assert walked > (300 if ACTS else 150)


def leaks(answer, actor, world):
    """Words in a page that its reader may not open."""
    body = answer.get_data(as_text=True) if answer.mimetype.startswith(("text/", "application/json", "application/atom")) else ""
    body += str(answer.headers)
    for name, told in world.told.items():
        for marker, kind in told.markers.items():
            if marker in body and not may_open(actor, kind, told):
                yield name, kind
    # Not even an officer reads a protected report before their vault is open.
    if PROTECTED in body:
        yield "report", "protected"
