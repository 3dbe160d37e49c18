"""The migrations make what the models say, can be undone, and leave the application's role without power over the trail."""

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from accountability import create_app
from accountability.core import migrating
from accountability.core.db import SENSITIVE, db
from tests import databases
from tests.architecture.test_migrations import SENSITIVE_VERSIONS, VERSIONS


@pytest.mark.parametrize("bind", [None, SENSITIVE])
def test_the_models_are_what_the_migrations_make(cloned, bind):
    with cloned.app_context(), db.engines[bind].connect() as connection:
        options = {
            "compare_type": True,
            "include_object": lambda _o, name, *_: not (name or "").startswith(("case_search", "ix_search")),
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), db.metadatas[bind])
    assert not found


@pytest.mark.slow
def test_up_down_up_works(cloned):
    commands = migrating.prepare(cloned)
    with cloned.app_context():
        for folder, versions in ((migrating.FOLDER, VERSIONS), (migrating.SENSITIVE_FOLDER, SENSITIVE_VERSIONS)):
            for _ in versions:
                commands.downgrade(directory=str(folder))
        migrating.upgrade(cloned)


@pytest.mark.slow
def test_the_command_line_migrates(tmp_path):
    url = databases.new(tmp_path)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db"]
    environ = {**os.environ, "DATABASE_URL": url, "SENSITIVE_DATABASE_URL": databases.sensitive_of(url), "SAMPLE": "0"}
    for words, said in (
        (["upgrade"], ""),
        (["current"], f"{len(VERSIONS):04d} (head)"),
        (["current", "-d", "migrations/sensitive"], f"{len(SENSITIVE_VERSIONS):04d} (head)"),
    ):
        done = subprocess.run([*command, *words], env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
    databases.drop(url)


@pytest.mark.postgresql
def test_on_postgresql_the_applications_role_owns_nothing_and_cannot_change_the_trail(tmp_path):
    with databases.for_role_that_owns_nothing(tmp_path) as settings:
        app = create_app(settings)
        with app.app_context():
            migrating.upgrade(app)
            for engine in db.engines.values():
                with engine.connect() as connection:
                    owned = connection.execute(sa.text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")).scalar()
                    assert owned == 0
            for bind, statement in (
                (None, "UPDATE trail_entries SET action = 'x'"),
                (None, "DELETE FROM trail_entries"),
                (None, "UPDATE trail_contents SET body = ''"),
                (None, "DROP TABLE cases"),
                (None, "ALTER TABLE trail_entries DISABLE TRIGGER ALL"),
                (SENSITIVE, "UPDATE sealed_entries SET action = 'x'"),
                (SENSITIVE, "DELETE FROM sealed_entries"),
                (SENSITIVE, "DROP TABLE reports"),
            ):
                with (
                    db.engines[bind].connect() as connection,
                    pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"),
                ):
                    connection.execute(sa.text(statement))
            with db.engine.begin() as connection:
                connection.execute(sa.text("DELETE FROM trail_contents"))
            databases.close()
