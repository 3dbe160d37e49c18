"""Petitions: who signed (sealed), who carries, the office's own number and date, the term of the law and its one extension."""

import sqlalchemy as sa
from alembic import op

from migrations.checks import change_check, one_of

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    change_check("cases", "ck_cases_track", one_of("track", ["informal", "petition", "carried"]))
    op.add_column("case_secrets", sa.Column("identity", sa.LargeBinary()))
    op.execute(
        f"ALTER TABLE cases ADD COLUMN signed_at {moment} "
        "CONSTRAINT ck_cases_signed_when_a_petition CHECK ((track = 'informal') = (signed_at IS NULL))"
    )
    op.execute(
        "ALTER TABLE cases ADD COLUMN carrier_id INTEGER "
        "CONSTRAINT fk_cases_carrier_id REFERENCES organisations (id) "
        "CONSTRAINT ck_cases_carried_by_somebody CHECK ((track = 'carried') = (carrier_id IS NOT NULL))"
    )
    op.add_column("cases", sa.Column("carry_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("signers", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cases", sa.Column("government_number", sa.String(40)))
    op.add_column("routings", sa.Column("registered_at", MOMENT))
    op.execute(
        "ALTER TABLE routings ADD COLUMN register_number VARCHAR(40) "
        "CONSTRAINT ck_routings_registered_with_a_number CHECK ((registered_at IS NULL) = (register_number IS NULL))"
    )
    op.add_column("routings", sa.Column("may_know", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("routings", sa.Column("legal_due", MOMENT))
    op.add_column("routings", sa.Column("identity_opened_at", MOMENT))
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("routing_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 30", name=op.f("ck_extensions_at_most_thirty_days")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_extensions_has_reason")),
        sa.ForeignKeyConstraint(["routing_id"], ["routings.id"], name=op.f("fk_extensions_routing_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_extensions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("routing_id", name=op.f("uq_extensions_routing_id")),
    )


def downgrade():
    """A petition becomes an informal case again; who signed it is gone."""
    op.drop_table("extensions")
    for name in ("identity_opened_at", "legal_due", "may_know", "register_number", "registered_at"):
        op.drop_column("routings", name)
    for name in ("signed_at", "carrier_id"):
        op.drop_column("cases", name)
    op.execute("UPDATE cases SET track = 'informal'")
    change_check("cases", "ck_cases_track", one_of("track", ["informal"]))
    for name in ("government_number", "signers", "carry_asked"):
        op.drop_column("cases", name)
    op.drop_column("case_secrets", "identity")
