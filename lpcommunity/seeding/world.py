"""What has to be known of the places and people before they can write: read from the database, whoever put it there."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from lpcommunity.entries.models import Entry
from lpcommunity.following.models import Follow
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage.clock import LONDON

SILENT = timedelta(days=365)


@dataclass
class Place:
    """A partnership and those who write there."""

    id: int
    created_at: datetime
    programme_id: int | None = None  # the latest that it works in
    members: list[int] = field(default_factory=list)  # today's; the first write most
    former: list[int] = field(default_factory=list)
    facilitators: list[int] = field(default_factory=list)
    milestones: list[int] = field(default_factory=list)
    milestone_names: dict[int, str] = field(default_factory=dict)
    themes: list[int] = field(default_factory=list)
    followers: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)  # updates on record that a reflection can be about


@dataclass
class World:
    """All places in the order of their ids, and who follows whom."""

    places: list[Place]
    themes: list[int]
    followers_of_person: dict[int, list[int]]
    followers_of_theme: dict[int, list[int]]
    community: set[int]  # everybody who belongs anywhere or holds a role


def read(connection: Connection, moment: datetime) -> World:
    """The places and people of this database at this moment."""
    places = {
        row.id: Place(row.id, row.created_at)
        for row in connection.execute(select(Partnership.id, Partnership.created_at).order_by(Partnership.id))
    }
    _read_people(connection, places, moment)
    for of_place, programme_id in connection.execute(
        select(Project.partnership_id, Project.programme_id).order_by(Project.id)
    ):
        places[of_place].programme_id = programme_id
    for of_place, theme_id, milestone_id, name in connection.execute(
        select(Project.partnership_id, Project.theme_id, Milestone.id, Milestone.name)
        .outerjoin(Milestone, Milestone.project_id == Project.id)
        .order_by(Milestone.id)
    ):
        place = places[of_place]
        if milestone_id is not None:
            place.milestones.append(milestone_id)
            place.milestone_names[milestone_id] = name
        if theme_id is not None and theme_id not in place.themes:
            place.themes.append(theme_id)
    by_person: defaultdict[int, list[int]] = defaultdict(list)
    by_theme: defaultdict[int, list[int]] = defaultdict(list)
    for who, place_id, theme_id, person_id in connection.execute(
        select(Follow.person_id, Follow.partnership_id, Follow.theme_id, Follow.followed_id).order_by(Follow.id)
    ):
        if place_id is not None:
            places[place_id].followers.append(who)
        elif theme_id is not None:
            by_theme[theme_id].append(who)
        elif person_id is not None:
            by_person[person_id].append(who)
    themes = list(connection.scalars(select(Theme.id).order_by(Theme.id)))
    community = set(connection.scalars(select(RoleHolding.person_id).where(RoleHolding.ended_at.is_(None))))
    for place in places.values():
        community.update(place.members, place.facilitators)
    return World(list(places.values()), themes, by_person, by_theme, community)


def _read_people(connection: Connection, places: dict[int, Place], moment: datetime) -> None:
    today = moment.astimezone(LONDON).date()
    rows = connection.execute(
        select(
            Membership.person_id,
            Membership.partnership_id,
            Membership.role,
            Membership.starts_on,
            Membership.ends_on,
            Membership.ended_at,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Person.disabled_at.is_(None))
        .order_by(Membership.id)
    )
    for person_id, place_id, role, starts_on, ends_on, ended_at in rows:
        place = places[place_id]
        over = ended_at is not None or (ends_on is not None and ends_on < today)
        if starts_on > today:
            continue
        if role == "facilitator":
            place.facilitators += [] if over else [person_id]
        elif over:
            place.former.append(person_id)
        else:
            place.members.append(person_id)


def paces(connection: Connection, world: World) -> tuple[list[float], datetime | None]:
    """How much each place has written in the last year of this database, and the moment of the newest entry.

    A place that was silent then stays silent.
    """
    newest = connection.scalar(select(func.max(Entry.published_at)))
    if newest is None:
        return [0.0] * len(world.places), None
    written: Counter[int | None] = Counter(
        dict(
            connection.execute(
                select(Entry.partnership_id, func.count())
                .where(Entry.published_at > newest - SILENT)
                .group_by(Entry.partnership_id)
            ).all()
        )
    )
    return [float(written[place.id]) for place in world.places], newest
