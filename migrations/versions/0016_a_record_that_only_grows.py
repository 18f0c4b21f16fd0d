"""Let the audit record only grow, find its rows by person, place and act, and find what is old enough to go."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

RECORD = sa.table(
    "audit_record",
    sa.column("partnership_id", sa.Integer),
    sa.column("details", sa.JSON().with_variant(JSONB(), "postgresql")),
)
RECORD_INDEXES = {
    "ix_audit_record_time": ["at", "id"],
    "ix_audit_record_actor_time": ["actor_id", "at", "id"],
    "ix_audit_record_subject_time": ["subject_kind", "subject_id", "at", "id"],
    "ix_audit_record_place_time": ["partnership_id", "at", "id"],
    "ix_audit_record_act_time": ["act", "at", "id"],
}
REPLACED = {"ix_audit_record_at": ["at"], "ix_audit_record_actor_id": ["actor_id"], "ix_audit_record_act": ["act"]}
OLD = {
    "ix_attempt_at": ("attempt", ["at"]),
    "ix_sign_in_session_seen_at": ("sign_in_session", ["seen_at"]),
    "ix_notification_old": ("notification", ["read_at", "told_at"]),
    "ix_mail_failed_at": ("mail", ["failed_at"]),
    "ix_draft_spent_at": ("draft", ["spent_at"]),
    "ix_attachment_blob_key": ("attachment", ["blob_key"]),
    "ix_attachment_thumb_key": ("attachment", ["thumb_key"]),
    "ix_person_photo_key": ("person", ["photo_key"]),
}

REPLACES = "WHEN EXISTS (SELECT 1 FROM audit_record WHERE id = NEW.id) "
SQLITE = {
    f"audit_record_{name}": f"CREATE TRIGGER audit_record_{name} BEFORE {act} ON audit_record {when}"
    "BEGIN SELECT RAISE(ABORT, 'the audit record only grows'); END"
    for name, act, when in (
        ("unchanged", "UPDATE", ""),
        ("kept", "DELETE", ""),
        ("not_replaced", "INSERT", REPLACES),
    )
}
POSTGRESQL = (
    """
    CREATE FUNCTION audit_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
                AND OLD.at < nullif(current_setting('lpcommunity.audit_before', true), '')::timestamptz
            THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit record only grows' USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    (
        "CREATE TRIGGER audit_record_kept BEFORE UPDATE OR DELETE ON audit_record "
        "FOR EACH ROW EXECUTE FUNCTION audit_record_only_grows()"
    ),
    (
        "CREATE TRIGGER audit_record_not_emptied BEFORE TRUNCATE ON audit_record "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_record_only_grows()"
    ),
)


def upgrade() -> None:
    op.add_column("audit_record", sa.Column("partnership_id", sa.Integer(), nullable=True))
    _note_places()
    for name in REPLACED:
        op.drop_index(name, table_name="audit_record")
    for name, columns in RECORD_INDEXES.items():
        op.create_index(name, "audit_record", columns)
    for name, (table, columns) in OLD.items():
        op.create_index(name, table, columns)
    for statement in SQLITE.values() if _on_sqlite() else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if _on_sqlite():
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("audit_record_not_emptied", "audit_record_kept"):
            op.execute(f"DROP TRIGGER {name} ON audit_record")
        op.execute("DROP FUNCTION audit_record_only_grows()")
    for name, (table, _) in OLD.items():
        op.drop_index(name, table_name=table)
    for name in RECORD_INDEXES:
        op.drop_index(name, table_name="audit_record")
    with op.batch_alter_table("audit_record") as batch_op:
        batch_op.drop_column("partnership_id")
    for name, columns in REPLACED.items():
        op.create_index(name, "audit_record", columns)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _note_places() -> None:
    """The place that a row is about, by its details, its subject, or the entry or project that it is about."""
    op.execute(sa.update(RECORD).values(partnership_id=RECORD.c.details["partnership_id"].as_integer()))
    op.execute("UPDATE audit_record SET partnership_id = subject_id WHERE subject_kind = 'partnership'")
    op.execute(
        "UPDATE audit_record SET partnership_id = (SELECT project.partnership_id FROM project"
        " WHERE project.id = audit_record.subject_id) WHERE subject_kind = 'project'"
    )
    op.execute(
        "UPDATE audit_record SET partnership_id = (SELECT entry.partnership_id FROM entry"
        " WHERE entry.id = audit_record.subject_id)"
        " WHERE act IN ('audience-changed', 'entry-withdrawn', 'exchange-opened')"
    )
