"""Programmes, themes, organisations, partnerships, projects and milestones."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, bindparam, func, select

from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.partnerships import map_layout
from lpcommunity.partnerships.models import Partnership, partnership_organisation
from lpcommunity.people.models import Organisation
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.seeding import names, rhythms
from lpcommunity.seeding.ranking import Ranking
from lpcommunity.seeding.writer import Writer
from lpcommunity.slips.models import AUDIENCES, REASONS, Slip
from lpcommunity.storage import slug_of, sort_key

YEARS = timedelta(days=3 * 365)
FIRST, SECOND = (
    ("Places First", "The first programme, from before our time."),
    ("Places Together", "The programme now."),
)


def table(model: object) -> Table:
    """The table of a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def write(writer: Writer, dice: Random, ranking: Ranking, moment: datetime) -> None:
    """Set up the places of this ranking."""
    programmes = _programmes(writer, moment)
    themes = _themes(writer)
    ranks = {number: rank for rank, number in enumerate(ranking.order)}
    for number, name in enumerate(names.places(dice, len(ranking.order))):
        founded = _founded(dice, ranking, ranks[number], moment)
        place_id = writer.number(table(Partnership))
        writer.add(table(Partnership), _partnership(dice, place_id, name, founded))
        _organisations(writer, dice, place_id, name)
        worked_before = founded < moment - timedelta(days=900)
        for programme in programmes if worked_before else programmes[1:]:
            _project(writer, dice, place_id, programme, dice.choice(themes), founded, moment)
        rhythms.write(writer, dice, place_id, founded, moment)


def keep(connection: Connection) -> None:
    """Keep with each place what the commands keep there: where it is on the map, and when it was lately active."""
    place, entry = table(Partnership), table(Entry)
    rows = connection.execute(select(place.c.id, place.c.name, place.c.latitude, place.c.longitude))
    dots = [dot for row in rows if (dot := map_layout.dot(*row)) is not None]
    positions = [
        {
            "place": one.id,
            "map_x": one.x,
            "map_y": one.y,
            "label_x": one.text_x,
            "label_y": one.text_y,
            "label_anchor": one.anchor,
            "label_led": one.led,
        }
        for one in map_layout.lay_out_all(dots)
    ]
    if positions:
        named: dict[str, Any] = {name: bindparam(name) for name in positions[0] if name != "place"}
        connection.execute(place.update().where(place.c.id == bindparam("place")).values(named), positions)

    def newest(*audiences: str) -> ScalarSelect[datetime]:
        on_record = (entry.c.partnership_id == place.c.id) & (entry.c.state == PUBLISHED)
        query = select(func.max(entry.c.published_at)).where(on_record, entry.c.audience.in_(audiences))
        return query.correlate(place).scalar_subquery()

    connection.execute(
        place.update().values(active_at=newest("community", "public"), public_active_at=newest("public"))
    )


def _founded(dice: Random, ranking: Ranking, rank: int, moment: datetime) -> datetime:
    if ranking.is_new(rank):
        return moment - timedelta(days=dice.randint(30, 120))
    if rank < 2 or ranking.is_silent(rank):
        return moment - YEARS
    return moment - YEARS + timedelta(days=dice.randint(0, 365))


def _programmes(writer: Writer, moment: datetime) -> list[int]:
    begun = (moment - YEARS).date()
    later = begun + timedelta(days=400)
    found: list[int] = []
    for (name, summary), starts_on in ((FIRST, begun), (SECOND, later)):
        found.append(writer.number(table(Programme)))
        writer.add(
            table(Programme),
            {
                "id": found[-1],
                "slug": slug_of(name),
                "name": name,
                "summary": summary,
                "starts_on": starts_on,
                "ends_on": starts_on + timedelta(days=400 if starts_on == begun else 1100),
                "predecessor_id": found[0] if len(found) > 1 else None,
                "rhythm": None,
                "created_at": moment - YEARS,
            },
        )
    return found


