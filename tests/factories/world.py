"""One person of every kind that PROMISES section 1 tells apart, around one place. And who of them reads what."""

from datetime import timedelta

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.storage import today, transactional
from tests import factories as make

KINDS_OF_PERSON = (
    "anonymous", "member here", "lead here", "deputy here", "member elsewhere", "former member", "future member",
    "facilitator here", "facilitator elsewhere", "former facilitator", "programme team", "evaluator", "administrator",
    "moderator", "nobody", "disabled member", "author", "former author",
    # Of several roles: each right counts in its own place, and as long as it lasts.
    "member facilitating elsewhere", "facilitator belonging elsewhere", "lead of both", "member after facilitating",
    "facilitator after membership", "programme team member elsewhere", "later facilitator",
)  # fmt: skip

# PROMISES section 1, as a table: who, other than its author, reads a published entry of this place, by audience.
READERS: dict[str, set[str]] = {
    "me": set(),
    "facilitators": {"facilitator here", "facilitator belonging elsewhere", "facilitator after membership"},
    "partnership": {
        "facilitator here", "facilitator belonging elsewhere", "facilitator after membership", "member here",
        "lead here", "deputy here", "author", "member facilitating elsewhere", "lead of both",
        "member after facilitating",
    },
    "community": {
        "facilitator here", "member here", "lead here", "deputy here", "member elsewhere", "facilitator elsewhere",
        "programme team", "evaluator", "administrator", "moderator", "author", "member facilitating elsewhere",
        "facilitator belonging elsewhere", "lead of both", "member after facilitating", "facilitator after membership",
        "programme team member elsewhere", "later facilitator",
    },
    "public": set(KINDS_OF_PERSON),
}  # fmt: skip

# The same of what is written in the other place.
READERS_ELSEWHERE: dict[str, set[str]] = {
    **READERS,
    "facilitators": {"facilitator elsewhere", "member facilitating elsewhere"},
    "partnership": {
        "facilitator elsewhere", "member facilitating elsewhere", "member elsewhere", "lead of both",
        "facilitator belonging elsewhere", "programme team member elsewhere", "later facilitator",
    },
}  # fmt: skip

BELONG_HERE = {
    "member here": "member", "lead here": "lead", "deputy here": "deputy", "facilitator here": "facilitator",
    "author": "member", "disabled member": "member", "member facilitating elsewhere": "member",
    "facilitator belonging elsewhere": "facilitator", "lead of both": "lead", "member after facilitating": "member",
    "facilitator after membership": "facilitator",
}  # fmt: skip
BELONG_ELSEWHERE = {
    "member elsewhere": "member", "facilitator elsewhere": "facilitator", "lead of both": "lead",
    "member facilitating elsewhere": "facilitator", "facilitator belonging elsewhere": "member",
    "programme team member elsewhere": "member", "later facilitator": "member",
}  # fmt: skip
BELONGED_HERE = {
    "former member": "member", "member after facilitating": "facilitator", "facilitator after membership": "member",
}  # fmt: skip
OFFICES = {
    "programme team": "programme-team", "programme team member elsewhere": "programme-team",
    "evaluator": "evaluator", "administrator": "administrator", "moderator": "moderator",
}  # fmt: skip


class World:
    """A place, another place, and one person of every kind. `author` and `former author` are those who write."""

    def __init__(self) -> None:
        self.here, self.elsewhere = make.place("Here"), make.place("Elsewhere")
        self.people: dict[str, Person | None] = {"anonymous": None}
        for kind in KINDS_OF_PERSON[1:]:
            self.people[kind] = make.person(kind.title(), role=OFFICES.get(kind))
        yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
        for kind, role in BELONGED_HERE.items():
            make.belongs(self.someone(kind), self.here, role, since=yesterday, until=yesterday)
        for kind, role in BELONG_HERE.items():
            make.belongs(self.someone(kind), self.here, role)
        for kind, role in BELONG_ELSEWHERE.items():
            make.belongs(self.someone(kind), self.elsewhere, role)
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

    def come(self) -> Membership:
        """Let somebody come to facilitate here, after everything that was said until now."""
        return make.belongs(self.someone("later facilitator"), self.here, "facilitator")

    def someone(self, kind: str) -> Person:
        """The person of that kind, who is not anonymous."""
        found = self.people[kind]
        assert found is not None
        return found

    @transactional
    def _disable(self, person: Person) -> None:
        person.disabled_at = person.created_at


def parted() -> World:
    """A world in which those have gone who left (`begin_with(parted)`)."""
    made = World()
    made.part()
    return made
