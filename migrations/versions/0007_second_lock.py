"""Row-level security as the second lock on the sealed tables (PostgreSQL): what the application forgets, the database refuses."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("case_secrets", "relays", "notes", "attachments")
OPENS = """
CREATE FUNCTION voice_ids(name text) RETURNS integer[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting(name, true), '')::integer[], '{}') $$;

CREATE FUNCTION voice_opens(wanted integer) RETURNS boolean LANGUAGE sql STABLE AS
$$
SELECT CASE current_setting('voice.door', true)
  WHEN 'system' THEN true
  WHEN 'author' THEN wanted = nullif(current_setting('voice.case', true), '')::integer
  WHEN 'monitor' THEN EXISTS (
    SELECT 1 FROM cases c WHERE c.id = wanted
    AND (
      c.province_id = ANY (voice_ids('voice.provinces'))
      OR c.reviewer_id = nullif(current_setting('voice.user', true), '')::integer
      OR (c.status IN ('received', 'in_review') AND c.waiting_since <= now() - interval '48 hours'
          AND c.province_id = ANY (voice_ids('voice.neighbours')))
      OR (current_setting('voice.national', true) = 'true'
          AND (c.province_id IS NULL
               OR (c.status IN ('received', 'in_review') AND c.waiting_since <= now() - interval '5 days')))
    )
    AND NOT EXISTS (SELECT 1 FROM case_facilities f WHERE f.case_id = c.id AND f.facility_id = ANY (voice_ids('voice.tied')))
    AND NOT EXISTS (SELECT 1 FROM routings r WHERE r.case_id = c.id AND r.addressee_id = ANY (voice_ids('voice.tied')))
  )
  ELSE false
END
$$;
"""


def upgrade():
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(OPENS)
    for table in TABLES:
        # An office's answer on paper comes with its scan, entered by a coordinator; offices see copies with the faces blotted out.
        scans = " OR (kind IN ('scan', 'blotted') AND current_setting('voice.door', true) = 'staff')" if table == "attachments" else ""
        op.execute(f"CREATE POLICY second_lock ON {table} USING (voice_opens(case_id){scans})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def downgrade():
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY second_lock ON {table}")
    op.execute("DROP FUNCTION voice_opens(integer)")
    op.execute("DROP FUNCTION voice_ids(text)")
