"""Half a year of a place: it goes silent, is nudged once each, recovers, pauses and is left alone."""

import random
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from lpcommunity.entries.content import Content
from lpcommunity.partnerships.models import Partnership
from lpcommunity.rhythm.commands.pausing import pause, set_rhythm
from lpcommunity.rhythm.models import Chance, Nudge, Rhythm
from lpcommunity.storage import clock, session
from lpcommunity.storage.clock import in_london
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.rhythm.conftest import BEGAN, days, morning


def chances(w, kind="check-in"):
    """Those of Bedford: day, state."""
    here = (Chance.partnership_id == w.bedford.id, Chance.kind == kind)
    return [(one.day, one.state) for one in session().scalars(select(Chance).where(*here).order_by(Chance.day))]


def nudged(w, place=None):
    """Who was reminded, of the chance of which day, at which step, and when."""
    row = select(Nudge, Chance).join(Chance, Chance.id == Nudge.chance_id)
    found = session().execute(row.where(Chance.partnership_id == (place or w.bedford).id).order_by(Nudge.id))
    return [(nudge.person_id, chance.day, nudge.step, nudge.nudged_at) for nudge, chance in found]


def post(w, at, body="We walked it once more.", audience="community"):
    with clock.at(at):
        place = session().get(Partnership, w.bedford.id)
        key = f"{random.getrandbits(128):032x}"
        post_update(
            make.reading(w.amina), place, f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}",
            Content.written("", {"body": body}), audience=audience, standing="on-track",
        )  # fmt: skip


def test_half_a_year(w, on):
    w.ids = {name: getattr(w, name).id for name in ("lead", "deputy", "second", "owen", "both", "grace")}
    first = date(2025, 8, 18)
    # It keeps its rhythm for a while: an update within the fortnight is enough.
    for day in days(BEGAN.date() + timedelta(days=1), date(2025, 10, 13)):
        if day.weekday() == 2:
            post(w, in_london(day, time(12)))
        on(morning(day))
    assert [state for _, state in chances(w)] == ["taken"] * 5
    assert nudged(w) == []
    # It goes silent over the night on which the clocks go back.
    for day in days(date(2025, 10, 14), date(2025, 11, 30)):
        if day.weekday() == 2 and day < date(2025, 10, 16):
            post(w, in_london(day, time(12)))
        on(morning(day))
    silent = date(2025, 11, 10)
    assert first + timedelta(days=84) == silent
    assert chances(w)[5:] == [(date(2025, 10, 27), "taken"), (silent, "open")]  # nothing more is asked while it waits
    assert [(who, day, step) for who, day, step, _ in nudged(w)] == [
        (w.ids["lead"], silent, 1),
        (w.ids["deputy"], silent, 2),
        (w.ids["second"], silent, 2),
        *((who, silent, 3) for who in sorted(w.ids[name] for name in ("owen", "both", "grace"))),
    ]
    assert {at for *_, step, at in nudged(w) if step == 1} == {in_london(silent + timedelta(days=3), time(7))}
    # It recovers, and the next day is offered again.
    post(w, in_london(date(2025, 12, 1), time(9)))
    for day in days(date(2025, 12, 1), date(2025, 12, 23)):
        on(morning(day))
    assert chances(w)[6:] == [(silent, "taken"), (date(2025, 12, 8), "taken"), (date(2025, 12, 22), "open")]
    # It pauses: what is open is let be, and nobody is reminded, over the night on which the clocks go forward.
    with clock.at(in_london(date(2025, 12, 24), time(10))):
        place = session().get(Partnership, w.bedford.id)
        pause(make.reading(w.lead), place, date(2026, 4, 13), "Helen is ill.")
    before = len(nudged(w))
    for day in days(date(2025, 12, 25), date(2026, 4, 12)):
        on(morning(day))
    assert {state for day, state in chances(w) if date(2025, 12, 22) <= day < date(2026, 4, 13)} == {"paused"}
    assert chances(w, "project-middle") == [(date(2026, 1, 30), "paused")]
    assert len(nudged(w)) == before
    # It ends by itself on its day.
    for day in days(date(2026, 4, 13), date(2026, 4, 20)):
        on(morning(day))
    assert chances(w)[-1] == (date(2026, 4, 13), "open")
    assert [step for *_, step, _ in nudged(w)][before:] == [1, 2, 2]
    # Nobody was told twice of one chance, and all came at seven, by the clocks of London.
    assert len({(who, day) for who, day, *_ in nudged(w)}) == len(nudged(w))
    assert {at.astimezone(clock.LONDON).time() for *_, at in nudged(w)} == {time(7)}


def test_where_nobody_leads_the_team_is_told_after_three_days_and_once(w, on):
    for day in days(date(2025, 8, 5), date(2025, 9, 5)):
        on(morning(day))
    told = [(who, step) for who, _, step, _ in nudged(w, w.hull)]
    team = sorted([w.grace.id, w.both.id])
    assert told == [(team[0], 1), (team[1], 1), (w.priya.id, 3)]


def test_a_day_that_was_moved_does_not_come(w, on):
    with clock.at(in_london(date(2025, 8, 15), time(9))):
        set_rhythm(make.reading(w.lead), session().get(Partnership, w.bedford.id), "month")
    on(morning(date(2025, 8, 19)))
    assert chances(w) == []
    on(morning(date(2025, 9, 15)))
    assert chances(w) == [(date(2025, 9, 15), "open")]
    assert session().get(Rhythm, w.bedford.id).next_on == date(2025, 10, 15)


def test_what_is_confided_takes_no_check_in_by_itself(w, on):
    """It would tell of it."""
    post(w, datetime(2025, 8, 16, 9, tzinfo=BEGAN.tzinfo), audience="facilitators")
    on(morning(date(2025, 8, 18)))
    assert chances(w) == [(date(2025, 8, 18), "open")]
