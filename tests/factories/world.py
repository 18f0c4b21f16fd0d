"""One person of every kind that PROMISES section 1 tells apart, around one place. And who of them reads what."""

from datetime import timedelta

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import memberships
from lpcommunity.people.models import ROLES, Person
from lpcommunity.storage import today, transactional
from tests import factories as make

KINDS_OF_PERSON = (
    "anonymous", "member here", "lead here", "deputy here", "member elsewhere", "former member", "future member",
    "facilitator here", "facilitator elsewhere", "former facilitator", "programme team", "evaluator", "administrator",
    "nobody", "disabled member", "author", "former author",
)  # fmt: skip

# PROMISES section 1, as a table: who, other than its author, reads a published entry of this place, by audience.
READERS: dict[str, set[str]] = {
    "me": set(),
    "facilitators": {"facilitator here"},
    "partnership": {"facilitator here", "member here", "lead here", "deputy here", "author"},
    "community": {
        "facilitator here", "member here", "lead here", "deputy here", "member elsewhere", "facilitator elsewhere",
        "programme team", "evaluator", "administrator", "author",
    },
    "public": set(KINDS_OF_PERSON),
}  # fmt: skip

BELONG_HERE = {
    "member here": "member", "lead here": "lead", "deputy here": "deputy", "facilitator here": "facilitator",
    "author": "member", "disabled member": "member",
}  # fmt: skip


class World:
    """A place, another place, and one person of every kind. `author` and `former author` are those who write."""

    def __init__(self) -> None:
        self.here, self.elsewhere = make.place("Here"), make.place("Elsewhere")
        self.people: dict[str, Person | None] = {"anonymous": None}
        for kind in KINDS_OF_PERSON[1:]:
            office = kind.replace(" ", "-")
            self.people[kind] = make.person(kind.title(), role=office if office in ROLES else None)
        for kind, role in BELONG_HERE.items():
            make.belongs(self.someone(kind), self.here, role)
        make.belongs(self.someone("member elsewhere"), self.elsewhere)
        make.belongs(self.someone("facilitator elsewhere"), self.elsewhere, "facilitator")
        yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
        make.belongs(self.someone("former member"), self.here, since=yesterday, until=yesterday)
        make.belongs(self.someone("future member"), self.here, since=tomorrow)
        self.former = {
            kind: make.belongs(self.someone(kind), self.here, role)
            for kind, role in {"former facilitator": "facilitator", "former author": "member"}.items()
        }

    def part(self) -> None:
        """Let those go who have left: until then they could write, and answer."""
        for membership in self.former.values():
            memberships.end_membership(OPERATOR, membership)
        self._disable(self.someone("disabled member"))

    def someone(self, kind: str) -> Person:
        """The person of that kind, who is not anonymous."""
        found = self.people[kind]
        assert found is not None
        return found

    @transactional
    def _disable(self, person: Person) -> None:
        person.disabled_at = person.created_at
