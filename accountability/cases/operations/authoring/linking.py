"""One tap instead of a code: a link in a message, good for one verdict on one round, for thirty days."""

import sqlalchemy as sa

from accountability.cases import moves
from accountability.cases.models import Case, VerdictLink
from accountability.cases.operations.authoring.following import dispute, judge
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed


def link_of(token: str) -> VerdictLink | None:
    """The link, used or not; None when nobody made such a one."""
    return db.session.scalars(sa.select(VerdictLink).where(VerdictLink.token_hash == moves.token_hash(token))).first()


def is_good(link: VerdictLink, case: Case) -> bool:
    """Not used, not over, and the question is still the one that it was sent with."""
    asked = case.verdict in {Verdict.ASKED, Verdict.SILENT} and case.status in {Status.ANSWERED, Status.CLOSED}
    return link.used_at is None and link.expires_at > clock.now() and link.cycle == case.cycle and asked


def judge_by_link(link: VerdictLink, case: Case, verdict: VerdictAction) -> None:
    """The author's word; all links of this round are used up with it."""
    if not is_good(link, case):
        raise MoveNotAllowed(case.verdict, verdict)
    same_round = (VerdictLink.case_id == case.id, VerdictLink.cycle == case.cycle, VerdictLink.used_at.is_(None))
    db.session.execute(sa.update(VerdictLink).where(*same_round).values(used_at=clock.now()))
    if verdict == VerdictAction.DISPUTE:
        dispute(case, "not_done")
    else:
        judge(case, verdict)


def forget_expired() -> int:
    over = sa.delete(VerdictLink).where(VerdictLink.expires_at < clock.now())
    return int(db.session.execute(over).rowcount)  # type: ignore[attr-defined]
