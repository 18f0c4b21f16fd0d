"""Count acts that are limited, one row for each key; say in the audit record from which request and address; let the
key of a session change when the password is given again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_counter",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_counter")),
    )
    op.add_column("audit_record", sa.Column("request_id", sa.String(length=64), nullable=True))
    op.add_column("audit_record", sa.Column("address", sa.String(length=45), nullable=True))
    op.add_column("sign_in_session", sa.Column("renewal_nonce", sa.String(length=43), nullable=True))
    op.add_column("sign_in_session", sa.Column("previous_key_hash", sa.String(length=64), nullable=True))
    op.create_index(
        op.f("ix_sign_in_session_previous_key_hash"), "sign_in_session", ["previous_key_hash"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_session_previous_key_hash"), table_name="sign_in_session")
    with op.batch_alter_table("sign_in_session") as batch_op:
        batch_op.drop_column("previous_key_hash")
        batch_op.drop_column("renewal_nonce")
    with op.batch_alter_table("audit_record") as batch_op:
        batch_op.drop_column("address")
        batch_op.drop_column("request_id")
    op.drop_table("rate_counter")
