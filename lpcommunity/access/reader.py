"""Who asks: a reader who is signed in, a visitor who is not, or the operator at the command line. Never `None`.

Each is a value that says what held when it was read. The door reads it once a request; a command reads it again inside
its transaction (storage.transactions), so that rights are checked on what is true then; the worker reads one for each
person it tells. Who reads it from the tables is registered by `app`, since memberships stand above.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from lpcommunity.access.refusals import Refused
from lpcommunity.storage import renewals


class PlaceName(NamedTuple):
    """How a place of one's own is called, and where it is."""

    name: str
    slug: str

    @property
    def path(self) -> str:
        """Its page."""
        return f"/partnerships/{self.slug}"


def _nowhere() -> Mapping[int, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Reader:
    """Somebody with an open account, with where they belong and which roles they hold just now."""

    id: int
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    photo_url: str | None = None
    helps: bool = False  # whether their profile says what they can help with
    member_of: frozenset[int] = frozenset()  # partnerships, whatever the member's role
    leads: frozenset[int] = frozenset()  # partnerships where they are lead or deputy
    facilitates: Mapping[int, datetime] = field(
        default_factory=_nowhere
    )  # partnership → the moment from which they do (UTC)
    roles: frozenset[str] = frozenset()  # in the whole installation: people.models.ROLES
    names_of_places: Mapping[int, PlaceName] = field(default_factory=_nowhere, repr=False)  # of those they belong to

    @cached_property
    def places(self) -> frozenset[int]:
        """Partnerships they belong to in whatever way."""
        return self.member_of | self.facilitates.keys()

    @property
    def in_community(self) -> bool:
        """Whether they hold a current membership or role at all (PROMISES section 1: the community)."""
        return bool(self.member_of or self.facilitates or self.roles)

    @property
    def programme_team(self) -> bool:
        """Whether they run a programme."""
        return "programme-team" in self.roles

    @property
    def moderator(self) -> bool:
        """Whether they act on what is reported."""
        return "moderator" in self.roles


@dataclass(frozen=True)
class Visitor:
    """Somebody signed out, or whose account is closed. Reads what is public, and changes nothing."""

    member_of: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    facilitates: Mapping[int, datetime] = field(default_factory=_nowhere)
    places: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    in_community: bool = False
    programme_team: bool = False
    moderator: bool = False


@dataclass(frozen=True)
class Operator:
    """Whoever runs the installation: the command line, an import. Sets up whatever there is; confides in nobody."""

    id: None = None  # what records and events say of who did it


def at_command_line(actor: Reader | Operator) -> dict[str, str]:
    """What the audit record says of an act besides, where nobody who is signed in did it: the operator did."""
    return {"by": "operator"} if isinstance(actor, Operator) else {}


VISITOR = Visitor()
OPERATOR = Operator()

Loader = Callable[[int], Reader | None]
_loader: list[Loader] = []


def provide(loader: Loader) -> Loader:
    """Register what reads a person's Reader from the tables, or None where the account is closed or there is none."""
    _loader[:] = [loader]
    return loader


def reader_of(person_id: int) -> Reader | Visitor:
    """This person as a reader, as things stand just now: one query. VISITOR for a closed account, or where none is."""
    [load] = _loader
    return load(person_id) or VISITOR


def renewed(reader: Reader) -> Reader:
    """The same person as things stand just now. Raises Refused where the account was closed meanwhile."""
    now_is = reader_of(reader.id)
    if isinstance(now_is, Visitor):
        raise Refused
    return now_is


renewals[Reader] = renewed
