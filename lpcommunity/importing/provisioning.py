"""Setting up what a file tells of: programme, themes, organisations, accounts, places, projects.

What the installation has already under the same short name or address is used as it is: a second
programme brings its places and people together with those of the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import add_person
from lpcommunity.histories.problems import SourceLocation
from lpcommunity.histories.replay_state import Provisioned
from lpcommunity.histories.roster import Roster
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing import queries
from lpcommunity.invitations.commands import invite
from lpcommunity.partnerships.commands import add_organisation, found_partnership
from lpcommunity.partnerships.memberships import join
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.commands import grant_role
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.commands import add_milestone, begin_project, reach_milestone
from lpcommunity.projects.models import Milestone


@dataclass(frozen=True)
class Step:
    """One thing to do, at the moment at which it happened, for the line that tells it."""

    at: datetime  # wall clock in London
    place: SourceLocation
    do: Callable[[], Any]


class Provisioning:
    """Makes everything but the history, as the operator would, and says when people came."""

    def __init__(self, file: Item, roster: Roster, account: dict[str, Any]) -> None:
        self.file = file
        self.roster = roster
        self.account = account  # what every new account gets: a password's hash, a mark
        self.provisioned = Provisioned()

    def first_moment(self) -> datetime:
        """The morning on which the story begins."""
        days = [self.file["programme"]["starts"], *(held["from"] for held in self._held() if held["from"])]
        return morning(min(days))

    def begin(self) -> None:
        """Set up everything that has no moment of its own."""
        programme = self._programme(self.file["programme"])
        for item in self.file["themes"]:
            known = queries.theme(item["slug"])
            self.provisioned.themes[item["slug"]] = known or add_theme(
                OPERATOR, slug=item["slug"], name=item["name"], summary=item["summary"] or ""
            )
        for item in self.file["organisations"]:
            self.provisioned.organisations[item["slug"]] = queries.organisation(item["slug"]) or add_organisation(
                OPERATOR, slug=item["slug"], name=item["name"], sector=item["sector"]
            )
        for item in self.file["people"]:
            self._person(item)
        for item in self.file["partnerships"]:
            self._partnership(item, programme)

    def give_team_roles(self) -> None:
        """Let the programme team, evaluators and administrators be what they are."""
        for item in self.file["team"]:
            grant_role(OPERATOR, self.provisioned.people[item["person"]], item["role"])

    def invite_all(self) -> int:
        """Send one invitation to each new person, for the first role that the file gives them.

        Before they have it: nobody is invited to what they are. Their other roles wait with the account.
        """
        first: dict[str, tuple[str, Partnership | None]] = {}
        for place in self.file["partnerships"]:
            for held in place["people"]:
                first.setdefault(held["person"], (held["role"], self.provisioned.partnerships[place["slug"]]))
        for held in self.file["team"]:
            first.setdefault(held["person"], (held["role"], None))
        invited = [email for email in self.provisioned.new_people if email in first]
        for email in invited:
            role, partnership = first[email]
            invite(OPERATOR, email, role, partnership, name=self.provisioned.people[email].name)
        return len(invited)

    def steps(self) -> list[Step]:
        """Who came when, and which milestones were reached when."""
        found = []
        for place in self.file["partnerships"]:
            partnership = self.provisioned.partnerships[place["slug"]]
            for held in place["people"]:
                first = self.roster.first_day(held)
                found.append(Step(morning(first), held.place, self._join(partnership, held, first)))
            for stone in (place["project"] or {}).get("milestones") or []:
                if stone["reached"]:
                    milestone = self.provisioned.milestones[place["slug"], stone["name"]]
                    found.append(Step(evening(stone["reached"]), stone.place, self._reach(milestone, stone["reached"])))
        return found

    def _held(self) -> list[Item]:
        return [held for place in self.file["partnerships"] for held in place["people"]]

    def _programme(self, item: Item) -> Programme:
        former, before = item["follows"], None
        if former is not None:
            before = queries.programme(former["slug"]) or add_programme(
                OPERATOR,
                slug=former["slug"],
                name=former["name"],
                starts_on=former["starts"],
                ends_on=former["ends"],
                summary=former["summary"] or "",
            )
        return add_programme(
            OPERATOR,
            slug=item["slug"],
            name=item["name"],
            starts_on=item["starts"],
            ends_on=item["ends"],
            summary=item["summary"] or "",
            predecessor=before,
        )

    def _person(self, item: Item) -> None:
        person = queries.person(item["email"])
        if person is None:
            self.provisioned.new_people.append(item["email"])
            person = add_person(
                OPERATOR,
                email=item["email"],
                name=item["name"],
                job_title=item["job"] or "",
                organisation=self.provisioned.organisations[item["organisation"]] if item["organisation"] else None,
                helps_with=item["helps-with"] or "",
                **self.account,
            )
        self.provisioned.people[item["email"]] = person

    def _partnership(self, item: Item, programme: Programme) -> None:
        partnership = queries.partnership(item["slug"]) or found_partnership(
            OPERATOR,
            slug=item["slug"],
            name=item["name"],
            summary=item["summary"] or "",
            latitude=item["latitude"],
            longitude=item["longitude"],
            organisations=[self.provisioned.organisations[slug] for slug in item["organisations"]],
        )
        self.provisioned.partnerships[item["slug"]] = partnership
        project = item["project"]
        if project is None:
            return
        begun = begin_project(
            OPERATOR,
            partnership,
            programme,
            title=project["title"],
            aim=project["aim"],
            theme=self.provisioned.themes[project["theme"]] if project["theme"] else None,
        )
        for stone in project["milestones"] or []:
            self.provisioned.milestones[item["slug"], stone["name"]] = add_milestone(
                OPERATOR, begun, name=stone["name"], due_on=stone["due"], first_planned_on=stone["first-planned"]
            )

    def _join(self, partnership: Partnership, held: Item, first: date) -> Callable[[], None]:
        person = self.provisioned.people[held["person"]]

        def act() -> None:
            if queries.has_been(person.id, partnership.id, held["role"], first):
                return  # an earlier file told of the same
            join(OPERATOR, partnership, person, held["role"], first, held["to"])

        return act

    def _reach(self, milestone: Milestone, day: date) -> Callable[[], None]:
        return lambda: reach_milestone(OPERATOR, milestone, day)


def morning(day: date) -> datetime:
    """A minute past midnight: whoever comes on a day is there for all of it."""
    return datetime.combine(day, time(0, 1))


def evening(day: date) -> datetime:
    """When the work of a day is done."""
    return datetime.combine(day, time(18, 0))
