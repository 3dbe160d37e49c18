"""Every blueprint, command group and message table, imported and listed by hand."""

from functools import partial

from flask import Flask

from accountability.access import guards
from accountability.accounts import admin_views, codes, gate, passwords
from accountability.accounts import cli as accounts_cli
from accountability.accounts import messages as accounts_messages
from accountability.accounts.operations import factors as account_factors
from accountability.accounts.views import factors
from accountability.accounts.views import own as account_own
from accountability.accounts.views import wording as account_wording
from accountability.audit import cli as audit_cli
from accountability.cases import cli as cases_cli
from accountability.cases import doors, face, sealed
from accountability.cases import labels as cases_labels
from accountability.cases import messages as cases_messages
from accountability.cases.labels import due_chip
from accountability.cases.operations import changing
from accountability.cases.receipts import receipts
from accountability.cases.views import (
    appeal,
    author,
    citizen,
    decide,
    desk,
    history,
    legal,
    office,
    own,
    petition,
    photos,
    public,
    review,
    reviews,
    solved,
)
from accountability.checking import chasing as checking_chasing
from accountability.checking import views as checking
from accountability.clocks import labels as clock_labels
from accountability.clocks import views as clocks
from accountability.commitments import desk_views as promises
from accountability.commitments import labels as commitment_labels
from accountability.commitments import messages as commitment_messages
from accountability.commitments import operations as commitment_operations
from accountability.commitments import views as commitments
from accountability.commitments.workflow import CHANGE
from accountability.core import drafts, rotating, translations
from accountability.core.differences import word_diff
from accountability.core.mongolian import first_words
from accountability.counter import sealed as counter_sealed
from accountability.counter import views as counter
from accountability.dashboards import cli as dashboards_cli
from accountability.dashboards import views as dashboards_views
from accountability.directory import cli as directory_cli
from accountability.letterbox import chasing as letterbox_chasing
from accountability.letterbox import cli as letterbox_cli
from accountability.outbox import cli as outbox_cli
from accountability.outbox import operations as outbox
from accountability.preferences import door, gathering
from accountability.preferences import queries as preferences
from accountability.preferences import views as stopping
from accountability.privacy import desk_views as protecting
from accountability.privacy import messages as privacy_messages
from accountability.privacy import operations as privacy_operations
from accountability.privacy import views as privacy
from accountability.redaction import cli as redaction_cli
from accountability.reports import views as reports
from accountability.sample import accounts as sample_accounts
from accountability.sample import cli as sample_cli
from accountability.sensitive import cli as sensitive_cli
from accountability.sensitive import labels as sensitive_labels
from accountability.sensitive import messages as sensitive_messages
from accountability.sensitive import sample as protected_sample
from accountability.sensitive.marks import marks
from accountability.sensitive.operations import authoring as protected_author
from accountability.sensitive.operations import chasing as protected_chasing
from accountability.sensitive.views import divert, handle, officers, protected, report
from accountability.sensitive.workflow import REPORT
from accountability.site import cli as site_cli
from accountability.site import docs
from accountability.site import labels as site_labels
from accountability.site import views as site
from accountability.site.menus import menu, staff_menu
from accountability.sms import chasing as sms_chasing
from accountability.sms import messages as sms_messages
from accountability.sms import sealed as sms_sealed
from accountability.sms import views as sms
from accountability.subscriptions import chasing as subscriptions_chasing
from accountability.subscriptions import messages as subscription_messages
from accountability.subscriptions import operations as subscribing
from accountability.subscriptions import sealed as subscriptions_sealed
from accountability.subscriptions import views as subscriptions
from accountability.wording import kinds as wording_kinds
from accountability.wording import queries as wording

