"""Who is mentioned where."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base


class Mention(Base):
    """Somebody is mentioned in an entry, or below it in a `part` (“comment-31”; empty: in the entry itself), since a
    version.

    Whether they could read it then, and so were told, stays as it is: whoever could not is not told later, and nobody
    is told twice, whatever becomes of the text and its audience. `audience` is that of the text when it was written.
    """

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("entry_id", "part", "person_id", name="uq_mention_once"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    part: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int]  # since which they are
    until_version: Mapped[int | None]  # the first in which they are no longer
    audience: Mapped[str] = mapped_column(String(20))
    told: Mapped[bool]
