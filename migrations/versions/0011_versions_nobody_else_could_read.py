"""Leave to its author what they wrote while nobody else could read it: versions between taking back and sending again.

They were recorded for the facilitators, and opened to them as soon as the reflection was sent once more. What was sent,
or moved on with the text while it waited, stays as it is: a submission names it.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A reflection became its author's alone when its first round was taken back."""
    op.execute(
        """
        UPDATE revision SET audience = 'me'
        WHERE audience = 'facilitators'
          AND NOT EXISTS (
            SELECT 1 FROM submission AS sent
            WHERE sent.reflection_id = revision.entry_id AND sent.version = revision.n
          )
          AND EXISTS (
            SELECT 1 FROM submission AS back
            WHERE back.reflection_id = revision.entry_id AND back.round = 1 AND back.taken_back_at <= revision.written_at
              AND NOT EXISTS (
                SELECT 1 FROM submission AS again
                WHERE again.reflection_id = back.reflection_id
                  AND again.sent_at > back.taken_back_at AND again.sent_at <= revision.written_at
              )
          )
        """
    )


def downgrade() -> None:
    """What is nobody else's business stays so."""
