"""The spine: everything that a partnership shares is an entry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone
from lpcommunity.storage import Base, Json, Moment

# Narrowest first. Widening goes down this list; see entries.policy for what each means.
ONLY_ME, FACILITATORS, PUBLIC = "me", "facilitators", "public"
AUDIENCES = (ONLY_ME, FACILITATORS, "partnership", "community", PUBLIC)

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
HIDDEN = "hidden"  # was on record, and is its author's alone until its words are changed (moderation)


class HasAudience(Protocol):
    """What decides who may read an entry: its row, or a value that was read from it."""

    @property
    def id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def partnership_id(self) -> int | None: ...
    @property
    def audience(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def confided_at(self) -> datetime | None: ...
    @property
    def confided_version(self) -> int | None: ...


class EntryLike(HasAudience, Protocol):
    """What rights are decided on: an entry as a row of its table, or as a value that was read from it."""

    @property
    def kind(self) -> str: ...
    @property
    def thanks_count(self) -> int: ...
    @property
    def version(self) -> int: ...


class WrittenFor(Protocol):
    """What decides who reads a version, besides its entry."""

    @property
    def n(self) -> int: ...
    @property
    def audience(self) -> str: ...
    @property
    def written_at(self) -> datetime: ...


class VersionLike(Protocol):
    """A version of an entry, for what belongs to it: as a row, or as a value that was read from it."""

    @property
    def entry_id(self) -> int: ...
    @property
    def n(self) -> int: ...


def is_or_was_public(entry: Any) -> bool:
    """Whether anybody could read this entry, or whatever else has an audience, before this transaction changes it, or
    can afterwards.
    """
    audiences = inspect(entry).attrs.audience.history
    return PUBLIC in (*audiences.added, *audiences.unchanged, *audiences.deleted)


def hangs_on_public(entry_id: str) -> Callable[[Any], bool]:
    """The same of the entry that a row of another table belongs to, by the column of this name. Without one: no."""

    def says(row: Any) -> bool:
        named = getattr(row, entry_id)
        within = object_session(row)
        entry = within.get(Entry, named) if within is not None and named is not None else None
        return entry is not None and is_or_was_public(entry)

    return says


entry_theme = Table(
    "entry_theme",
    Base.metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True),
    Column("published_at", Moment),  # its entry's, so that what is new of a theme is found along an index
    Index("ix_entry_theme_time", "theme_id", "published_at", "entry_id"),
    info={"guarded_by": "entry", "on_public_pages": True},
)


class Entry(Base):
    """Anything put on record, of whatever kind (entries.kinds).

    `fields` are the words as they were written, by field or prompt key; `body_html` is made of them
    once, when they are written. `card` is what a card shows of the kind (how the work stands), so
    that a list never reads the tables of the kinds. `confided_at` is since when it stands between its author and the
    facilitators: since its exchange began or, without one, since it is for them; `confided_version` is the version that
    was confided then. Both are empty for what is not confided.
    """

    __tablename__ = "entry"
    __table_args__: Any = (
        # The latter columns are there so that who may read is known from the index: rows are long.
        Index(
            "ix_entry_place_time",
            *("partnership_id", "published_at", "id", "audience", "state", "author_id", "kind", "confided_at"),
        ),
        Index(
            "ix_entry_author_time",
            *("author_id", "published_at", "id", "audience", "state", "partnership_id", "confided_at"),
        ),
        Index("ix_entry_time", "published_at", "id"),
        Index(
            "ix_entry_place_audience",  # when the newest for an audience was put on record (entries.activity)
            "partnership_id",
            "audience",
            "published_at",
            "id",
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "ix_entry_public_time",
            "published_at",
            "id",
            sqlite_where=text("audience = 'public' AND state = 'published'"),
            postgresql_where=text("audience = 'public' AND state = 'published'"),
        ),
        {"info": {"on_public_pages": is_or_was_public, "guarded_by": "entry"}},
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "entry", "version_id_col": None}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    idempotency_key: Mapped[str] = mapped_column(
        String(36), unique=True
    )  # one form, one entry: a double click finds the first
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    standfirst: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, Any]] = mapped_column(Json())
    body_html: Mapped[str] = mapped_column(Text, default="")
    card: Mapped[dict[str, Any]] = mapped_column(Json())
    thanks_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    confided_version: Mapped[int | None]

    author: Mapped[Person] = relationship(lazy="raise")
    partnership: Mapped[Partnership | None] = relationship(lazy="raise")
    milestone: Mapped[Milestone | None] = relationship(lazy="raise")
    themes: Mapped[list[Theme]] = relationship(secondary=entry_theme, order_by=Theme.sort_name, lazy="raise")

    @property
    def has_exchange(self) -> bool:
        """Whether something was asked and is answered of it: then it is confided since that began."""
        return False


class AudiencePeriod(Base):
    """From when on an entry was for whom, whenever that changed after it was first recorded (by its first version).

    `audience` is as far as it could be read: its author's alone while it is taken back or withdrawn.
    """

    __tablename__ = "audience_period"
    __table_args__ = (
        Index("ix_audience_period_entry", "entry_id", "began_at"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    audience: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(Moment)


class Opening(Base):
    """What an author says of something that was confided before a facilitator began: it opens to them at `opens_at`,
    or stays closed (`declined_at`). It is that membership's: whoever comes again begins anew.
    """

    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("membership_id", "entry_id"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    declined_at: Mapped[datetime | None] = mapped_column(Moment)


class Revision(Base):
    """One version of an entry as it stood, with the audience under which it was written.

    Version n is written when the entry is first recorded, whenever its words change, and whenever its
    audience changes; so the newest revision is always what the entry is now.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("entry_id", "n"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    n: Mapped[int]
    why: Mapped[str] = mapped_column(String(20))  # written, edited, audience
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, Any]] = mapped_column(Json())
    details: Mapped[dict[str, Any]] = mapped_column(Json())  # what the kind adds, what it is about, themes by name
    body_html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)

    author: Mapped[Person] = relationship(lazy="raise")
