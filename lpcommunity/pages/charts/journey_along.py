"""What lies along the thread of a journey, whichever way that runs: dips, marks, actions, and where today stands.

What happened never lies behind today, and what is to come never before it. Marks that would touch move on, so the line
of today stands where the last of them, and the last dip that came up again, has its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Dive, Pool, dive, least_room, plain_dive
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Journey, answers_shown
from lpcommunity.pages.charts.strokes import STACKED, Hop, Mark, Pen, hops, marks

RINGS_APART = 15
SHARED = 0.4  # of the whole, that rings take at most when all were of one day: dozens in half a year may touch
TIGHT = (1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1)  # how much of their least room dips take where there are very many
COMING = 0.5  # so much of its room keeps what is to come
PAST = 0.5  # and so much keep the days that were, before dips become tighter
TRIES = 8


@dataclass(frozen=True)
class Hopping:
    """How actions are drawn: signs above one another at most, and how far from the thread."""

    stacked: int = STACKED
    most: float = 90


HOPPING = Hopping()


@dataclass(frozen=True)
class Along:
    """Where everything stands. `now`: behind all that happened."""

    axis: Axis
    dives: list[tuple[Cycle, Dive]]
    marks: list[Mark]
    leaps: list[Hop]
    now: float

    @property
    def reach(self) -> float:
        """How far along the last of it goes, be it past or waiting."""
        return max([self.now, *(one.ends for _, one in self.dives)])


def lay(
    pen: Pen,
    pool: Pool,
    journey: Journey,
    axis: Axis,
    *,
    tight: float = 1,
    gap: float = 13,
    hopping: Hopping = HOPPING,
) -> Along:
    """Everything on this axis."""
    dives = dives_on(pen, pool, journey, axis, tight)
    happened = [(axis.at(one.day), one.help) for one in journey.happened if journey.shows(one.day)]
    dots = marks(happened, (dive.begins for _, dive in dives), gap)
    leaps = hops(pen, pool.level, leaps_on(journey, axis), hopping.stacked, hopping.most)
    reported = [pen.at(hop.x, hop.y)[0] for hop in leaps if hop.state != "open"]  # an upright pen turns them back
    past = [axis.at(journey.today), *(dot.ends or dot.at for dot in dots), *reported, *(one.solid for _, one in dives)]
    return Along(axis, dives, dots, leaps, round(max(past), 1))


def parted(
    pen: Pen,
    pool: Pool,
    journey: Journey,
    axis: Axis,
    hopping: Hopping = HOPPING,
    longer: tuple[float, float] = (1, 1),
) -> Along:
    """On an axis that becomes as long as it needs to be: what is to come moves on. `longer`: how much more room than
    on the axis the days that were take, and those to come.
    """
    today = _until(journey)
    whole = axis.at(today)
    halt = round(axis.begins + (whole - axis.begins) * longer[0], 1)
    past = lay(pen, pool, journey, replace(axis, today=today, halt=halt, now=halt), hopping=hopping)
    now = max(past.now, halt)
    ends = round(now + (axis.ends - whole) * longer[1], 1)
    return _again(pen, pool, journey, replace(past.axis, now=now, ends=ends), 1, hopping, now)


def fitted(pen: Pen, pool: Pool, journey: Journey, axis: Axis, hopping: Hopping = HOPPING) -> Along:
    """On an axis that ends where it does: the days that were become narrower, then the dips."""
    today = _until(journey)
    whole = axis.at(today)
    limit = axis.ends - COMING * (axis.ends - whole)
    for tight in TIGHT:
        halt = whole
        for _ in range(TRIES):
            past = replace(axis, today=today, halt=halt, now=halt)
            laid = lay(pen, pool, journey, past, tight=tight, hopping=hopping)
            over = max(laid.now - limit, laid.reach - axis.ends)
            if over <= 0 or halt - axis.begins < PAST * (whole - axis.begins):
                break
            halt = max(round(halt - over - 1, 1), axis.begins)
        if over <= 0:
            break
    now = min(laid.now, axis.ends)
    return _again(pen, pool, journey, replace(past, now=now), tight, hopping, now)


def _again(pen: Pen, pool: Pool, journey: Journey, axis: Axis, tight: float, hopping: Hopping, now: float) -> Along:
    """The same with what is to come behind today."""
    return replace(lay(pen, pool, journey, axis, tight=tight, hopping=hopping), now=now)


def _until(journey: Journey) -> date:
    """Today, or the day of the last thing that happened: a day has begun in London before it has elsewhere."""
    days = [one.day for one in journey.happened] + [one.day for one in journey.cycles]
    days += [day for one in journey.cycles for day in (*one.answers, one.closed) if day is not None]
    days += [one.lands for one in journey.undertaken if one.state != "open"]
    return min(max([journey.today, journey.first, *days]), journey.last)


def dives_on(pen: Pen, pool: Pool, journey: Journey, axis: Axis, tight: float = 1) -> list[tuple[Cycle, Dive]]:
    """Each cycle that begins in the picture, with its dip. None meets another, and so no rings touch. `tight`: how much
    of the least room they take, where many share a short thread.
    """
    cycles = [cycle for cycle in journey.cycles if journey.shows(cycle.day)]
    begins: list[float] = []
    free = axis.begins
    apart = min(RINGS_APART, SHARED * (axis.ends - axis.begins) / max(len(cycles), 1))
    for cycle in cycles:
        begins.append(round(max(axis.at(cycle.day), free), 1))
        answers, waits = answers_shown(cycle, journey.last)
        free = begins[-1] + max(least_room(pool, len(answers), waits=waits) * tight, apart)
    drawn: list[tuple[Cycle, Dive]] = []
    for n, cycle in enumerate(cycles):
        answers, waits = answers_shown(cycle, journey.last)
        following = begins[n + 1] if n + 1 < len(cycles) else None
        if answers or waits:
            closed = axis.at(cycle.closed) if cycle.closed is not None else None
            days = [axis.at(day) for day in answers]
            one = dive(pen, pool, begins[n], days, closed, waits=waits, following=following)
        else:
            one = plain_dive(pen, pool, begins[n], following)
        drawn.append((cycle, one))
    return drawn


def leaps_on(journey: Journey, axis: Axis) -> list[tuple[float, float, str]]:
    """Each action that is in the picture at any time: from where to where, and what became of it. What is open comes
    last, and so moves nothing that happened.
    """
    shown = [one for one in journey.undertaken if one.begins <= journey.last and one.lands >= journey.first]
    leaps = [(axis.at(one.begins), axis.at(one.lands), one.state) for one in shown]
    return sorted(leaps, key=lambda leap: (leap[2] == "open", leap))


def since_on(journey: Journey, axis: Axis) -> float | None:
    """Where its reader last looked, if that is in the picture."""
    seen = journey.since
    return axis.at(seen) if seen and journey.shows(journey.today) and seen <= journey.today else None


def curl_of(asked: Asked, dives: Sequence[tuple[Cycle, Dive]]) -> float | None:
    """Where along its dip a question was asked; None for whoever is shown no answers there."""
    for cycle, one in dives:
        if cycle.id == asked.cycle_id:
            earlier = [n for n, day in enumerate(cycle.answers) if day <= asked.asked_on]
            return one.curls[min(earlier[-1], len(one.curls) - 1)] if earlier and one.curls else None
    return None
