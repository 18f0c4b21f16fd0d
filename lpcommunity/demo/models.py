"""The mark that a database holds the demonstration."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment


class DemoMark(Base):
    """One row: this database was filled by the demo loader. A production service refuses to serve it."""

    __tablename__ = "demo_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(Moment)
