"""Commitments with their looks and evidence; what a case's changes amount to; answers that promise."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0012"
down_revision = "0011"

STANDINGS = "planned made verified disputed regressed abandoned".split()
KINDS = "explanation apology correction referral no_change".split()
MOMENT = sa.DateTime(timezone=True)
OWED = sa.text("standing IN ('planned', 'disputed', 'regressed')")
TO_CHECK = sa.text("standing = 'made'")


def words(*members, name):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    change_check("answers", "ck_answers_kind", one_of("kind", [*KINDS[:4], "change_planned", "change_made", "no_change"]))
    rule = one_of("change", STANDINGS)
    op.execute(f"ALTER TABLE cases ADD COLUMN change VARCHAR(32) CONSTRAINT ck_cases_change CHECK ({rule})")
    op.add_column("cases", sa.Column("change_due", sa.Date()))
    by = ("author", "visit", "document")
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(10), nullable=False),
        sa.Column("source_kind", sa.String(20), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_part", sa.String(20), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("owner_role", sa.String(120), nullable=False),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.Column("standing", words(*STANDINGS, name="standing"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_public", sa.Text(), nullable=False),
        sa.Column("public_terms", sa.Text(), nullable=False),
        sa.Column("sign", sa.String(300), nullable=False),
        sa.Column("cost", sa.String(200), nullable=True),
        sa.Column("money_line", sa.String(200), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("renegotiations", sa.SmallInteger(), nullable=False),
        sa.Column("reminders", sa.SmallInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("made_words", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("verified_by", words(*by, name="verified_by"), nullable=True),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("abandoned_because", sa.String(300), nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("worded_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.CheckConstraint("text <> ''", name="has_text"),
        sa.CheckConstraint("(first_due_on IS NULL) = (due_on IS NULL)", name="dates_together"),
        sa.CheckConstraint("standing <> 'planned' OR due_on IS NOT NULL", name="a_promise_has_a_date"),
        sa.CheckConstraint("published_at IS NULL OR text_public <> ''", name="published_has_text"),
        sa.CheckConstraint("standing <> 'abandoned' OR abandoned_because IS NOT NULL", name="abandoned_has_reason"),
        sa.CheckConstraint("standing NOT IN ('made', 'verified') OR made_on IS NOT NULL", name="made_on_a_day"),
        sa.CheckConstraint("standing <> 'verified' OR verified_by IS NOT NULL", name="verified_by_somebody"),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_commitments_owner_id")),
        sa.ForeignKeyConstraint(["province_id"], ["areas.id"], name=op.f("fk_commitments_province_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["users.id"], name=op.f("fk_commitments_claimed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commitments_public_id")),
        sa.UniqueConstraint(
            "source_kind", "source_id", "source_part", name=op.f("uq_commitments_source_kind_source_id_source_part")
        ),
    )
    op.create_index(op.f("ix_commitments_province_id"), "commitments", ["province_id"])
    op.create_index("ix_commitments_public", "commitments", ["published_at", "id"])
    op.create_index("ix_commitments_owner", "commitments", ["owner_id", "standing", "due_on"])
    op.create_index("ix_commitments_owed", "commitments", ["due_on", "reminders"], sqlite_where=OWED, postgresql_where=OWED)
    checked = {"sqlite_where": TO_CHECK, "postgresql_where": TO_CHECK}
    op.create_index("ix_commitments_to_check", "commitments", ["province_id", "made_on"], **checked)
    _create_parts(by)


def _create_parts(by):
    op.create_table(
        "commitment_helpers",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_helpers_commitment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_commitment_helpers_organisation_id")),
        sa.PrimaryKeyConstraint("commitment_id", "organisation_id", name=op.f("pk_commitment_helpers")),
    )
    op.create_table(
        "commitment_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(36), nullable=True),
        sa.Column("by_kind", words(*by, name="by_kind"), nullable=False),
        sa.Column("found", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_looks_commitment_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_commitment_looks_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_looks")),
        sa.UniqueConstraint("client_key", name=op.f("uq_commitment_looks_client_key")),
    )
    op.create_index(op.f("ix_commitment_looks_commitment_id"), "commitment_looks", ["commitment_id"])
    op.create_table(
        "commitment_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(100), nullable=False),
        sa.Column("from_visit", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_evidence_commitment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_evidence")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_commitment_evidence_storage_key")),
    )
    op.create_index(op.f("ix_commitment_evidence_commitment_id"), "commitment_evidence", ["commitment_id"])


def downgrade():
    """Answers that promised become explanations; the promises go."""
    for table in ("commitment_evidence", "commitment_looks", "commitment_helpers", "commitments"):
        op.drop_table(table)
    op.drop_column("cases", "change_due")
    op.drop_column("cases", "change")
    op.execute("UPDATE answers SET kind = 'explanation' WHERE kind IN ('change_planned', 'change_made')")
    change_check("answers", "ck_answers_kind", one_of("kind", KINDS))
