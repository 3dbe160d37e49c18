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
from accountability.core.db import db
from tests import databases
from tests.architecture.test_migrations import VERSIONS


def test_the_models_are_what_the_migrations_make(cloned):
    with cloned.app_context(), db.engine.connect() as connection:
        options = {
            "compare_type": True,
            "include_object": lambda _o, name, *_: not (name or "").startswith(("case_search", "ix_search")),
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)
    assert not found


@pytest.mark.slow
def test_up_down_up_works(cloned):
    commands = migrating.prepare(cloned)
    with cloned.app_context():
        for _ in VERSIONS:
            commands.downgrade()
        commands.upgrade()


@pytest.mark.slow
def test_the_command_line_migrates(tmp_path):
    url = databases._new(tmp_path)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db"]
    environ = {**os.environ, "DATABASE_URL": url, "SAMPLE": "0"}
    for words in (["upgrade"], ["current"]):
        done = subprocess.run([*command, *words], env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert f"{len(VERSIONS):04d} (head)" in done.stdout
    databases.drop(url)


@pytest.mark.postgresql
def test_on_postgresql_the_applications_role_owns_nothing_and_cannot_change_the_trail(tmp_path):
    owner = databases._new(tmp_path)
    name = sa.make_url(owner).database
    databases._as_admin(f"CREATE ROLE {name}_app LOGIN")
    url = sa.make_url(owner).set(username=f"{name}_app").render_as_string(hide_password=False)
    app = create_app(databases.settings(url, tmp_path, MIGRATION_DATABASE_URL=owner))
    with app.app_context():
        migrating.prepare(app).upgrade()
        with db.engine.connect() as connection:
            owned = connection.execute(sa.text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")).scalar()
            assert owned == 0
        for statement in (
            "UPDATE trail_entries SET action = 'x'",
            "DELETE FROM trail_entries",
            "UPDATE trail_contents SET body = ''",
            "DROP TABLE cases",
            "ALTER TABLE trail_entries DISABLE TRIGGER ALL",
        ):
            with (
                db.engine.connect() as connection,
                pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"),
            ):
                connection.execute(sa.text(statement))
        with db.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM trail_contents"))
        db.session.remove()
        db.engine.dispose()
    databases.drop(owner)
    databases._as_admin(f"DROP ROLE {name}_app")
