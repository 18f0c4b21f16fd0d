"""Who may need a call, and why, in words; each with what can be done next. By name, never by how it stands.

Of what is confided the programme team is told that it waits and since when. “Quiet” is said to them alone, of a place
where nothing was confided either; others are told what they themselves found nothing of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote

from lpcommunity.access.reader import Reader
from lpcommunity.pages.queries.call_facts import CallFacts
from lpcommunity.pages.queries.seats import Seat
from lpcommunity.partnerships.policy import can_change_people, can_give
from lpcommunity.people.names import first_name_of
from lpcommunity.reviews.queries import NOUN
from lpcommunity.slips.queries import MovedOften
from lpcommunity.web.humanize import people_list, plural, sentence, short_day

WAITS_LONG = 7  # days
MOST_REASONS = 2  # in the head of a call; the rest stands in its sentences
MOST_STEPS = 2


@dataclass(frozen=True)
class Step:
    """What can be done next."""

    label: str
    url: str


@dataclass(frozen=True)
class Reason:
    """Why somebody may be glad of a call."""

    short: str  # after the name of the place
    says: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Call:
    """A place whose people may be glad of a call."""

    place: str
    path: str
    why: str
    says: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def calls(actor: Reader, facts: Sequence[CallFacts], programme_slug: str) -> list[Call]:
    """Those of these places where somebody may be glad of a call, in their order."""
    return [made for one in facts if (made := _call(actor, one, programme_slug)) is not None]


def _call(actor: Reader, one: CallFacts, programme_slug: str) -> Call | None:
    reasons = list(_reasons(actor, one, programme_slug))
    if not reasons:
        return None
    shown = reasons[:MOST_REASONS]
    says = [reason.says for reason in shown if reason.says]
    for reason in reasons[len(shown) :]:
        says += [part for part in (sentence(f"{reason.short}."), reason.says) if part]
    steps = [step for reason in reasons for step in reason.steps] or [Step("See who is there", one.place.path)]
    why = people_list([reason.short for reason in shown]).replace(" and ", ", and ", 1)
    return Call(one.place.name, one.place.path, why, says, list(dict.fromkeys(steps))[:MOST_STEPS])


def _reasons(actor: Reader, one: CallFacts, programme_slug: str) -> Iterator[Reason]:
    if one.silent:
        yield _silence(actor, one)
    yield from _empty_seats(actor, one, programme_slug)
    if one.waits is not None and (one.waits.days >= WAITS_LONG or not one.holding("facilitator")):
        yield _waiting(actor, one)
    yield from _chances(one)
    yield from _moves(one)
    if one.late:
        late = "an action is late" if one.late == 1 else f"{plural(one.late, 'action')} are late"
        yield Reason(late, steps=(Step("See the actions", f"{one.place.path}/actions"),))


def _silence(actor: Reader, one: CallFacts) -> Reason:
    latest = one.place.latest
    if actor.programme_team:
        set_up = f"Nothing has come since it was set up on {short_day(one.place.created_at)}."
        said = f"Last heard of on {short_day(latest)}." if latest else set_up
        return Reason("quiet", said, _write_to_lead(actor, one))
    short = f"nothing to read since {short_day(latest)}" if latest else "nothing to read yet"
    return Reason(short, steps=_write_to_lead(actor, one))


def _empty_seats(actor: Reader, one: CallFacts, programme_slug: str) -> Iterator[Reason]:
    """Who is invited is known to those who may invite."""
    for role, short, label in (
        ("facilitator", "nobody facilitates", "Name a facilitator"),
        ("lead", "nobody leads", "Invite the lead"),
    ):
        may = can_give(actor, one.place.id, role)
        if one.holding(role) or (may and one.promised(role)):
            continue
        invite = Step(label, f"{one.place.path}/invitations/{role}?programme={programme_slug}")
        yield Reason(short, steps=(invite,) if may else ())


def _waiting(actor: Reader, one: CallFacts) -> Reason:
    assert one.waits is not None
    days = plural(one.waits.days, "day")
    short = f"a {NOUN} waits for {days}" if one.waits.days else f"a {NOUN} waits"
    if not actor.programme_team:
        return Reason(short, steps=(Step("Read and answer", "/reviews"),))
    those = one.holding("facilitator")
    names = people_list([first_name_of(seat.name or "") for seat in those], most=2)
    says = f"{names} can answer; the lead need do nothing." if those else ""
    return Reason(short, says, tuple(_write_to(actor, one, seat) for seat in those[:1]))


def _chances(one: CallFacts) -> Iterator[Reason]:
    if not one.chances:
        return
    step = Step("See the chances", f"{one.place.path}/chances")
    check_ins = [chance for chance in one.chances if chance.is_check_in]
    others = [chance for chance in one.chances if not chance.is_check_in]
    if check_ins:
        yield Reason(f"the check-in of {short_day(check_ins[0].day)} is open", steps=(step,))
    if others:
        number = "a chance" if len(others) == 1 else plural(len(others), "chance")
        are = "is" if len(others) == 1 else "are"
        yield Reason(f"{number} to look back {are} open", f"{others[0].what} on {short_day(others[0].day)}.", (step,))


def _moves(one: CallFacts) -> Iterator[Reason]:
    by_milestone = {key: list(moves) for key, moves in groupby(sorted(one.moves, key=_milestone), key=_milestone)}
    if not by_milestone:
        return
    (_, number), moves = next(iter(by_milestone.items()))
    first, causes = moves[0], dict.fromkeys(move.cause for move in moves)
    times = {2: "twice"}.get(len(moves), f"{plural(len(moves), 'time')}")
    short = f"a milestone moved {times}"
    if len(by_milestone) > 1:
        short = f"{plural(len(by_milestone), 'milestone')} moved twice or more"
    said = ", then ".join(cause[:1].lower() + cause[1:] for cause in causes)
    step = Step("See the slips", f"{one.place.path}/milestones#milestone-{number}")
    yield Reason(short, f"“{first.milestone}”, now {short_day(first.due_on)}: {said}.", (step,))


def _milestone(move: MovedOften) -> tuple[object, int]:
    return move.due_on, move.milestone_id


def _write_to_lead(actor: Reader, one: CallFacts) -> tuple[Step, ...]:
    """To whoever leads the place, or stands in."""
    return tuple(_write_to(actor, one, seat) for seat in [*one.holding("lead"), *one.holding("deputy")][:1])


def _write_to(actor: Reader, one: CallFacts, seat: Seat) -> Step:
    """By mail where the reader may see the address; else to the page of that person."""
    if can_change_people(actor, one.place.id) and seat.email:
        return Step(f"Write to {seat.name}", f"mailto:{quote(seat.email, safe='@+')}")
    return Step(f"About {seat.name}", f"/people/{seat.person_id}")
