"""Terms by kind and track, special days, pauses, and the day on which a case goes up."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

CLOCKS = "review acknowledge answer dispute way_up question verdict reopen legal extension".split()
UNITS = "hours days working_days".split()
SINCE, LAW_SINCE = date(2020, 1, 1), date(1995, 4, 17)
CHARTER = "Service charter of this platform"
# Quoted by health departments; some offices print 60 days for suggestions. An admin changes the row, nobody the code.
LAW = "Law on petitions and complaints to state bodies (1995)"
ARTICLE = "Иргэдээс төрийн байгууллага, албан тушаалтанд гаргасан өргөдөл, гомдлыг шийдвэрлэх тухай хууль, 16"
OWN = [("reopen", 60, "charter 7")]
LEGAL = [("complaint", 30), ("request", 30), ("suggestion", 90)]
TRACKS = ("petition", "carried")
RULES = sa.table(
    "clock_rules",
    *(sa.column(name) for name in "clock kind track term unit article source".split()),
    sa.column("valid_from", sa.Date),
)
MOMENT = sa.DateTime(timezone=True)


def words(*members, name):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    with op.batch_alter_table("clock_rules") as table:
        table.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default=""))
        table.add_column(sa.Column("track", sa.String(10), nullable=False, server_default=""))
        table.alter_column("clock", existing_type=sa.String(20), type_=words(*CLOCKS, name="clock"), existing_nullable=False)
        table.alter_column("unit", existing_type=sa.String(20), type_=words(*UNITS, name="unit"), existing_nullable=False)
        table.drop_constraint("uq_clock_rules_clock_valid_from", type_="unique")
        table.create_unique_constraint("uq_clock_rules_clock_kind_track_valid_from", ["clock", "kind", "track", "valid_from"])
        table.create_check_constraint("term_positive", "term > 0")
        table.create_check_constraint("says_its_source", "article <> '' AND source <> ''")
    op.bulk_insert(RULES, [_rule(clock, "", "", term, article, CHARTER, SINCE) for clock, term, article in OWN])
    op.bulk_insert(
        RULES, [_rule("legal", kind, track, term, ARTICLE, LAW, LAW_SINCE) for kind, term in LEGAL for track in TRACKS]
    )
    op.bulk_insert(RULES, [_rule("extension", "", track, 30, ARTICLE, LAW, LAW_SINCE) for track in TRACKS])
    op.create_table(
        "special_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("rests", sa.Boolean(), nullable=False),
        sa.Column("name_mn", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("name_mn <> '' AND name_en <> ''", name="has_names"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_special_days_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
        sa.UniqueConstraint("on_day", name=op.f("uq_special_days_on_day")),
    )
    op.create_table(
        "case_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT, nullable=True),
        sa.CheckConstraint("until_at IS NULL OR until_at >= from_at", name="ends_after_it_begins"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_pauses_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pauses")),
    )
    op.create_index(op.f("ix_case_pauses_case_id"), "case_pauses", ["case_id"])
    op.add_column("routings", sa.Column("way_up_due", MOMENT))
    # What is there already was counted before there was a way up: the next chase counts it again.
    op.add_column("routings", sa.Column("counted_under", sa.Integer(), nullable=False, server_default="-1"))
    op.create_index("ix_routings_counted_under", "routings", ["counted_under"])


def downgrade():
    op.drop_index("ix_routings_counted_under", "routings")
    op.drop_column("routings", "counted_under")
    op.drop_column("routings", "way_up_due")
    op.drop_table("case_pauses")
    op.drop_table("special_days")
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM clock_rules WHERE kind <> '' OR track <> '' OR clock = 'reopen'"))
    with op.batch_alter_table("clock_rules") as table:
        table.drop_constraint("says_its_source", type_="check")
        table.drop_constraint("term_positive", type_="check")
        table.drop_constraint("uq_clock_rules_clock_kind_track_valid_from", type_="unique")
        table.create_unique_constraint("uq_clock_rules_clock_valid_from", ["clock", "valid_from"])
        table.alter_column("clock", existing_type=sa.String(32), type_=sa.String(20), existing_nullable=False)
        table.alter_column("unit", existing_type=sa.String(32), type_=sa.String(20), existing_nullable=False)
        table.drop_column("track")
        table.drop_column("kind")


def _rule(clock, kind, track, term, article, source, valid_from):
    return {
        "clock": clock, "kind": kind, "track": track, "term": term, "unit": "days", "article": article, "source": source,
        "valid_from": valid_from,
    }  # fmt: skip