BLUEPRINTS = (
    site.root,
    site.bp,
    citizen.bp,
    author.bp,
    own.bp,
    petition.bp,
    appeal.bp,
    solved.bp,
    public.bp,
    dashboards_views.bp,
    privacy.bp,
    protecting.bp,
    account_own.bp,
    factors.bp,
    admin_views.bp,
    account_wording.bp,
    stopping.bp,
    subscriptions.bp,
    clocks.bp,
    commitments.bp,
    promises.bp,
    desk.bp,
    review.bp,
    decide.bp,
    history.bp,
    reviews.bp,
    reports.bp,
    counter.bp,
    office.bp,
    legal.bp,
    photos.bp,
    protected.bp,
    report.bp,
    officers.bp,
    handle.bp,
    divert.bp,
    sms.bp,
    checking.bp,
)
COMMANDS = (
    translations,
    rotating,
    outbox_cli,
    letterbox_cli,
    audit_cli,
    directory_cli,
    cases_cli,
    accounts_cli,
    dashboards_cli,
    sensitive_cli,
    site_cli,
    docs,
    redaction_cli,
    sample_cli,
)
MESSAGES = (
    accounts_messages,
    cases_messages,
    commitment_messages,
    privacy_messages,
    sensitive_messages,
    sms_messages,
    subscription_messages,
)
SEALED = (
    drafts,
    outbox,
    sealed,
    commitment_operations,
    counter_sealed,
    privacy_operations,
    account_factors,
    sms_sealed,
    subscriptions_sealed,
)
FILTERS = {"first_words": first_words, "word_diff": word_diff, "card": face.card, "due_chip": due_chip}

# What floors below the protected channel leave open for it; they know nothing of it.
doors.DOORS[:] = [doors.Door(protected_author.enter, protected_author.leave)]
cases_messages.BY_TEXT[:] = [sms_messages.news]
stopping.WAYS["subscription"] = stopping.Way(subscribing.is_stopped, subscribing.stop, subscribing.resume)
site_cli.MORE_JOBS["subscriptions"] = subscriptions_chasing.chase
docs.TABLES["A protected report"] = REPORT
sample_accounts.AFTERWARDS[:] = [protected_sample.ensure]
clock_labels.KINDS.update({kind.value: words for kind, words in cases_labels.KINDS.items()})
clock_labels.TRACKS.update(cases_labels.TRACKS)
commitment_operations.FOLLOWERS["case"] = changing.follow
docs.TABLES["A promised or claimed change"] = CHANGE
site_labels.AXES.append(commitment_labels.STANDINGS)
site_labels.AXES.append(sensitive_labels.STATES)

__all__ = ["init_app", "menu", "staff_menu"]


def init_app(app: Flask) -> None:
    site_cli.MORE_JOBS["letterbox"] = letterbox_chasing.chase
    site_cli.MORE_JOBS["checking"] = checking_chasing.chase
    site_cli.MORE_JOBS["sms"] = sms_chasing.chase
    site_cli.MORE_JOBS["protected"] = partial(protected_chasing.chase, app.config["SENSITIVE_KEEP_MONTHS"])
    receipts.configure(app.config["RECEIPT_KEY"])
    passwords.configure(app.config["SITE_NAME"].values())
    codes.keyed.configure(app.config["SECRET_KEY"])
    marks.configure(app.config["RECEIPT_KEY"])
    gate.init_app(app)
    guards.init_app(app, gate.gate, gate.fresh)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for commands in COMMANDS:
        commands.init_app(app)
    for messages in MESSAGES:
        outbox.RENDERERS.update(messages.RENDERERS)
        outbox.WORDS.update(messages.WORDS)
        wording_kinds.KINDS.update(messages.KINDS)
        door.KINDS.update({**messages.KINDS, **getattr(messages, "TRAITS", {})})
        gathering.STILL.update(getattr(messages, "STILL", {}))
    wording_kinds.KINDS.update(sms_messages.with_short_words(wording_kinds.KINDS))
    outbox.DURING[:] = [wording.held]
    outbox.DOOR[:] = [door.look]
    preferences.DEFAULT_HOURS["quiet"] = app.config["QUIET_HOURS"]
    rotating.PARTS[:] = [part for feature in SEALED for part in feature.SEALED]
    app.jinja_env.filters.update(FILTERS)
