"""The public register of promises with its feed, and one promise."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.audit import queries as audit
from accountability.commitments import queries
from accountability.commitments.labels import STATES, TRAIL, label
from accountability.commitments.models import Commitment
from accountability.commitments.queries import Filter
from accountability.core.i18n import date_text
from accountability.core.pages import page_number, page_of, query_text
from accountability.core.throttle import limiter, not_searching
from accountability.directory import queries as directory

bp = Blueprint("commitments", __name__, url_prefix="/<lang>/commitments")
SIZE = 20
# Lines that say nothing to the public.
STAFF_ONLY = {"publish", "hide", "reminder", "look"}


@bp.get("")
@limiter.limit("120 per minute", exempt_when=not_searching)
@requires(P.PUBLIC)
def index() -> Any:
    chosen, office, soum = _chosen()
    number = page_number()
    rows = queries.public(chosen, SIZE + 1, (number - 1) * SIZE)
    return render_template(
        "commitments/index.html",
        page=page_of(rows, number, SIZE),
        chosen=chosen,
        office=office,
        soum=soum,
        args=request.args,
        provinces=directory.provinces(),
        states=STATES,
        label=label,
        filtered=chosen != Filter(),
    )


@bp.get("/feed.atom")
@limiter.limit("120 per minute", exempt_when=not_searching)
@requires(P.PUBLIC)
def feed() -> Any:
    chosen, _office, _soum = _chosen()
    body = render_template("commitments/feed.xml", found=queries.public(chosen, 50), label=label)
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "public, max-age=900"
    return response


@bp.get("/<change_id>")
@requires(P.PUBLIC)
def show(change_id: str) -> Any:
    made = queries.get_public(change_id.upper())
    return render_template(
        "commitments/show.html", one=made, label=label(made), steps=timeline(made, STAFF_ONLY, until=made.reviewed_at)
    )


def timeline(made: Commitment, hidden: set[str], until: datetime | None = None) -> list[dict[str, Any]]:
    """The history in words; a new day says which. Reasons only of lines until then: later ones nobody looked through yet."""
    lines = [line for line in audit.history(made.chain) if line.action not in hidden]
    return [{"title": _title(line), "when": date_text(line.at), "tone": "done", "note": _reason(line, until)} for line in lines]


def _reason(line: Any, until: datetime | None) -> str | None:
    return line.content.get("reason") if until is None or line.at <= until else None


def _title(line: Any) -> str:
    words = str(TRAIL.get(line.action, line.action))
    due = line.content.get("due_on")
    return f"{words}: {date_text(date.fromisoformat(due), with_year=True)}" if due else words


def _chosen() -> tuple[Filter, Any, Any]:
    """The filter in the address with its office and soum; a place that does not exist is 404, an unknown word is no filter."""
    province = directory.province(request.args["province"]) if request.args.get("province") else None
    office = directory.facility(request.args["office"]) if request.args.get("office") else None
    soum = directory.soum(request.args["soum"]) if request.args.get("soum") else None
    state = request.args.get("state", "")
    chosen = Filter(
        q=query_text("q"),
        province_id=province.id if province else None,
        office_id=office.id if office else None,
        state=state if state in STATES else "",
        soum_id=soum.id if soum else None,
    )
    return chosen, office, soum


def address(made: Commitment) -> str:
    return url_for("commitments.show", change_id=made.public_id)
