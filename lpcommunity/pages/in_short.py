"""In short: what a place works on, how it stands, what it learned last, does now, and would like help with.

Assembled from what its reader may read, never typed. A row without content is left out; without any there is no box.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lpcommunity.actions.action_marks import ActionMark
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.pages.journey_text import Known, line_of
from lpcommunity.pages.queries.place import ProjectLine
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.pins.queries import Pinned
from lpcommunity.storage import now
from lpcommunity.storage.clock import LONDON

MOST_ACTIONS = 3
HELP_FOR = timedelta(days=90)
OPENLY = ("partnership", "community", "public")


@dataclass(frozen=True)
class Learned:
    """The last thing that they learned: the line of an entry. `kept_by`: somebody chose it."""

    says: str
    kind: Kind
    path: str
    kept_by: str = ""
    on: date | None = None  # the day of the entry


@dataclass(frozen=True)
class InShort:
    """The rows of the box, each of them if there is something to say."""

    works: ProjectLine | None
    standing: Event | None
    learned: Learned | None
    doing: Sequence[ActionMark]
    more: int  # open actions besides
    helps: Event | None

    @property
    def stands(self) -> str | None:
        """How it stands."""
        return kind_of(self.standing.kind).states(self.standing.card) if self.standing else None

    def __bool__(self) -> bool:
        return bool(self.works or self.standing or self.learned or self.doing or self.helps)


def asking(known: Known) -> list[Event]:
    """What asked for help lately, the latest first."""
    return [one for one in reversed(known.events) if one.asks and now() - one.published_at < HELP_FOR]


def in_short(
    known: Known, projects: Sequence[ProjectLine], pinned: Pinned | None, wanted: Container[int] = ()
) -> InShort:
    """What stands in the box for this reader. `pinned`: what a lead keeps there, if they may read it; `wanted`: of the
    entries that ask for help, those for which it is still wanted.
    """
    events = [event for event in known.events if not event.taken_back]
    doing = sorted((line for line in known.actions if line.outcome is None), key=lambda line: (line.due_on, line.id))
    return InShort(
        works=projects[0] if projects else None,
        standing=next((one for one in reversed(events) if kind_of(one.kind).states(one.card)), None),
        learned=_kept(pinned) if pinned is not None else _latest(known),
        doing=doing[:MOST_ACTIONS],
        more=max(len(doing) - MOST_ACTIONS, 0),
        helps=next((one for one in asking(known) if one.id in wanted and not one.taken_back), None),
    )


def _kept(pinned: Pinned) -> Learned:
    kind = kind_of(pinned.kind)
    says = kind.mark.line(pinned.card, pinned.standfirst) or pinned.title
    return Learned(
        says, kind, kind.path(pinned.entry_id), pinned.kept_by, pinned.published_at.astimezone(LONDON).date()
    )


def _latest(known: Known) -> Learned | None:
    """The latest that was said to the place or more people: what is confided is no account of a place."""
    event = next((one for one in reversed(known.looked_back) if one.audience in OPENLY), None)
    if event is None:
        return None
    kind = kind_of(event.kind)
    return Learned(line_of(event) or event.title, kind, kind.path(event.id), on=event.day)
