"""Every blueprint, command group and message table, imported and listed by hand."""

from typing import Any

from flask import Flask

from accountability.access import guards
from accountability.audit import cli as audit_cli
from accountability.cases import cli as cases_cli
from accountability.directory import cli as directory_cli
from accountability.outbox import cli as outbox_cli


def init_app(app: Flask) -> None:
    guards.init_app(app, lambda: None)
    for commands in (outbox_cli, audit_cli, directory_cli, cases_cli):
        commands.init_app(app)


def menu() -> list[Any]:
    return []


def staff_menu() -> list[Any]:
    return []
