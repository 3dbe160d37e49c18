"""The application, a database for each test, and a client; everything else is made by tests/factories.py."""

import gc
import os
import tempfile

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from accountability import create_app
from accountability.accounts import passwords
from accountability.core.db import db
from accountability.sensitive import seals
from tests import databases, factories

# Hashing as dearly as in earnest would make the suite minutes longer; tests/accounts/test_passwords.py looks at the real one.
passwords.hasher = PasswordHasher(memory_cost=1024, time_cost=1, parallelism=1)
# Stretching a passphrase slowly is for guessers; tests/sensitive asks that the shipped costs are the right ones.
SHIPPED = seals.WRAPPING, seals.RECEIPT
seals.WRAPPING = seals.RECEIPT = seals.Cost(1, 8 * 1024 * 1024)

# Hundreds of applications are made; each page is compiled once for all of them.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(tempfile.gettempdir())}

gc.freeze()
gc.enable()


class IsolatedClient(FlaskClient):
    """A request must not share g, the session or the user with the test."""

    def open(self, *args, **kwargs):
        db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.expire_all()
        return response


def pytest_collection_modifyitems(config, items):
    """What is about PostgreSQL alone belongs to the run on PostgreSQL, and what is about no database to the run on SQLite."""
    left = [
        item for item in items if (_is_about_no_database(item) if databases.POSTGRES else item.get_closest_marker("postgresql"))
    ]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def _is_about_no_database(item):
    uses_one = "prepared" in item.fixturenames or vars(item.module).get("databases") is databases
    return item.get_closest_marker("once") or not (uses_one or item.get_closest_marker("postgresql"))


def pytest_sessionfinish(session):
    """On the build machine a skipped test is a failed one: nothing is left out silently."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = 1


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The address of a prepared database, to be copied."""
    url = databases.prepare(tmp_path_factory.mktemp("prepared"))
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def app(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    url = databases.copy(prepared, folder)
    app = create_app(databases.settings(url, folder))
    app.test_client_class = IsolatedClient
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
        yield app
        databases.close()
    databases.drop(url)


@pytest.fixture(autouse=True)
def no_code_apps():
    factories.forget_code_apps()


@pytest.fixture(autouse=True)
def database(request):
    """Every test that needs the application runs in one transaction that is rolled back."""
    if "app" not in request.fixturenames:
        yield None
        return
    request.getfixturevalue("app")
    with databases.undone(db.session.remove):
        yield db


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def cloned(prepared, tmp_path):
    """An application on a database of its own, for what commits for real: leases, kills, races, limits."""
    url = databases.copy(prepared, tmp_path)
    app = create_app(databases.settings(url, tmp_path, LIMITS_ON=True))
    app.config["TEST_URL"] = url
    yield app
    with app.app_context():
        databases.close()
    databases.drop(url)
