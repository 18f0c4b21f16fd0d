"""What is next for a person: at most three things, each one click away.

In this order, the first that apply:
0. a check-in of a place that they lead, whose day has come: one minute;
1. an answer that asks them something (the oldest first): a facilitator waits for it;
2. the latest draft that was begun and not sent, and what they took back (the latest first);
3. what a place that they lead lacks, so that nobody else can begin: a project, its people;
   then what else is a chance to look back there;
4. a milestone of their own place that is due within two weeks, or was due and nobody said that it is reached;
5. an entry of each kind of which nothing has come from their place for long (Kind.nudge);
6. for somebody new: look at one's own place, follow another, say what one can help with.

Whether somebody is new hangs on who they are: they put nothing on record yet, follow nobody, and say of no help. What
waits for them just now comes and goes, and the page does not turn with it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.entries.kinds import Kind, Nudge, kinds
from lpcommunity.entries.queries import Card
from lpcommunity.pages.queries.own_places import Due, OwnPlace
from lpcommunity.pages.queries.pending_drafts import PendingDraft
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.pages.timeline_text import number_of_each
from lpcommunity.people.names import first_name_of
from lpcommunity.reviews.pending_answers import PendingAnswer
from lpcommunity.rhythm.chance_lines import ChanceLine
from lpcommunity.storage import today
from lpcommunity.web.humanize import ago, brief, plural, saved_at, sentence, short_day

MOST = 3
SOON = timedelta(days=14)
QUIET = timedelta(days=21)


@dataclass(frozen=True)
class NextStep:
    """One thing to do next."""

    icon: str
    what: str
    why: str
    button: str
    url: str


@dataclass(frozen=True)
class Situation:
    """What is known of a person when they open their home page."""

    person: Reader
    answers: Sequence[PendingAnswer]
    draft: PendingDraft | None
    taken_back: Sequence[Card]
    member_of: Sequence[OwnPlace]
    leads: frozenset[int]
    ownerless: Sequence[ActionLine]  # of the places that they lead
    alone_in: Collection[int]  # places in which nobody else is, or is on the way
    events: Mapping[int, Sequence[Event]]
    follows: bool
    chances: Sequence[ChanceLine]  # that wait in places that they lead
    wrote: bool  # whether they ever put anything on record


def next_steps(situation: Situation) -> list[NextStep]:
    """The first three that apply."""
    return list(islice(_all(situation), MOST))


def is_new_here(situation: Situation) -> bool:
    """Whether this person is new here: they put nothing on record yet, follow nobody, and say of no help."""
    return not (situation.wrote or situation.follows or situation.person.helps)


def _all(situation: Situation) -> Iterator[NextStep]:
    yield from (_chance(one) for one in situation.chances if one.is_check_in)
    yield from map(_answer, situation.answers)
    if situation.draft is not None:
        yield _draft(situation.draft)  # home links to all of them
    yield from map(_taken_back, situation.taken_back)
    yield from _lacking(situation)
    yield from _ownerless(situation)
    yield from (_chance(one) for one in situation.chances if not one.is_check_in)
    if is_new_here(situation):
        yield from _first_steps(situation)
    yield from _milestones(situation)
    yield from _silence(situation)
    if not is_new_here(situation):
        yield from _first_steps(situation)


def _chance(one: ChanceLine) -> NextStep:
    if one.is_check_in:
        return NextStep("clock", f"Check in on {one.place}", f"One minute. {one.what}", *one.ways[0])
    why = f"{one.place}. Look back at it, or pass it over"
    return NextStep("eye", one.what, why, "See the chance", one.places_path)


def _answer(waits: PendingAnswer) -> NextStep:
    asked = f"has asked you {plural(waits.questions, 'question')}" if waits.questions else "has answered you"
    return NextStep(
        "question",
        f"{first_name_of(waits.who)} {asked}",
        f"About “{waits.title}”, {ago(waits.since)}",
        "Read and answer",
        waits.path,
    )


def _draft(waits: PendingDraft) -> NextStep:
    named = f"“{waits.title}” – " if waits.title else ""
    return NextStep(
        "file",
        f"Finish your {subject_of(waits.subject, waits.address).unsent}",
        sentence(f"{named}saved {saved_at(waits.since)}, seen by nobody yet"),
        "Carry on",
        waits.address,
    )


def _taken_back(card: Card) -> NextStep:
    return NextStep(
        card.kind.sign,
        f"Finish the {card.kind.word.lower()} that you took back",
        f"“{card.title}” – only you can read it. Change it, send it again, or withdraw it",
        "Carry on",
        card.path,
    )


def _milestones(situation: Situation) -> Iterator[NextStep]:
    due = [(one, place) for place in situation.member_of for one in place.due if one.due_on <= today() + SOON]
    for one, place in sorted(due, key=lambda pair: pair[0].due_on)[:1]:
        yield _milestone(one, place, lead=place.id in situation.leads)


def _lacking(situation: Situation) -> Iterator[NextStep]:
    """What only its lead can do about a place, before anything else there makes sense."""
    for place in (one for one in situation.member_of if one.id in situation.leads):
        if not place.works:
            what, why = f"Say what {place.name} is working on", "The problem of your place, and what you aim for"
            yield NextStep("flag", what, why, "Begin the project", f"{place.path}/projects/new")
        if place.id in situation.alone_in:
            what, why = f"Invite the people of {place.name}", "You are the only one there so far"
            yield NextStep("plus", what, why, "Invite", f"{place.path}/invitations")


def _ownerless(situation: Situation) -> Iterator[NextStep]:
    """Actions of a place that they lead which nobody has, since somebody left or gave them back."""
    first = next(iter(situation.ownerless), None)
    if first is not None:
        number = sum(one.partnership_id == first.partnership_id for one in situation.ownerless)
        what = "An action needs" if number == 1 else f"{sentence(plural(number, 'action'))} need"
        where = f"{first.path}#hand-over" if number == 1 else f"{first.place_path}/actions?owner=nobody"
        yield NextStep("check", f"{what} somebody", f"{first.place}. “{brief(first.what)}”", "Find an owner", where)


def _milestone(due: Due, place: OwnPlace, *, lead: bool) -> NextStep:
    when = f"was due on {short_day(due.due_on)}" if due.due_on < today() else f"is due on {short_day(due.due_on)}"
    why = f"{place.name}. Say how it stands" + (", or that it is reached" if lead else "")
    kind, nudge = next((kind, nudge) for kind, nudge in _nudges() if nudge.any_kind)
    url = f"{kind.new_path(place.slug)}?about=milestone-{due.id}"
    return NextStep("flag", f"“{due.name}” {when}", why, nudge.button, url)


def _silence(situation: Situation) -> Iterator[NextStep]:
    for place in situation.member_of:
        events = situation.events.get(place.id, [])
        for kind, nudge in _nudges():
            if step := _nudged(kind, nudge, place, events):
                yield step


def _nudges() -> list[tuple[Kind, Nudge]]:
    return [(kind, kind.nudge) for kind in kinds() if kind.nudge is not None]


def _nudged(kind: Kind, nudge: Nudge, place: OwnPlace, events: Sequence[Event]) -> NextStep | None:
    """A word that nothing of this kind has come for a while; none as long as there is nothing to look back at."""
    latest = max((event.day for event in events if nudge.any_kind or event.kind == kind.key), default=None)
    if not (nudge.any_kind or events) or (latest is not None and today() - latest <= nudge.after):
        return None
    why = nudge.since.format(day=short_day(latest)) if latest else nudge.never
    return NextStep(kind.sign, nudge.what.format(place=place.name), why, nudge.button, kind.new_path(place.slug))


def _first_steps(situation: Situation) -> Iterator[NextStep]:
    for place in situation.member_of[:1]:
        events = [one for one in situation.events.get(place.id, []) if one.author_id != situation.person.id]
        if is_new_here(situation) and events:
            what, why = f"See what {place.name} has been doing", f"{sentence(number_of_each(events))} shared with you"
            yield NextStep("eye", what, why, "Read", place.path)
    if not situation.follows:
        yield NextStep(
            "plus", "Follow a place like yours", "What it tries comes to this page", "Choose", "/partnerships"
        )
    if not situation.person.helps:
        what, why = "Say what you can help with", "So that others know to ask you"
        yield NextStep("talk", what, why, "Fill in", "/account/profile")
