"""Local partnerships: the places, the organisations in them, and who belongs for how long."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.people.models import Organisation, Person
from lpcommunity.storage import Base, Moment

MEMBER_ROLES = {"member": "Member", "lead": "Lead", "deputy": "Deputy"}
LEADING = ("lead", "deputy")  # who brings the others in
PARTNERSHIP_ROLES = {**MEMBER_ROLES, "facilitator": "Facilitator"}

partnership_organisation = Table(
    "partnership_organisation",
    Base.metadata,
    Column("partnership_id", ForeignKey("partnership.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
    info={"on_public_pages": True},
)

# Places that take part in a programme. One that works on something there takes part without a row here, too
# (projects.queries.takes_part): ADR 41.
programme_partnership = Table(
    "programme_partnership",
    Base.metadata,
    Column("programme_id", ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True),
    Column("partnership_id", ForeignKey("partnership.id", ondelete="CASCADE"), primary_key=True, index=True),
    info={"on_public_pages": True},
)


class Partnership(Base):
    """A place and the organisations that work together there. It outlives people and programmes.

    `active_at` is when its newest entry for the community or the public was put on record, `public_active_at` the same
    of those for the public (entries.activity keeps both). Where its dot and its name stand on the map is laid out when
    the place is saved (partnerships.map_layout).
    """

    __tablename__ = "partnership"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    map_x: Mapped[float | None]  # of the dot, in units of the drawing; empty for a place that is not on the map
    map_y: Mapped[float | None]
    label_x: Mapped[float | None]  # of the name
    label_y: Mapped[float | None]
    label_anchor: Mapped[str] = mapped_column(String(5), default="")  # start or end; empty where it found no room
    label_led: Mapped[bool] = mapped_column(default=False)  # whether a line leads from the dot to the name
    active_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    public_active_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    organisations: Mapped[list[Organisation]] = relationship(
        secondary=partnership_organisation, order_by=Organisation.sort_name, lazy="raise"
    )


class Membership(Base):
    """A person's role in a partnership, for a time: member, lead, deputy, or facilitator from outside.

    It is current from `starts_on` to `ends_on` (both included, days in London), unless it was ended
    before (`ended_at`, at once). partnerships.terms is the only place that decides this.

    `began_at` is the moment from which a facilitator reads what is confided: set once, and never moved back.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "person_id",
            "partnership_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_membership_partnership", "partnership_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    # terms.began: the first day, or the recording if it was later. The default is for what an older version records.
    began_at: Mapped[datetime] = mapped_column(Moment, server_default=func.now())

    person: Mapped[Person] = relationship(lazy="raise")
    partnership: Mapped[Partnership] = relationship(lazy="raise")
