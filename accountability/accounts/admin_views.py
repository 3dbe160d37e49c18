"""Pages for those who look after accounts: people, invitations, the outbox."""

from typing import Any

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.access.roles import NATIONWIDE, Preset, Role
from accountability.accounts import forms, gate, labels, messages, operations, queries
from accountability.accounts.models import Invitation
from accountability.accounts.views.entering import pressed, refuse, wrong
from accountability.core import clock, drafts
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm
from accountability.core.i18n import localized
from accountability.core.pages import page_number, page_of
from accountability.core.throttle import limiter, not_searching
from accountability.core.throttle import person as whoever
from accountability.directory import queries as directory
from accountability.outbox import operations as outgoing
from accountability.outbox import queries as outbox_queries

bp = Blueprint("admin", __name__, url_prefix="/<lang>/admin")
SIZE = 30


@bp.get("")
@limiter.limit("60 per minute", key_func=whoever, exempt_when=not_searching)
@requires(Permission.ACCOUNT_INVITE)
def people() -> Any:
    typed, number = request.args.get("q", "").strip()[:100], page_number()
    found = queries.people(actor(), typed, SIZE + 1, (number - 1) * SIZE)
    invitations = queries.open_invitations(actor()) if number == 1 and not typed else []
    return render_template(
        "accounts/admin_people.html",
        page=page_of(found, number, SIZE),
        typed=typed,
        invitations=invitations,
        presets=labels.PRESETS,
        grant_words=labels.grant_words,
    )


@bp.get("/people/<int:user_id>")
@requires(Permission.ACCOUNT_INVITE)
def person(user_id: int) -> Any:
    found = queries.person_seen_by(actor(), user_id)
    return render_template(
        "accounts/admin_person.html",
        person=found,
        account=queries.Account(found),
        oneself=found.id == actor().user_id,
        grants=[labels.grant_words(grant) for grant in found.grants],
        ties=queries.affiliations_of(found.id),
        relations=labels.RELATIONS,
        sign_ins=len(gate.live_sign_ins(found.id)),
    )


@bp.post("/people/<int:user_id>/reset")
@requires(Permission.ACCOUNT_RESET, fresh=True)
def reset(user_id: int) -> Any:
    pressed()
    return _to_slip(*operations.reset(actor(), queries.person_seen_by(actor(), user_id)))


@bp.route("/people/<int:user_id>/deactivate", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE, fresh=True)
def deactivate(user_id: int) -> Any:
    found = queries.person_seen_by(actor(), user_id)
    if not EmptyForm().validate_on_submit():
        return render_template("accounts/admin_deactivate.html", person=found)
    operations.set_active(actor(), found, False)
    db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=found.name), "success")
    return redirect(url_for("admin.person", user_id=found.id))


@bp.post("/people/<int:user_id>/activate")
@requires(Permission.ACCOUNT_MANAGE, fresh=True)
def activate(user_id: int) -> Any:
    pressed()
    found = queries.person_seen_by(actor(), user_id)
    operations.set_active(actor(), found, True)
    db.session.commit()
    flash(_("%(name)s can sign in again.", name=found.name), "success")
    return redirect(url_for("admin.person", user_id=found.id))


@bp.route("/invite", methods=["GET", "POST"])
@limiter.limit("60 per hour", key_func=whoever, methods=["POST"])
@requires(Permission.ACCOUNT_INVITE, fresh=True)
def invite() -> Any:
    form = _invite_form()
    if form.validate_on_submit():
        try:
            return _to_slip(*operations.invite(actor(), _invitee(form)))
        except Invalid as error:
            refuse(form, error)
    return render_template("accounts/admin_invite.html", form=form, hints=labels.PRESET_HINTS), wrong(form)


@bp.get("/invited")
@requires(Permission.ACCOUNT_INVITE)
def invited() -> Any:
    """The link and the slip, shown once: only the token's hash is kept."""
    kept = drafts.bring_back(session.pop("slip", None))
    invitation = queries.invitation_of(int(kept.fields["id"][0])) if kept else None
    if kept is None or invitation is None:
        return render_template("accounts/admin_invited_over.html")
    link = messages.join_link(kept.fields["token"][0], current_app.config["DEFAULT_LOCALE"])
    picture = segno.make(link, error="m").svg_data_uri(scale=5, border=2)
    return render_template(
        "accounts/admin_invited.html", invitation=invitation, link=link, picture=picture, presets=labels.PRESETS
    )


@bp.get("/outbox")
@requires(Permission.OUTBOX_READ)
def outbox() -> Any:
    number = page_number()
    page = page_of(outbox_queries.latest(SIZE + 1, (number - 1) * SIZE), number, SIZE)
    sample = current_app.config["SAMPLE"]
    copies = {message.id: outgoing.copy_of(message) for message in page.rows} if sample else {}
    return render_template(
        "accounts/admin_outbox.html", page=page, copies=copies, sample=sample, words=outgoing.WORDS, now=clock.now()
    )


def _to_slip(invitation: Invitation, token: str) -> Any:
    session["slip"] = drafts.keep({"id": [str(invitation.id)], "token": [token]}, [])
    db.session.commit()
    return redirect(url_for("admin.invited"))


def _invite_form() -> forms.InviteForm:
    provinces = [(area.iso_code or "", localized(area)) for area in directory.provinces()]
    presets = list(Preset) if actor().has(Role.ADMIN) else [Preset.OFFICE]
    only = presets[0].value if len(presets) == 1 else None
    return forms.InviteForm(**gate.typed(), preset=only).offer(provinces, presets)


def _invitee(form: forms.InviteForm) -> operations.Invitee:
    """What the form names; an unknown code of an office counts as none given, and the operation says what is missing."""
    preset = Preset(form.preset.data)
    offices = directory.organisations([form.organisation.data.upper()]) if form.organisation.data else []
    area = directory.country() if preset in NATIONWIDE else directory.province(form.area.data) if form.area.data else None
    return operations.Invitee(
        name=form.name.data,
        preset=preset,
        email=form.email.data or None,
        phone=form.phone.data or None,
        organisation=offices[0] if offices else None,
        area=area,
        senior=form.senior.data,
    )
