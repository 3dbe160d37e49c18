"""What everybody may read: public cases, one by one, as a list and as a feed."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import face, queries
from accountability.cases.labels import KINDS, RESTRICT_REASONS
from accountability.cases.models import Kind
from accountability.cases.queries import PublicFilter
from accountability.cases.workflow import Status, Visibility
from accountability.core.errors import NotFound
from accountability.core.pages import page_number, page_of, query_text
from accountability.core.throttle import limiter, not_searching
from accountability.directory import queries as directory

bp = Blueprint("cases", __name__, url_prefix="/<lang>/cases")
SIZE = 20


@bp.get("")
@limiter.limit("120 per minute", exempt_when=not_searching)
@requires(P.PUBLIC)
def index() -> Any:
    chosen, names = _filter()
    number = page_number()
    rows = queries.public_cases(chosen, SIZE + 1, (number - 1) * SIZE)
    page = page_of([face.card(case) for case in rows], number, SIZE)
    return render_template(
        "cases/public/index.html",
        page=page,
        chosen=chosen,
        names=names,
        args=request.args,
        provinces=directory.provinces(),
        categories=directory.categories(),
        kinds=KINDS,
        filtered=chosen != PublicFilter(),
    )


@bp.get("/<public_id>")
@requires(P.PUBLIC)
def show(public_id: str) -> Any:
    if public_id != public_id.upper():
        return redirect(url_for("cases.show", public_id=public_id.upper()), 301)
    case = queries.get_public(public_id)
    if case.status == Status.MERGED:
        return _to_parent(case)
    if case.visibility == Visibility.RESTRICTED:
        return render_template(
            "cases/public/restricted.html", case=case, reason=RESTRICT_REASONS[case.restrict_reason or "author_wish"]
        )
    return render_template("cases/public/show.html", **face.page(case))


@bp.get("/feed.atom")
@limiter.limit("120 per minute", exempt_when=not_searching)
@requires(P.PUBLIC)
def feed() -> Any:
    chosen, _names = _filter()
    body = render_template("cases/public/feed.xml", cases=queries.public_cases(chosen, 50), card=face.card)
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "public, max-age=900"
    return response


def _to_parent(case: Any) -> Any:
    parent = case.parent
    if parent is None or parent.visibility not in {Visibility.PUBLIC, Visibility.RESTRICTED}:
        raise NotFound(case.public_id)
    return redirect(url_for("cases.show", public_id=parent.public_id), 301)


def _filter() -> tuple[PublicFilter, dict[str, Any]]:
    """The filter in the address; a place that does not exist is 404, an unknown word is no filter."""
    args = request.args
    province = directory.province(args["province"]) if args.get("province") else None
    soum = directory.soum(args["soum"]) if args.get("soum") else None
    facility = directory.facility(args["facility"]) if args.get("facility") else None
    category = (
        next((one for one in directory.categories() if one.code == args["category"]), None) if args.get("category") else None
    )
    kind = args.get("kind")
    chosen = PublicFilter(
        q=query_text("q"),
        province_id=province.id if province else None,
        soum_id=soum.id if soum else None,
        facility_id=facility.id if facility else None,
        category_id=category.id if category else None,
        kind=Kind(kind) if kind in set(Kind) else None,
        state=args.get("state", "") if args.get("state") in queries.STATES else "",
    )
    return chosen, {"province": province, "soum": soum, "facility": facility, "category": category}
