"""Who may need a call, and why, in words; each with what can be done next. By name, never by how it stands: only where
nothing but a facilitator's answer is missing the programme team is told after the others.

Of what is confided the programme team is told that it waits and since when. “Quiet” is said to them alone, of a place
where nothing was confided either; others are told what they themselves found nothing of. The word and its day are put
before what else is said of a place: nothing else of a call, and no call's place, goes by what was confided.
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
from lpcommunity.reviews.waiting_overview import WaitingHere
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
    answer: bool = False  # a facilitator's answer is all that it asks for


@dataclass(frozen=True)
class Call:
    """A place whose people may be glad of a call."""

    place: str
    path: str
    why: str
    says: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    answer: bool = False  # a facilitator's answer is all that is missing


def calls(actor: Reader, facts: Sequence[CallFacts], programme_slug: str) -> list[Call]:
    """Those of these places where somebody may be glad of a call, in their order; for the programme team first those
    in which there is more to do than a facilitator can. For a facilitator answering is something to do as well.
    """
    made = [call for one in facts if (call := _call(actor, one, programme_slug)) is not None]
    return sorted(made, key=lambda call: call.answer) if actor.programme_team else made


def _call(actor: Reader, one: CallFacts, programme_slug: str) -> Call | None:
    reasons = list(_reasons(actor, one, programme_slug))
    if not reasons and not one.silent:
        return None
    answer = bool(reasons) and all(reason.answer for reason in reasons)
    silence = [_silence(actor, one)] if one.silent else []
    head, rest = reasons[:MOST_REASONS], reasons[MOST_REASONS:]
    says = [reason.says for reason in (*silence, *head)]
    says += ["The lead need do nothing."] if answer and actor.programme_team else []
    for reason in rest:
        says += [sentence(f"{reason.short}."), reason.says]
    why = [reason.short for reason in (*silence, *head)]
    steps = _steps(reasons, () if answer else _write_to_lead(actor, one)) or [Step("See who is there", one.place.path)]
    return Call(one.place.name, one.place.path, _listed(why), [said for said in says if said], steps, answer)


def _steps(reasons: Sequence[Reason], to_lead: Sequence[Step]) -> list[Step]:
    """What to do about these, and whom to ring. Never by whether it is quiet: that would tell of what was confided."""
    each = dict.fromkeys(step for reason in reasons for step in reason.steps if step not in to_lead)
    return [*list(each)[:MOST_STEPS], *to_lead]


def _listed(shorts: Sequence[str]) -> str:
    """Quiet, nobody leads, and a milestone moved twice."""
    return shorts[0] if len(shorts) == 1 else f"{', '.join(shorts[:-1])}, and {shorts[-1]}"


def _reasons(actor: Reader, one: CallFacts, programme_slug: str) -> Iterator[Reason]:
    """Whatever it is but silence."""
    yield from _empty_seats(actor, one, programme_slug)
    if one.waits is not None and (one.waits.oldest.days >= WAITS_LONG or not one.holding("facilitator")):
        yield _waiting(actor, one, one.waits)
    yield from _chances(one)
    yield from _moves(one)
    if one.late:
        late = "an action is late" if one.late == 1 else f"{plural(one.late, 'action')} are late"
        yield Reason(late, steps=(Step("See the actions", f"{one.place.path}/actions"),))


def _silence(actor: Reader, one: CallFacts) -> Reason:
    latest = one.place.latest
    if actor.programme_team:
        set_up = f"Nothing has come since it was set up on {short_day(one.place.created_at)}."
        return Reason("quiet", f"Last heard from on {short_day(latest)}." if latest else set_up)
    return Reason(f"nothing to read since {short_day(latest)}" if latest else "nothing to read yet")


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


def _waiting(actor: Reader, one: CallFacts, waits: WaitingHere) -> Reason:
    short = _how_long(waits.number, waits.oldest.days)
    those = one.holding("facilitator")
    if not actor.programme_team:
        return Reason(short, steps=(Step("Read and answer", "/reviews"),), answer=True)
    names = people_list([first_name_of(seat.name or "") for seat in those], most=2)
    says = f"{names} can answer." if those else ""
    return Reason(short, says, tuple(_write_to(actor, one, seat) for seat in those[:1]), answer=bool(those))


def _how_long(number: int, days: int) -> str:
    """A reflection has been waiting for nine days; two reflections have been waiting, the oldest for nine days."""
    so_long = f"for {plural(days, 'day')}"
    if number == 1:
        return f"a {NOUN} has been waiting {so_long}" if days else f"a {NOUN} was sent today"
    those = plural(number, NOUN)
    return f"{those} have been waiting, the oldest {so_long}" if days else f"{those} were sent today"


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
    return Step(f"Look up {seat.name}", f"/people/{seat.person_id}")
