"""The protected channel: officers' keys, sealed reports, their envelopes and words, the roster, and a trail that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STATES = (
    "sealed screened emergency_referred consent_talk supported_only referred accepted bounced outcome_known outcome_told "
    "protection_watch downgraded_ordinary closed purged"
).split()
RULES = (("sealed_entries", "UPDATE"), ("sealed_entries", "DELETE"), ("sealed_contents", "UPDATE"))
WHEN = sa.DateTime(timezone=True)


def words(*members, name):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def one(name, kind, *, empty=False):
    return sa.Column(name, kind, nullable=empty)


def table(name, *parts):
    op.create_table(name, one("id", sa.Integer()), *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def leads_to(name, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{name}_{column}")


def single(name, *columns):
    return sa.UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}")


def upgrade():
    keys()
    reports()
    beside_reports()
    roster_and_trail()
    guard()


def keys():
    table(
        "officers",
        one("mark", sa.String(64)),
        one("public_key", sa.LargeBinary()),
        one("wrapped_key", sa.LargeBinary(), empty=True),
        one("salt", sa.LargeBinary()),
        one("passes", sa.Integer()),
        one("memory", sa.Integer()),
        one("set_up_at", WHEN),
        one("confirmed_at", WHEN, empty=True),
        one("was_confirmed", sa.Boolean()),
        one("removed_at", WHEN, empty=True),
        single("officers", "mark"),
    )
    table(
        "open_vaults",
        one("ticket_hash", sa.String(64)),
        one("officer_id", sa.Integer()),
        one("sealed_key", sa.LargeBinary()),
        one("expires_at", WHEN),
        leads_to("open_vaults", "officer_id", "officers"),
        single("open_vaults", "ticket_hash"),
    )
    op.create_index("ix_open_vaults_expires_at", "open_vaults", ["expires_at"])
    table(
        "recovery_keys",
        one("public_key", sa.LargeBinary()),
        one("shares", sa.Integer()),
        one("needed", sa.Integer()),
        one("made_at", WHEN),
        one("retired_at", WHEN, empty=True),
    )


def reports():
    table(
        "reports",
        one("name", sa.String(6)),
        one("state", words(*STATES, name="state")),
        one("urgent", sa.Boolean()),
        one("received_at", WHEN),
        one("since", WHEN),
        one("body", sa.LargeBinary(), empty=True),
        one("body_mark", sa.String(64), empty=True),
        one("inbox_key", sa.LargeBinary()),
        one("lookup", sa.String(64), empty=True),
        one("salt", sa.LargeBinary(), empty=True),
        one("author_key", sa.LargeBinary(), empty=True),
        one("author_secret", sa.LargeBinary(), empty=True),
        one("marker", sa.String(64), empty=True),
        one("author_wrote", sa.Boolean()),
        one("on_hold", sa.Boolean()),
        one("emergency_by_id", sa.Integer(), empty=True),
        one("emergency_at", WHEN, empty=True),
        one("emergency_reviewed_at", WHEN, empty=True),
        leads_to("reports", "emergency_by_id", "officers"),
        single("reports", "name"),
        single("reports", "lookup"),
        single("reports", "marker"),
    )
    op.create_index("ix_reports_queue", "reports", ["state", "received_at"])
    table(
        "envelopes",
        one("report_id", sa.Integer()),
        one("officer_id", sa.Integer(), empty=True),
        one("recovery_id", sa.Integer(), empty=True),
        one("sealed_key", sa.LargeBinary()),
        sa.CheckConstraint("(officer_id IS NULL) <> (recovery_id IS NULL)", name=op.f("ck_envelopes_one_reader")),
        leads_to("envelopes", "report_id", "reports"),
        leads_to("envelopes", "officer_id", "officers"),
        leads_to("envelopes", "recovery_id", "recovery_keys"),
        single("envelopes", "report_id", "officer_id"),
        single("envelopes", "report_id", "recovery_id"),
    )
    op.create_index("ix_envelopes_officer", "envelopes", ["officer_id"])


def beside_reports():
    table(
        "report_words",
        one("report_id", sa.Integer()),
        one("direction", words("from_author", "to_author", "note", name="direction")),
        one("for_officers", sa.LargeBinary()),
        one("for_author", sa.LargeBinary(), empty=True),
        one("officer_id", sa.Integer(), empty=True),
        one("at", WHEN),
        leads_to("report_words", "report_id", "reports"),
        leads_to("report_words", "officer_id", "officers"),
    )
    op.create_index("ix_report_words_report", "report_words", ["report_id"])
    table(
        "report_files",
        one("report_id", sa.Integer()),
        one("content", sa.LargeBinary()),
        leads_to("report_files", "report_id", "reports"),
    )
    op.create_index("ix_report_files_report", "report_files", ["report_id"])
    table(
        "report_visits",
        one("ticket_hash", sa.String(64)),
        one("report_id", sa.Integer()),
        one("sealed_key", sa.LargeBinary()),
        one("expires_at", WHEN),
        leads_to("report_visits", "report_id", "reports"),
        single("report_visits", "ticket_hash"),
    )
    op.create_index("ix_report_visits_expires_at", "report_visits", ["expires_at"])
    table(
        "check_ins",
        one("report_id", sa.Integer()),
        one("due_at", WHEN),
        one("done_at", WHEN, empty=True),
        leads_to("check_ins", "report_id", "reports"),
    )
    op.create_index("ix_check_ins_report", "check_ins", ["report_id"])


def roster_and_trail():
    table(
        "duty_hours",
        one("officer_id", sa.Integer()),
        one("starts_at", WHEN),
        one("ends_at", WHEN),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_hours_in_order")),
        leads_to("duty_hours", "officer_id", "officers"),
    )
    op.create_index("ix_duty_hours_ends", "duty_hours", ["ends_at"])
    table(
        "sealed_entries",
        one("chain", sa.String(40)),
        one("sequence", sa.Integer()),
        one("at", WHEN),
        one("role", sa.String(20)),
        one("officer_id", sa.Integer(), empty=True),
        one("action", sa.String(40)),
        one("content_hash", sa.String(64)),
        one("hash", sa.String(64)),
        leads_to("sealed_entries", "officer_id", "officers"),
        single("sealed_entries", "chain", "sequence"),
    )
    op.create_table(
        "sealed_contents",
        one("entry_id", sa.Integer()),
        one("salt", sa.String(32)),
        one("body", sa.LargeBinary()),
        leads_to("sealed_contents", "entry_id", "sealed_entries"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_sealed_contents"),
    )


def guard():
    """The trail is append-only: no update, and no delete but of what lines say, when a report is purged."""
    if op.get_bind().dialect.name == "sqlite":
        for name, act in RULES:
            op.execute(
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    )
    for name, act in RULES:
        op.execute(f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    for name in ("sealed_entries", "sealed_contents"):
        op.execute(f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} EXECUTE FUNCTION refuse_change()")


def downgrade():
    for name in (
        "sealed_contents sealed_entries duty_hours check_ins report_visits report_files report_words envelopes reports "
        "recovery_keys open_vaults officers"
    ).split():
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
