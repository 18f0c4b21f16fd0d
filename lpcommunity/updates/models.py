"""Updates: what happened, and how the project stands."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.kinds import Kind, register
from lpcommunity.entries.models import Entry

STANDINGS = {"on-track": "On track", "needs-attention": "Needs attention", "off-track": "Off track"}


class Update(Entry):
    """What happened in the project. Its words are in `fields`, under the key `body`."""

    __tablename__ = "update_entry"
    __table_args__ = {"info": {"on_public_pages": True, "guarded_by": "entry"}}
    __mapper_args__ = {"polymorphic_identity": "update"}

    id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    help_wanted: Mapped[str] = mapped_column(Text, default="")


register(
    Kind(
        key="update",
        word="Update",
        plural="updates",
        icon="i-update",
        model=Update,
        card=lambda update: {"standing": update.standing, "help": bool(update.help_wanted)},
        details=lambda update: {
            "standing": update.standing,
            "reason": update.reason,
            "help": update.help_wanted,
            "milestone_id": update.milestone_id,
        },
        texts=lambda fields, details: {
            "What happened": fields.get("body", ""),
            "How it stands": STANDINGS.get(details.get("standing", ""), ""),
            "Why": details.get("reason", ""),
            "We would like help with": details.get("help", ""),
        },
    )
)
