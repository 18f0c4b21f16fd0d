"""A place keeps more than one entry in short: each reader finds the newest that they may read, so that what is kept in
confidence takes nothing away from anybody else. One a place was a rule of the table.

Older code, which keeps one, shows one of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("pin") as batch_op:
        batch_op.drop_constraint(op.f("uq_pin_partnership_id"), type_="unique")
    op.create_index("ix_pin_place", "pin", ["partnership_id", "id"], unique=False)


def downgrade() -> None:
    """The older version knows one a place: the newest stays."""
    pin = sa.table("pin", sa.column("id"), sa.column("partnership_id"))
    newest = sa.select(sa.func.max(pin.c.id)).group_by(pin.c.partnership_id)
    op.execute(pin.delete().where(pin.c.id.not_in(newest)))
    op.drop_index("ix_pin_place", table_name="pin")
    with op.batch_alter_table("pin") as batch_op:
        batch_op.create_unique_constraint(op.f("uq_pin_partnership_id"), ["partnership_id"])
