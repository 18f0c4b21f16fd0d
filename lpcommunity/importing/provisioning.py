"""Setting up what a file tells of: programme, themes, organisations, accounts, places, projects.

What the installation has already under the same short name or address is used as it is: a second
programme brings its places and people together with those of the first.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from lpcommunity.access import require
from lpcommunity.access.reader import OPERATOR, Operator, Reader, reader_of
from lpcommunity.accounts.commands import add_person
from lpcommunity.histories.problems import PassedOver
from lpcommunity.histories.replay_state import Provisioned
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing import queries
from lpcommunity.importing.file_rules import begins, first_day
from lpcommunity.importing.steps import Step
from lpcommunity.importing.times_of_day import evening, morning, noon
from lpcommunity.invitations.commands import invite
from lpcommunity.partnerships.commands import add_organisation, found_partnership, take_into_programme
from lpcommunity.partnerships.memberships import join
from lpcommunity.people.commands import grant_role
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.commands import add_milestone, begin_project, reach_milestone
from lpcommunity.projects.models import Project
from lpcommunity.slips.commands import move_milestone

# What the commands call otherwise than the file does.
PROGRAMME_FIELDS = {"starts_on": "starts", "ends_on": "ends"}
MEMBERSHIP_FIELDS = {"starts_on": "from", "ends_on": "to"}
SLIP_FIELDS = {"due": "to"}
PERSON_FIELDS = {"job_title": "job", "helps_with": "helps-with"}


class Provisioning:
    """Makes everything but the history, as the operator would, and says when people came."""

    def __init__(self, file: Item, account: dict[str, Any]) -> None:
        self.file = file
        self.account = account  # what every new account gets: a password's hash, a mark
        self.provisioned = Provisioned()
        self.programmes: dict[str, Programme] = {}
        self.projects: dict[str, Project] = {}
        self.new_people: set[str] = set()
        self.invited = 0
        self.brought: list[str] = []  # in the file's words, as a check tells them
        self.used: list[str] = []
        # What there is already is used as it is: no role there is changed, ended or begun again.
        self.themes = queries.themes(item["slug"] for item in file["themes"])
        self.organisations = queries.organisations(item["slug"] for item in file["organisations"])
        self.people = queries.people(item["email"] for item in file["people"])
        self.partnerships = queries.partnerships(item["slug"] for item in file["partnerships"])
        self.belongings = queries.belongings(place.id for place in self.partnerships.values())
        self.roles_given = queries.roles_given(person.id for person in self.people.values())

    def first_moment(self) -> datetime:
        """The morning on which the story begins."""
        return morning(begins(self.file))

    def steps(self, *, invite_people: bool) -> Iterator[Step]:
        """Everything, in the order in which one thing needs another. What has no moment of its own comes first."""
        named, begins = self.provisioned, self.first_moment()
        programme = self.file["programme"]
        if programme["follows"] is not None:
            yield Step(begins, programme["follows"], self._former_programme, fields=PROGRAMME_FIELDS)
        yield Step(begins, programme, self._programme, fields=PROGRAMME_FIELDS)
        for item in self.file["themes"]:
            yield Step(begins, item, partial(self._theme, item), partial(named.themes.refuse, item["slug"]))
        for item in self.file["organisations"]:
            refused = partial(named.organisations.refuse, item["slug"])
            yield Step(begins, item, partial(self._organisation, item), refused)
        for item in self.file["people"]:
            yield Step(begins, item, partial(self._person, item), self._without(item["email"]), PERSON_FIELDS)
        for item in self.file["partnerships"]:
            yield from self._place(item, begins)
        if invite_people:
            yield from self._invitations(begins)
        for held in self.file["team"]:
            yield Step(begins, held, partial(self._team_role, held), self._without(held["person"]))
        for item in self.file["partnerships"]:
            yield from self._life(item)

    def _without(self, email: str) -> Callable[[], None]:
        """Somebody who could not come in as the file says does nothing else."""
        return partial(self.provisioned.people.refuse, email)

    def _former_programme(self) -> None:
        item = self.file["programme"]["follows"]
        former = queries.programme(item["slug"])
        self._tell(f"programme {item['slug']}", used=former is not None)
        self.programmes["former"] = former or self._add_programme(item)

    def _programme(self) -> None:
        self._tell(f"programme {self.file['programme']['slug']}")
        self.programmes["this"] = self._add_programme(self.file["programme"], self.programmes.get("former"))

    def _add_programme(self, item: Item, before: Programme | None = None) -> Programme:
        return add_programme(
            OPERATOR,
            slug=item["slug"],
            name=item["name"],
            starts_on=item["starts"],
            ends_on=item["ends"],
            summary=item["summary"] or "",
            predecessor=before,
            rhythm=item.get("rhythm"),
        )

    def _theme(self, item: Item) -> None:
        self._tell(f"theme {item['slug']}", used=item["slug"] in self.themes)
        theme = self.themes.get(item["slug"]) or add_theme(
            OPERATOR, slug=item["slug"], name=item["name"], summary=item["summary"] or ""
        )
        self.themes[item["slug"]] = self.provisioned.themes.put(item["slug"], theme)

    def _organisation(self, item: Item) -> None:
        self._tell(f"organisation {item['slug']}", used=item["slug"] in self.organisations)
        organisation = self.organisations.get(item["slug"]) or add_organisation(
            OPERATOR, slug=item["slug"], name=item["name"], sector=item["sector"]
        )
        self.organisations[item["slug"]] = self.provisioned.organisations.put(item["slug"], organisation)

    def _person(self, item: Item) -> None:
        organisation = item["organisation"] and self.provisioned.organisations.find(item["organisation"])
        person = self.people.get(item["email"])
        self._tell(f"person {item['email']}", used=person is not None)
        if person is None:
            person = add_person(
                OPERATOR,
                email=item["email"],
                name=item["name"],
                job_title=item["job"] or "",
                organisation=organisation,
                helps_with=item["helps-with"] or "",
                **self.account,
            )
            self.new_people.add(item["email"])
        self.people[item["email"]] = self.provisioned.people.put(item["email"], person)

    def _team_role(self, held: Item) -> None:
        person, role = self.provisioned.people.find(held["person"]), held["role"]
        before = self.roles_given.get((person.id, role))
        ended = ", which ended and is not begun again" if before is False else ""
        self._tell(f"{held['person']}: {role}{ended}", used=before is not None)
        if before is None:
            grant_role(OPERATOR, person, role)

    # A place

    def _place(self, item: Item, begins: datetime) -> Iterator[Step]:
        yield Step(
            begins,
            item,
            partial(self._partnership, item),
            partial(self.provisioned.partnerships.refuse, item["slug"]),
        )
        project = item["project"]
        if project is None:
            return
        yield Step(begins, project, partial(self._project, item, project))
        for stone in project["milestones"] or []:
            refused = partial(self.provisioned.milestones(item["slug"]).refuse, stone["name"])
            yield Step(begins, stone, partial(self._milestone, item, stone), refused)

    def _partnership(self, item: Item) -> None:
        organisations = [self.provisioned.organisations.find(slug) for slug in item["organisations"]]
        self._tell(f"partnership {item['slug']}", used=item["slug"] in self.partnerships)
        partnership = self.partnerships.get(item["slug"]) or found_partnership(
            OPERATOR,
            slug=item["slug"],
            name=item["name"],
            summary=item["summary"] or "",
            latitude=item["latitude"],
            longitude=item["longitude"],
            organisations=organisations,
        )
        if item["project"] is None and "this" in self.programmes:
            take_into_programme(OPERATOR, partnership, self.programmes["this"])
        self.partnerships[item["slug"]] = self.provisioned.partnerships.put(item["slug"], partnership)

    def _project(self, item: Item, project: Item) -> None:
        theme = project["theme"] and self.provisioned.themes.find(project["theme"])
        if "this" not in self.programmes:
            raise PassedOver
        self._tell(f"project “{project['title']}” of {item['slug']}")
        self.projects[item["slug"]] = begin_project(
            OPERATOR,
            self.provisioned.partnerships.find(item["slug"]),
            self.programmes["this"],
            title=project["title"],
            aim=project["aim"],
            theme=theme,
        )

    def _milestone(self, item: Item, stone: Item) -> None:
        if item["slug"] not in self.projects:
            raise PassedOver
        project = self.projects[item["slug"]]
        milestone = add_milestone(
            OPERATOR,
            project,
            name=stone["name"],
            due_on=stone["first-planned"] if stone["slips"] else stone["due"],
            first_planned_on=stone["first-planned"],
        )
        self.provisioned.milestones(item["slug"]).put(stone["name"], milestone)

    def _life(self, item: Item) -> Iterator[Step]:
        """Who comes on which day, what moves, and what is reached."""
        for held in item["people"]:
            come = partial(self._join, item, held)
            at = morning(first_day(self.file, held))
            yield Step(at, held, come, self._without(held["person"]), MEMBERSHIP_FIELDS)
        for stone in (item["project"] or {}).get("milestones") or []:
            for slip in stone["slips"] or []:
                by = slip.where("by") if slip["by"] else None
                move = partial(self._move, item, stone, slip)
                yield Step(noon(slip["on"]), slip, move, fields=SLIP_FIELDS, actor=by, of=stone)
            if stone["reached"]:
                reach = partial(self._reach, item, stone)
                yield Step(evening(stone["reached"]), stone, reach, fields={"reached_on": "reached"})

    def _join(self, item: Item, held: Item) -> None:
        person = self.provisioned.people.find(held["person"])
        partnership, first = self.provisioned.partnerships.find(item["slug"]), first_day(self.file, held)
        here = f"{held['person']} in {item['slug']}"
        told = f"{held['role']} {_days(first, held['to'])}"
        for one in self.belongings.get((partnership.id, person.id), []):
            if one.tells_of(first):
                is_so = f"{one.role} {_days(one.starts_on, one.last)}"
                self._tell(f"{here}: {is_so}" + ("" if is_so == told else f" (not {told})"), used=True)
                return
        self._tell(f"{here}: {told}")
        join(OPERATOR, partnership, person, held["role"], first, held["to"])

    def _move(self, item: Item, stone: Item, slip: Item) -> None:
        actor: Reader | Operator = OPERATOR
        if slip["by"]:
            person = reader_of(self.provisioned.people.find(slip["by"]).id)
            require(isinstance(person, Reader))
            actor = person  # type: ignore[assignment]
        move_milestone(
            actor,
            self.provisioned.milestones(item["slug"]).find(stone["name"]),
            to_on=slip["to"],
            reason=slip["reason"],
            why=slip["why"],
            audience=slip["audience"] or "partnership",
        )

    def _reach(self, item: Item, stone: Item) -> None:
        reach_milestone(OPERATOR, self.provisioned.milestones(item["slug"]).find(stone["name"]), stone["reached"])

    def _tell(self, what: str, *, used: bool = False) -> None:
        (self.used if used else self.brought).append(what)

    # Invitations

    def _invitations(self, begins: datetime) -> Iterator[Step]:
        """One invitation to each new person, for the first role that the file gives them.

        Before they have it: nobody is invited to what they are. Their other roles wait with the account.
        """
        first: dict[str, tuple[Item, Item | None]] = {}
        for place in self.file["partnerships"]:
            for held in place["people"]:
                first.setdefault(held["person"], (held, place))
        for held in self.file["team"]:
            first.setdefault(held["person"], (held, None))
        for item in self.file["people"]:
            if item["email"] in first:
                yield Step(begins, first[item["email"]][0], partial(self._invite, *first[item["email"]]))

    def _invite(self, held: Item, place: Item | None) -> None:
        if held["person"] in self.new_people:
            person = self.provisioned.people.find(held["person"])
            partnership = None if place is None else self.provisioned.partnerships.find(place["slug"])
            invite(OPERATOR, person.email, held["role"], partnership, name=person.name)
            self.invited += 1


def _days(first: date, last: date | None) -> str:
    return f"from {first}" if last is None else f"from {first} to {last}"
