"""Every blueprint, command group and message table, imported and listed by hand."""

from flask import Flask

from accountability.access import guards
from accountability.accounts import admin_views, gate
from accountability.accounts import cli as accounts_cli
from accountability.accounts import messages as accounts_messages
from accountability.accounts import views as accounts_views
from accountability.audit import cli as audit_cli
from accountability.cases import cli as cases_cli
from accountability.cases import face
from accountability.cases import messages as cases_messages
from accountability.cases.labels import due_chip
from accountability.cases.receipts import receipts
from accountability.cases.views import author, citizen, decide, desk, history, office, public, review
from accountability.core import translations
from accountability.core.differences import word_diff
from accountability.core.mongolian import first_words
from accountability.dashboards import cli as dashboards_cli
from accountability.dashboards import views as dashboards_views
from accountability.directory import cli as directory_cli
from accountability.outbox import cli as outbox_cli
from accountability.outbox import operations as outbox
from accountability.redaction import cli as redaction_cli
from accountability.sample import cli as sample_cli
from accountability.site import cli as site_cli
from accountability.site import docs
from accountability.site import views as site
from accountability.site.menus import menu, staff_menu

BLUEPRINTS = (
    site.root,
    site.bp,
    citizen.bp,
    author.bp,
    public.bp,
    dashboards_views.bp,
    accounts_views.bp,
    admin_views.bp,
    desk.bp,
    review.bp,
    decide.bp,
    history.bp,
    office.bp,
)
COMMANDS = (
    translations,
    outbox_cli,
    redaction_cli,
    audit_cli,
    directory_cli,
    cases_cli,
    accounts_cli,
    dashboards_cli,
    site_cli,
    docs,
    sample_cli,
)
MESSAGES = (accounts_messages, cases_messages)
FILTERS = {"first_words": first_words, "word_diff": word_diff, "card": face.card, "due_chip": due_chip}

__all__ = ["init_app", "menu", "staff_menu"]


def init_app(app: Flask) -> None:
    receipts.configure(app.config["RECEIPT_KEY"])
    gate.init_app(app)
    guards.init_app(app, gate.gate)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for commands in COMMANDS:
        commands.init_app(app)
    for messages in MESSAGES:
        outbox.RENDERERS.update(messages.RENDERERS)
        outbox.WORDS.update(messages.WORDS)
    app.jinja_env.filters.update(FILTERS)
