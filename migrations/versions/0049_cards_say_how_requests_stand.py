"""Cards of what asks for help say how its request stands: one that was answered or closed does not ask any more.

Cards of before learn it here. Older code goes on working and tells cards nothing: one of a request that it decides on
after this says what was true before, until that is decided on or its entry is changed once more.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

AT_ONCE = 1_000
ENTRY = sa.table("entry", sa.column("id", sa.Integer), sa.column("card", sa.JSON))
REQUEST = sa.table("help_request", sa.column("entry_id", sa.Integer), sa.column("state", sa.String))


def upgrade() -> None:
    _rewrite(lambda card, state: {**card, "request": state})


def downgrade() -> None:
    _rewrite(lambda card, _state: {name: value for name, value in card.items() if name != "request"})


def _rewrite(made: Callable[[dict[str, Any], str], dict[str, Any]]) -> None:
    """Some at a time, by their numbers: there may be thousands."""
    asking = sa.select(ENTRY.c.id, ENTRY.c.card, REQUEST.c.state).join_from(
        ENTRY, REQUEST, REQUEST.c.entry_id == ENTRY.c.id
    )
    connection, last = op.get_bind(), 0
    while some := connection.execute(asking.where(ENTRY.c.id > last).order_by(ENTRY.c.id).limit(AT_ONCE)).all():
        for number, card, state in some:
            connection.execute(sa.update(ENTRY).where(ENTRY.c.id == number).values(card=made(card, state)))
        last = some[-1][0]
