"""Changes the rule of a CHECK without building the table anew (which on SQLite would lose its triggers and other rules)."""

from alembic import op


def change_check(table, name, rule):
    """Puts `rule` in the place of what the named constraint says now; rows must already keep it."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule})")
        return
    # The way of https://www.sqlite.org/lang_altertable.html, section 8, for changes that touch no row.
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    before = connection.exec_driver_sql(query, (table,)).scalar_one()
    after = _with_rule(before, name, rule)
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (after, table))
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def one_of(column, words):
    """The rule of a column of words, as the models write it."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _with_rule(statement, name, rule):
    start = statement.index(f"CONSTRAINT {name} CHECK (") + len(f"CONSTRAINT {name} CHECK (")
    depth, place = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(statement[place], 0)
        place += 1
    return statement[:start] + rule + statement[place - 1 :]
