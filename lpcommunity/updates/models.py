"""Updates: what happened, and how the project stands."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import Entry, is_or_was_public

STANDINGS = {"on-track": "On track", "needs-attention": "Needs attention", "off-track": "Off track"}


class Update(Entry):
    """What happened in the project. Its words are in `fields`, under the key `body`."""

    __tablename__ = "update_entry"
    __table_args__ = {"info": {"on_public_pages": is_or_was_public, "guarded_by": "entry"}}
    __mapper_args__ = {"polymorphic_identity": "update"}

    id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    help_wanted: Mapped[str] = mapped_column(Text, default="")
