"""Pictures and documents that belong to an entry, or to a form that is still being filled in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import hangs_on_public
from lpcommunity.storage import Base, Moment, blobs, sparse_index


class Attachment(Base):
    """A file. Until its form is posted it belongs to the idempotency key of that form, and only its owner may open it.

    Afterwards it is part of the entry's versions `first_n` to `last_n` (none: still part of it today) and is
    read by whoever may read one of those versions. What else has files and is no entry holds them under a name of its
    own (`holder`, `holder_id`) and says who may read them: attachments.holders.
    """

    __tablename__ = "attachment"
    __table_args__ = {"info": {"on_public_pages": hangs_on_public("entry_id"), "guarded_by": "entry"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(36))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    holder: Mapped[str | None] = mapped_column(String(20))
    holder_id: Mapped[int | None]
    first_n: Mapped[int | None]
    last_n: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(10))  # picture, document
    name: Mapped[str] = mapped_column(String(200))  # as shown and offered for download; cleaned
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    alt: Mapped[str] = mapped_column(String(500), default="")
    blob_key: Mapped[str] = mapped_column(String(64), index=True, info=blobs.NAMES_A_FILE)
    thumb_key: Mapped[str | None] = mapped_column(String(64), info=blobs.NAMES_A_FILE)
    added_at: Mapped[datetime] = mapped_column(Moment)


sparse_index(Attachment.__table__, "idempotency_key", "thumb_key", "holder_id")
