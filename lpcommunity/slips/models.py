"""A milestone moved to another day, and why."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import is_or_was_public
from lpcommunity.storage import Base, Moment
from lpcommunity.storage.change_stamp import changes_more_than

# Why days move, in the order in which they are offered and added up: never by number.
REASONS = {
    "recruitment": "Recruitment",
    "procurement": "Procurement",
    "approvals": "Approvals",
    "money": "Money",
    "partner": "A partner’s capacity",
    "data": "Data and information sharing",
    "events": "Events outside",
    "scope": "The scope changed",
    "other": "Something else",
}
AUDIENCES = ("facilitators", "partnership", "community", "public")  # narrowest first, as of entries
LONGEST_WHY = 500
_SAID = {"audience", "confided_at"}  # what may change afterwards


def _stands_on_public_pages(slip: "Slip") -> bool:
    """Days and reason do; for whom its sentence is, only where anybody could or can read it."""
    return changes_more_than(slip, _SAID) or is_or_was_public(slip)


class Slip(Base):
    """A milestone's move to another day, which nothing undoes. Days and reason are as public as the milestone.

    The sentence `why` has an audience of its own (slips.policy), which its author may change. `confided_at` is since
    when it is for the facilitators, while it is. `moved_on` is the day in London on which it was moved.
    """

    __tablename__ = "slip"
    __table_args__ = (
        Index("ix_slip_milestone", "milestone_id", "id"),
        Index("ix_slip_place", "partnership_id", "id"),
        {"info": {"on_public_pages": _stands_on_public_pages, "guarded_by": "slip"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: whoever runs the server, by a file
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(20))
    moved_at: Mapped[datetime] = mapped_column(Moment)
    moved_on: Mapped[date]
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
