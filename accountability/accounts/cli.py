"""flask accounts invite | make-admin | common-passwords"""

import secrets

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.access.actor import Actor, GrantOf
from accountability.access.roles import NATIONWIDE, Preset, Role
from accountability.accounts import messages, operations, queries, wordlist
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.directory import queries as directory

accounts = AppGroup("accounts", help="People with accounts.")
SHELL = Actor(grants=(GrantOf(Role.ADMIN),))


@accounts.command("invite")
@click.option("--name", required=True)
@click.option("--preset", type=click.Choice([preset.value for preset in Preset]), required=True)
@click.option("--email", help="The link also goes out to this address.")
@click.option("--phone", help="For somebody without e-mail: print the link and hand it over.")
@click.option("--organisation", metavar="CODE", help="The office, or the organisation the person works for.")
@click.option("--area", metavar="ISO", help="The province, for example MN-046.")
@click.option("--senior", is_flag=True, help="A senior monitor.")
def invite(
    name: str, preset: str, email: str | None, phone: str | None, organisation: str | None, area: str | None, senior: bool
) -> None:
    """Invite somebody and print the link."""
    chosen = Preset(preset)
    offices = directory.organisations([organisation]) if organisation else []
    place = directory.country() if chosen in NATIONWIDE else directory.province(area) if area else None
    invitee = operations.Invitee(name, chosen, email, phone, offices[0] if offices else None, place, senior)
    try:
        _made, token = operations.invite(SHELL, invitee)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(messages.join_link(token, current_app.config["DEFAULT_LOCALE"]))


@accounts.command("make-admin")
@click.option("--name", required=True)
@click.option("--email", required=True)
def make_admin(name: str, email: str) -> None:
    """Make an administrator of accounts and print the link by which they set their password."""
    if queries.by_login(email):
        raise click.ClickException("somebody with this e-mail address already has an account")
    person = operations.make_user(name, email.lower(), None, secrets.token_urlsafe(32))
    operations.grant(person, Role.ADMIN)
    _made, token = operations.reset(SHELL, person)
    db.session.commit()
    click.echo(messages.join_link(token, current_app.config["DEFAULT_LOCALE"]))


@accounts.command("common-passwords")
def common_passwords() -> None:
    """Make the shipped list of common passwords from its parts (for those who change the parts)."""
    click.echo(f"{wordlist.write()} entries")


def init_app(app: Flask) -> None:
    app.cli.add_command(accounts)
