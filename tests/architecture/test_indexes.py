"""Indexes over columns that may be empty: where most are, only what is there is indexed (storage.sparse_index)."""

import lpcommunity.app  # noqa: F401  (every table is known)
from lpcommunity.storage import Base

# One column alone, of which most rows have something, or which lists of all rows walk along.
FILLED = {
    "ix_attachment_entry_id", "ix_draft_spent_at", "ix_follow_followed_id", "ix_follow_partnership_id",
    "ix_follow_theme_id", "ix_handover_by_id", "ix_handover_to_id", "ix_invitation_partnership_id",
    "ix_mail_failed_at", "ix_mail_person_id", "ix_mail_sent_at",
    "ix_notification_entry_id", "ix_partner_owner_ends_at", "ix_partnership_active_at",
    "ix_partnership_public_active_at", "ix_person_organisation_id", "ix_project_theme_id",
    "ix_reflection_subject_entry_id",
}  # fmt: skip


def test_an_index_over_what_may_be_empty_is_sparse_or_said_to_be_filled():
    """SQLite takes an index for useless of which most rows look alike, and reads the whole table."""
    dense = {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if len(index.columns) == 1
        and next(iter(index.columns)).nullable
        and index.dialect_options["sqlite"]["where"] is None
    }
    assert dense == FILLED
