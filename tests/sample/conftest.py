"""A database with the sample accounts in it, made once and copied for each test."""

import pytest

from accountability import create_app
from accountability.core.db import db
from accountability.sample import accounts, cli
from tests import databases
from tests.sample.replay import actor


@pytest.fixture(scope="session")
def peopled(prepared, tmp_path_factory):
    """The address of a database with sample accounts, and the file of their passwords."""
    folder = tmp_path_factory.mktemp("peopled")
    url, file = databases.copy(prepared, folder), folder / "sample-accounts.txt"
    with create_app(databases.settings(url, folder)).app_context():
        accounts.ensure(file)
        db.session.commit()
        databases.close()
    yield url, file
    databases.drop(url)


@pytest.fixture
def sample(peopled, tmp_path):
    """A machine for trying out, on a database of its own, with the commands."""
    url, file = peopled
    (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    url = databases.copy(url, tmp_path)
    app = create_app(databases.settings(url, tmp_path, SAMPLE=True))
    app.instance_path = str(tmp_path)
    if "sample" not in app.cli.commands:
        cli.init_app(app)
    actor.cache_clear()
    with app.app_context():
        yield app
        databases.close()
    databases.drop(url)
