"""The address of somebody's own feed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment


class FeedAddress(Base):
    """Somebody has a feed of their own. The address is signed; it counts as long as this row carries its nonce."""

    __tablename__ = "feed_address"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    nonce: Mapped[str] = mapped_column(String(22))
    made_at: Mapped[datetime] = mapped_column(Moment)
