"""A case goes to the protected channel: first sealed there, by the floor above, then removed here without a word why."""

import sqlalchemy as sa

from accountability.access.actor import SYSTEM, Actor
from accountability.cases import moves, queries
from accountability.cases.models import AuthorVisit, Case, Consent, Track
from accountability.cases.operations import erasing
from accountability.cases.workflow import Action, VisibilityAction
from accountability.core import clock
from accountability.core.clock import CAPITAL
from accountability.core.db import db

FACTS = (
    "soum_id province_id service_id reviewer_id kind month alias sex age_band disability herder away_until look_again_on".split()
)


def divert(case: Case, actor: Actor) -> None:
    """Removes everything that the case said or was about; what stays is that its code once opened something.

    The caller has sealed it before, and holds the case's lock since it compared what was sealed.
    """
    with moves.counting(case), db.session.no_autoflush:
        moves.show(case, VisibilityAction.DIVERT, actor)
        moves.move(case, Action.DIVERT, actor)
        erasing.erase(case)
        _forget_facts(case)
    _forget_search()
    for joined in queries.children_of(case):
        separate(queries.lock(joined.id))


def _forget_facts(case: Case) -> None:
    for name in FACTS:
        setattr(case, name, None)
    case.zone, case.criticality, case.urgency = CAPITAL, 0, 0
    case.wish_public = case.reissue_ok = case.carry_asked = False
    case.track, case.signed_at, case.carrier_id, case.signers = Track.INFORMAL, None, None, 1
    for routing in case.routings:
        routing.registered_at = routing.register_number = routing.legal_due = routing.identity_opened_at = None
        routing.may_know = False
    case.facilities, case.categories = [], []
    db.session.flush()
    for parts in (Consent, AuthorVisit):
        db.session.execute(sa.delete(parts).where(parts.case_id == case.id))
    db.session.expire(case, ["consents", "places", "categories"])


def _forget_search() -> None:
    """SQLite's search only marks deleted words; written anew, its index holds none of them."""
    if db.engine.dialect.name == "sqlite":
        db.session.flush()
        db.session.execute(sa.text("INSERT INTO case_search(case_search) VALUES ('optimize')"))


def separate(joined: Case) -> None:
    """What others said does not vanish with the words of the one they joined: a monitor reads it on its own again."""
    with moves.counting(joined):
        moves.move(joined, Action.SEPARATE, SYSTEM, sets={"parent": None, "waiting_since": clock.now()})
    moves.write_to_author(joined, "separated", key=str(joined.cycle))
    moves.write_to_monitor(joined, "separated_monitor", key=str(joined.cycle))
