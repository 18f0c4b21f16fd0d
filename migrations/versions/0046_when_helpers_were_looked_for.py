"""What more is known of helpers, introductions and documents; titles no longer count where people stand by name.

When people who might help were looked for, who lets whom have their address after an introduction, and of which
documents only the beginning is read. New columns, which older code neither reads nor writes, and a state of documents,
which older code takes for one that is read. Whoever is called Dr Owen Pritchard stands under O.
"""

from itertools import dropwhile

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None
# As people/names.py has them on this day.
TITLES = {
    "dr", "doctor", "drs", "prof", "professor", "mr", "mrs", "miss", "ms", "mx", "cllr", "councillor", "ald",
    "alderman", "rev", "revd", "reverend", "the", "right", "rt", "hon", "honourable", "very", "most", "ven",
    "venerable", "canon", "fr", "father", "sister", "brother", "pastor", "imam", "rabbi", "sheikh", "capt", "captain",
    "major", "maj", "col", "colonel", "lt", "sgt", "ing", "ir", "dipl", "mag", "herr", "frau", "mme", "mlle", "m",
    "sir", "dame", "lord", "lady", "baron", "baroness", "viscount", "viscountess", "earl",
}  # fmt: skip


def upgrade() -> None:
    op.add_column("help_request", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE help_request SET looked_at = since")  # the worker has looked for those that were there
    op.add_column("people_introduction", sa.Column("one_shared_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people_introduction", sa.Column("other_shared_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE document_text SET state = 'begun' WHERE state = 'read' AND length(text) > 199000")
    person = sa.table("person", sa.column("id", sa.Integer), sa.column("sort_name", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(person.c.id, person.c.sort_name)).all():
        words = row.sort_name.split()
        rest = list(dropwhile(lambda word: word.strip(",").replace(".", "") in TITLES, words))
        if rest and rest != words:
            known = sa.update(person).where(person.c.id == row.id)
            connection.execute(known.values(sort_name=" ".join(rest)))


def downgrade() -> None:
    op.execute("UPDATE document_text SET state = 'read' WHERE state = 'begun'")
    op.drop_column("people_introduction", "other_shared_at")
    op.drop_column("people_introduction", "one_shared_at")
    op.drop_column("help_request", "looked_at")