def _themes(writer: Writer) -> list[int]:
    found: list[int] = []
    for name in names.THEMES:
        found.append(writer.number(table(Theme)))
        writer.add(
            table(Theme),
            {
                "id": found[-1],
                "slug": slug_of(name),
                "name": name,
                "sort_name": sort_key(name),
                "summary": f"What places learn about {name.lower()}.",
            },
        )
    return found


def _partnership(dice: Random, place_id: int, name: str, founded: datetime) -> dict[str, object]:
    mapped = dice.random() < 0.95
    return {
        "id": place_id,
        "slug": slug_of(name),
        "name": name,
        "sort_name": sort_key(name),
        "summary": f"Council, university, health and others of {name} work on one problem of their own.",
        "latitude": round(dice.uniform(50.3, 58.2), 4) if mapped else None,
        "longitude": round(dice.uniform(-5.0, 1.4), 4) if mapped else None,
        "label_anchor": "",  # `keep` finds it room
        "label_led": False,
        "created_at": founded,
    }


def _organisations(writer: Writer, dice: Random, place_id: int, name: str) -> None:
    for pattern, sector in dice.sample(names.ORGANISATIONS, dice.randint(2, 5)):
        named = pattern.format(name)
        organisation_id = writer.number(table(Organisation))
        writer.add(
            table(Organisation),
            {
                "id": organisation_id,
                "slug": slug_of(named),
                "name": named,
                "sort_name": sort_key(named),
                "sector": sector,
            },
        )
        writer.add(partnership_organisation, {"partnership_id": place_id, "organisation_id": organisation_id})


def _project(
    writer: Writer, dice: Random, place_id: int, programme_id: int, theme_id: int, begun: datetime, moment: datetime
) -> None:
    project_id = writer.number(table(Project))
    writer.add(
        table(Project),
        {
            "id": project_id,
            "partnership_id": place_id,
            "programme_id": programme_id,
            "theme_id": theme_id,
            "title": dice.choice(
                ("Whose evenings?", "A door that opens", "Ten streets", "Asking first", "The last mile")
            ),
            "aim": "To find out with those concerned what would help, and to try it in one part of the place.",
            "created_at": begun,
        },
    )
    span = (moment - begun).days + 180
    for number, name in enumerate(names.MILESTONES[: dice.randint(3, 8)], 1):
        planned = (begun + timedelta(days=span * number // 9)).date()
        due = planned + timedelta(days=dice.choice((0, 0, 0, 14, 45)))
        reached = due + timedelta(days=dice.randint(-10, 20))
        milestone_id = writer.number(table(Milestone))
        writer.add(
            table(Milestone),
            {
                "id": milestone_id,
                "project_id": project_id,
                "name": name,
                "due_on": due,
                "first_planned_on": planned,
                "reached_on": reached if reached < moment.date() and dice.random() < 0.9 else None,
                "said_reached_on": None,
                "taken_off_at": None,
            },
        )
        moved_at = max(begun, datetime.combine(planned, time(12), UTC) - timedelta(days=20))
        if due != planned and moved_at < moment:
            _slip(writer, milestone_id, place_id, planned, due, moved_at)


def _slip(writer: Writer, milestone_id: int, place_id: int, planned: date, due: date, moved_at: datetime) -> None:
    """Every cause and every audience in turn."""
    audience = AUDIENCES[milestone_id % len(AUDIENCES)]
    writer.add(
        table(Slip),
        {
            "id": writer.number(table(Slip)),
            "milestone_id": milestone_id,
            "partnership_id": place_id,
            "author_id": None,
            "from_on": planned,
            "to_on": due,
            "reason": list(REASONS)[milestone_id % len(REASONS)],
            "why": "It took longer than anybody had thought, and we would rather do it once.",
            "audience": audience,
            "moved_at": moved_at,
            "moved_on": moved_at.date(),
            "confided_at": moved_at if audience == "facilitators" else None,
        },
    )
