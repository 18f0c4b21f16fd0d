"""The letter of what moved: on its day, of what is new to its reader and theirs to read, once; and nothing else."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import func, select

from lpcommunity import outbox, worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.following.commands import follow, note_visit
from lpcommunity.notifications import commands, registry
from lpcommunity.notifications.domain_events import LettersDue, LettersToWrite
from lpcommunity.notifications.kinds.milestone_moved import TYPE as MILESTONE_MOVED
from lpcommunity.notifications.models import LetterReader, Mail
from lpcommunity.notifications.notification_types import AT_ONCE, IN_LETTER, NEVER
from lpcommunity.notifications.queries import chosen_ways
from lpcommunity.notifications.what_moved import choices, rounds
from lpcommunity.notifications.what_moved.choices import DAILY, KEY, WEEKLY
from lpcommunity.notifications.what_moved.gathering import SLIPS_KEY
from lpcommunity.notifications.what_moved.letter_text import SHOWN_EACH
from lpcommunity.notifications.what_moved.rounds import SEVEN
from lpcommunity.outbox.leases import LEASE
from lpcommunity.outbox.models import Delivery, DueRow, OutboxEvent
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, session, today, transactional
from lpcommunity.storage.clock import in_london
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.factories import reading
from tests.notifications.conftest import answer, reflect

MONDAY = today() + timedelta(days=7 - today().weekday())
BEFORE = in_london(MONDAY, SEVEN) - timedelta(days=1)  # on Sunday
DAY = timedelta(days=1)


@transactional
def begin(day=MONDAY):
    """Letters begin on this day."""
    outbox.schedule(LettersDue(day.isoformat()), key=f"letters:{day.isoformat()}", at=in_london(day, SEVEN))


def _world():
    """Hull and Leeds with two members each, a lead, a facilitator of Hull; and somebody of Leeds who follows Hull."""
    hull, leeds = make.place("Hull"), make.place("Leeds")
    names = ("Ann Archer", "Ben Baker", "Lea Lead", "Owen Pritchard", "Cora Cole", "Dan Dale")
    ann, ben, lea, owen, cora, dan = (make.person(name) for name in names)
    team = make.person("Priya Nair", role="programme-team")
    for person in (ann, ben):
        make.belongs(person, hull)
    for person in (cora, dan):
        make.belongs(person, leeds)
    gone = make.person("Gone Green")
    leaving = make.belongs(gone, hull)
    make.belongs(lea, hull, "lead")
    make.belongs(owen, hull, "facilitator")
    make.belongs(owen, leeds, "member")
    follow(reading(cora), partnership=hull)
    worker.run(current_app, until_empty=True)
    begin()
    return SimpleNamespace(
        hull=hull, leeds=leeds, ann=ann, ben=ben, lea=lea, owen=owen, cora=cora, dan=dan, team=team, gone=gone,
        leaving=leaving,
    )  # fmt: skip


@pytest.fixture
def w(app, begin_with):
    return begin_with(_world)


def update(author, place, title, audience="community", standing="on-track", **more):
    content = Content.written(title, {"body": "What happened."})
    return post_update(reading(author), place, str(uuid4()), content, audience=audience, standing=standing, **more)


def come(day=MONDAY, minutes=0):
    """It is so many minutes past seven on this day, and the worker does what is due."""
    with clock.at(in_london(day, SEVEN) + timedelta(minutes=minutes)):
        worker.run(current_app, until_empty=True)
    session().rollback()
    session().expire_all()


def write_only(day):
    """The same, but nothing is sent: the mail server is away."""
    with clock.at(in_london(day, SEVEN)):
        own, _ = worker.lanes()
        while own.deliver(own.subscribers, LEASE):
            pass


def letters(person=None) -> list[Mail]:
    """Those that went out, oldest first."""
    rows = select(Mail).where(Mail.kind == KEY, Mail.sent_at.is_not(None)).order_by(Mail.id)
    return [mail for mail in session().scalars(rows) if person is None or mail.person_id == person.id]


def texts(person) -> list[str]:
    return [mail.text for mail in letters(person)]


def test_it_comes_on_monday_at_seven_to_whom_something_is_new(w):
    with clock.at(BEFORE):
        update(
            w.ann,
            w.hull,
            "Forty firms rang back",
            "partnership",
            "needs-attention",
            reason="Two did not.",
            help_wanted="how to keep them",
        )
        update(w.dan, w.leeds, "A bus for Leeds")
        mine = make.action(w.ann, w.hull, "community", owner=w.ben, what="Ring ten firms")
        report(reading(w.ben), mine, Report("done", "Nine were glad."))
        make.slip(make.milestone(w.hull, name="Doors open"), w.lea, why="The sentence.")
    come(minutes=-1)
    assert letters() == []
    come()
    assert {mail.person_id for mail in letters()} == {one.id for one in (w.ann, w.ben, w.lea, w.owen, w.cora, w.gone)}
    [text] = texts(w.owen)
    for words in (
        "HULL, WHICH YOU FACILITATE", "LEEDS, YOUR PLACE", "Update, for the partnership, Ann Archer. Needs attention",
        "Forty firms rang back", "Two did not.", "They would like help with: how to keep them", "Ring ten firms",
        "Done. Nine were glad.", "Action reported, Ben Baker", "Milestone moved", "Doors open", "Why: procurement.",
        "This letter begins today. It comes on Mondays", "Stop it: http://localhost/unsubscribe/",
        "No more from Hull: http://localhost/muting/", "A bus for Leeds", "Hello Owen.",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words
    assert "The sentence." not in text
    [cora] = letters(w.cora)
    assert cora.text.index("LEEDS, YOUR PLACE") < cora.text.index("HULL")
    assert "Forty firms" not in cora.text + cora.html  # for the partnership
    assert "Ring ten firms" in cora.html
    assert cora.subject.startswith("What moved, ")
    [ann] = texts(w.ann)  # what she wrote herself is nothing new
    assert "Forty firms" not in ann
    assert "Ring ten firms" in ann


def test_never_empty_and_never_twice(w):
    with clock.at(BEFORE):
        update(w.ann, w.hull, "Only once")
    come()
    come()
    for later in (1, 7, 14):
        come(MONDAY + later * DAY)
    assert len(letters(w.ben)) == 1
    assert letters(w.dan) == []
    assert letters(w.ann) == []
    with clock.at(BEFORE + 15 * DAY):
        update(w.ann, w.hull, "The next")
    come(MONDAY + 21 * DAY)
    first, second = texts(w.ben)
    assert "The next" in second
    assert "Only once" not in second
    assert "This letter begins" in first
    assert "This letter begins" not in second


def test_a_worker_that_was_away_for_a_week_sends_one(w):
    commands.choose_letter(reading(w.ben), DAILY, 0)
    commands.choose_letter(reading(w.cora), WEEKLY, 3)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "Before that")
    come()
    come(MONDAY + 3 * DAY)
    with clock.at(BEFORE + 4 * DAY):
        update(w.ann, w.hull, "Long ago")
    with clock.at(BEFORE + 10 * DAY):
        update(w.ann, w.hull, "Lately")
    come(MONDAY + 10 * DAY, minutes=90)  # the Thursday after
    for person in (w.ben, w.cora, w.owen):
        first, second = texts(person)
        assert "Before that" in first
        assert ("Long ago" in second, "Lately" in second) == (True, True)
    coming = list(session().scalars(select(DueRow.key).where(DueRow.fell_at.is_(None))))
    assert f"letters:{MONDAY + 11 * DAY}" in coming
    with clock.at(BEFORE + 11 * DAY + timedelta(hours=3)):
        update(w.ann, w.hull, "Since then")
    come(MONDAY + 11 * DAY)
    assert [len(letters(person)) for person in (w.ben, w.owen, w.cora)] == [3, 2, 2]


def test_of_two_that_wait_for_the_mail_server_only_the_later_goes(w):
    commands.choose_letter(reading(w.ben), DAILY, 0)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "On Sunday")
    write_only(MONDAY)
    with clock.at(BEFORE + DAY):
        update(w.ann, w.hull, "On Monday")
    write_only(MONDAY + DAY)
    come(MONDAY + DAY, minutes=30)
    [mail] = letters(w.ben)
    assert mail.id == max(session().scalars(select(Mail.id).where(Mail.kind == KEY, Mail.person_id == w.ben.id)))
    assert "On Sunday" in mail.text
    assert "On Monday" in mail.text


def test_daily_comes_daily_and_another_weekday_on_that_day(w):
    commands.choose_letter(reading(w.ben), DAILY, 0)
    commands.choose_letter(reading(w.cora), WEEKLY, 2)
    commands.choose_letter(reading(w.owen), NEVER, 0)
    for n in range(3):
        with clock.at(BEFORE + n * DAY):
            update(w.ann, w.hull, f"Number {n}")
        come(MONDAY + n * DAY)
    assert [text.count("Number") for text in texts(w.ben)] == [1, 1, 1]
    [text] = texts(w.cora)
    assert text.count("Number") == 3
    assert "It comes on Wednesdays" in text
    assert letters(w.owen) == []


@pytest.mark.parametrize("spring", [True, False])
def test_it_is_seven_in_london_after_clocks_have_changed(w, spring):
    month = 3 if spring else 10
    last = today().replace(year=today().year + 1, month=month, day=31)
    change = last - timedelta(days=(last.weekday() + 1) % 7)  # the Sunday
    commands.choose_letter(reading(w.ben), DAILY, 0)
    come(change - 2 * DAY, minutes=60)
    hours: list[int] = []
    for n in (-1, 0, 1):
        with clock.at(in_london(change + n * DAY, SEVEN) - timedelta(hours=8)):
            update(w.ann, w.hull, f"Day {n}")
        for minutes in (-1, 0):
            come(change + n * DAY, minutes)
            hours += [mail.sent_at.hour for mail in letters(w.ben)[len(hours) :]]
    assert hours == ([7, 6, 6] if spring else [6, 7, 7])
    assert all(mail.sent_at.minute == 0 for mail in letters(w.ben))


def test_what_one_has_seen_is_left_out(w):
    with clock.at(BEFORE):
        update(w.ann, w.hull, "Looked at")
        update(w.dan, w.leeds, "Not looked at")
        note = make.action(w.ann, w.hull, "community", owner=w.ann, what="Seen as well")
        report(reading(w.ann), note, Report("done", "Well."))
        worker.run(current_app, until_empty=True)
    with clock.at(BEFORE + timedelta(hours=1)):
        note_visit(reading(w.cora), w.hull)
        commands.mark_all_read(reading(w.ben))
    with clock.at(BEFORE + timedelta(hours=2)):
        update(w.ann, w.hull, "After that")
    come()
    [text] = texts(w.cora)
    assert "Looked at" not in text.replace("Not looked at", "")
    assert "Seen as well" not in text
    assert "Not looked at" in text
    assert "After that" in text
    [text] = texts(w.ben)  # stands read in his inbox
    assert "Looked at" not in text
    assert "Seen as well" not in text
    assert "After that" in text
    assert "Looked at" in texts(w.owen)[0]


def test_what_is_no_longer_theirs_at_the_moment_of_sending_does_not_go_out(w, monkeypatch):
    with clock.at(BEFORE):
        narrowed = update(w.ann, w.hull, "Narrowed meanwhile")
        taken = update(w.ann, w.hull, "Taken back meanwhile")
        update(w.ann, w.hull, "Stands", "public")
        update(w.dan, w.leeds, "For Leeds alone", "partnership")
        update(w.dan, w.leeds, "For anybody", "public")
    follow(reading(w.gone), partnership=w.leeds)
    # Written at seven, and nothing is sent yet.
    write_only(MONDAY)
    with clock.at(in_london(MONDAY, SEVEN)):
        assert len(list(session().scalars(select(Mail).where(Mail.kind == KEY)))) > 3
        change_entry_audience(reading(w.ann), narrowed, "partnership")
        withdraw_entry(reading(w.ann), taken)
        end_membership(OPERATOR, w.leaving)
        _move_house(w.cora)
        _close(w.ben)
    come(minutes=5)
    [cora] = letters(w.cora)
    assert cora.to == "cora@new.example.org"
    assert "Narrowed meanwhile" not in cora.text + cora.html
    assert "Stands" in cora.text
    assert all("Taken back" not in mail.text for mail in letters())
    assert letters(w.gone) == []
    assert letters(w.ben) == []
    assert "Narrowed meanwhile" in texts(w.owen)[0]


@transactional
def _move_house(person):
    session().get_one(Person, person.id).email = "cora@new.example.org"


@transactional
def _close(person):
    session().get_one(Person, person.id).disabled_at = clock.now()


def test_who_has_no_role_now_gets_none(w):
    end_membership(OPERATOR, w.leaving)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "For anybody", "public")
    come()
    written = {mail.person_id for mail in session().scalars(select(Mail).where(Mail.kind == KEY))}
    assert w.gone.id not in written
    assert w.dan.id in written
    assert letters(w.dan) == []


def test_nothing_that_is_confided_stands_in_it(w):
    with clock.at(BEFORE):
        reflect(w.ann, w.hull, title="Confided words")
        make.action(w.ann, w.hull, "facilitators", owner=w.ann, what="Confided deed")
        update(w.ann, w.hull, "Open")
        worker.run(current_app, until_empty=True)
    come()
    for mail in letters():
        assert "onfided" not in mail.subject + mail.text.replace("Nothing that was confided", "")
    assert "Open" in texts(w.owen)[0]


def test_of_much_a_few_stand_there_and_the_place_has_the_rest(w):
    with clock.at(BEFORE):
        for n in range(SHOWN_EACH + 4):
            update(w.ann, w.hull, f"Number {n}", "partnership" if n % 2 else "community")
    come()
    [text] = texts(w.owen)
    assert f"And four more: http://localhost/partnerships/{w.hull.slug}" in text
    [text] = texts(w.cora)  # counts what she may read
    assert "more:" not in text


def test_a_muted_place_is_left_out_until_one_wants_to_hear_of_it_again(w):
    choices.mute(w.cora.id, w.hull.id)
    choices.mute(w.cora.id, w.hull.id)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "Of Hull")
        update(w.dan, w.leeds, "Of Leeds")
    come()
    [text] = texts(w.cora)
    assert "Of Hull" not in text
    assert "Of Leeds" in text
    choices.hear_again(w.cora.id, w.hull.id)
    with clock.at(BEFORE + 7 * DAY):
        update(w.ann, w.hull, "More of Hull")
    come(MONDAY + 7 * DAY)
    assert "More of Hull" in texts(w.cora)[1]


def test_what_one_wants_to_hear_of_in_the_letter_comes_there_and_not_at_once(w):
    commands.choose_ways(reading(w.ann), {"answered": IN_LETTER})
    with clock.at(BEFORE):
        of_ann, of_ben = reflect(w.ann, w.hull, title="Of Ann"), reflect(w.ben, w.hull, title="Of Ben")
        for one in (of_ann, of_ben):
            answer(w.owen, one)
        worker.run(current_app, until_empty=True)
    assert [mail.person_id for mail in session().scalars(select(Mail).where(Mail.kind == "answered"))] == [w.ben.id]
    come()
    [text] = texts(w.ann)
    assert "Owen Pritchard answered your reflection: Of Ann" in " ".join(text.split())
    assert letters(w.ben) == []


def test_days_that_moved_come_to_those_who_look_after_the_place_as_they_chose(w):
    assert MILESTONE_MOVED.key == SLIPS_KEY
    assert [registry.type_of(SLIPS_KEY).how_for(reading(one), None) for one in (w.lea, w.owen)] == [AT_ONCE, IN_LETTER]
    with clock.at(BEFORE):
        make.slip(make.milestone(w.hull, name="Doors open"), None)
        worker.run(current_app, until_empty=True)
    assert [mail.person_id for mail in session().scalars(select(Mail).where(Mail.kind == SLIPS_KEY))] == [w.lea.id]
    come()
    assert letters(w.lea) == []
    for person in (w.owen, w.ann, w.cora):
        assert "Doors open" in texts(person)[0]


def test_other_mails_go_out_between_many_letters(w, monkeypatch):
    monkeypatch.setattr(rounds, "AT_ONCE", 4)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "For many", "public")
    come()
    assert len(list(session().scalars(select(Mail).where(Mail.kind == KEY)))) == 4
    for n in (1, 2):
        with clock.at(in_london(MONDAY, SEVEN) + n * rounds.BREATH):
            worker.run(current_app, until_empty=True)
    assert len({mail.person_id for mail in letters()}) == len(letters()) == 5  # Ben, Lea, Owen, Cora, Gone


def test_who_takes_back_an_unsubscribing_has_it_as_it_was(w):
    commands.choose_ways(reading(w.owen), {SLIPS_KEY: AT_ONCE})
    commands.turn_off(w.owen.id, SLIPS_KEY)
    commands.turn_on(w.owen.id, SLIPS_KEY)
    assert chosen_ways(w.owen.id) == {SLIPS_KEY: AT_ONCE}
    commands.turn_off(w.lea.id, SLIPS_KEY)
    commands.turn_on(w.lea.id, SLIPS_KEY)
    assert chosen_ways(w.lea.id) == {}


def test_it_costs_as_much_for_much_as_for_little(w, count_queries):
    def cost(day):
        write_only(day)
        _, external = worker.lanes()
        with clock.at(in_london(day, SEVEN)), count_queries() as asked:
            external.deliver(external.subscribers, LEASE)
        return asked

    for person in (w.ann, w.lea, w.dan, w.owen, w.ben, w.team):
        commands.choose_letter(reading(person), NEVER, 0)
    with clock.at(BEFORE):
        end_membership(OPERATOR, w.leaving)
        update(w.ann, w.hull, "One")
    few = cost(MONDAY)
    for n in range(12):
        follow(reading(w.cora), partnership=make.place(f"Place {n}"))
    with clock.at(BEFORE + 7 * DAY):
        for n in range(5):
            update(w.ann, w.hull, f"Update {n}")
            update(w.dan, w.leeds, f"Of Leeds {n}")
            done = make.action(w.ann, w.hull, "community", owner=w.ann)
            report(reading(w.ann), done, Report("done", "Well."))
    many = cost(MONDAY + 7 * DAY)
    assert len(letters(w.cora)) == 2
    reads = [one for one in many if one.lstrip().upper().startswith("SELECT")]
    assert len(many) == len(few), (few, many)
    assert len(reads) <= 14, reads  # claim, mail, reader, whether it is wanted: and eight of what moved


def test_a_worker_that_starts_appoints_the_next_letters_once(app):
    def coming():
        session().rollback()
        keys = select(DueRow.key).where(DueRow.fell_at.is_(None), DueRow.key.startswith("letters:"))
        return list(session().scalars(keys))

    with clock.at(in_london(MONDAY, SEVEN) + timedelta(minutes=1)):
        for _ in range(2):
            worker._appoint()
            assert coming() == [f"letters:{MONDAY + DAY}"]
        _break_off()
        worker._appoint()
        assert coming() == [f"letters:{MONDAY + DAY}"]


@transactional
def _break_off():
    session().query(DueRow).delete()


def test_who_had_switched_off_every_mail_gets_no_letter_until_they_choose_one(w):
    ann = reading(w.ann)
    offered = {one.key for one in registry.offered_to(ann)}
    commands.choose_ways(ann, dict.fromkeys(offered & choices.BEFORE_LETTERS, "never"))
    cora = reading(w.cora)
    commands.choose_ways(cora, {"answered": "never"})
    with clock.at(BEFORE):
        update(w.ben, w.hull, "We walked")
    come()
    assert (len(letters(w.ann)), len(letters(w.cora))) == (0, 1), "one box of several is no word about letters"
    assert choices.wishes_of(ann).how == "never"
    commands.choose_letter(ann, "weekly", 0)
    with clock.at(BEFORE + 7 * DAY):
        update(w.ben, w.hull, "We walked again")
    come(MONDAY + 7 * DAY)
    assert len(letters(w.ann)) == 1


def test_a_clock_that_was_ahead_once_stops_no_letter(w):
    session().merge(LetterReader(person_id=w.ann.id, last_day=MONDAY + 365 * DAY))
    session().commit()
    with clock.at(BEFORE):
        update(w.ben, w.hull, "We walked")
    come()
    assert len(letters(w.ann)) == 1
    come(minutes=5)
    assert len(letters(w.ann)) == 1


def test_days_that_came_while_a_clock_was_ahead_come_again(app):
    """For five seconds it was January: the letters of all days until then are still to come."""
    for day in (MONDAY + DAY, MONDAY + 40 * DAY):
        with clock.at(in_london(day, SEVEN) + timedelta(minutes=1)):
            assert worker._appoint()
            worker.run(app, until_empty=True)
    for day in (MONDAY + 2 * DAY, MONDAY + 3 * DAY):
        with clock.at(in_london(day, SEVEN) - timedelta(hours=2)):
            assert worker._appoint()
            due = select(DueRow.key).where(DueRow.fell_at.is_(None), DueRow.key == f"letters:{day}")
            assert session().scalar(due) is not None
        with clock.at(in_london(day, SEVEN) + timedelta(minutes=1)):
            worker.run(app, until_empty=True)
            fell = select(DueRow.fell_at).where(DueRow.key == f"letters:{day}")
            assert session().scalar(fell).date() == day


def test_a_round_that_comes_late_writes_to_nobody_who_has_a_later_letter(w):
    """What is left of Monday's, tried again after Tuesday's: nobody is written to a second time."""
    commands.choose_letter(reading(w.ben), DAILY, 0)
    with clock.at(BEFORE):
        update(w.ann, w.hull, "We walked")
    come(MONDAY + DAY)
    written = select(func.count()).select_from(Mail).where(Mail.kind == KEY, Mail.person_id == w.ben.id)
    before = session().scalar(written)
    assert before == 1

    @transactional
    def late():
        outbox.record(LettersToWrite(MONDAY.isoformat(), MONDAY.isoformat()))

    with clock.at(in_london(MONDAY + DAY, SEVEN) + timedelta(minutes=5)):
        late()
        worker.run(current_app, until_empty=True)
    assert session().scalar(written) == before


def test_a_letter_is_an_event_of_its_own_so_that_a_worker_of_before_leaves_it_alone(w):
    with clock.at(BEFORE):
        update(w.ben, w.hull, "We walked")
    write_only(MONDAY)
    waiting = (
        session()
        .execute(
            select(OutboxEvent.name, Delivery.subscriber)
            .join(Delivery, Delivery.event_id == OutboxEvent.id)
            .where(Delivery.done_at.is_(None))
        )
        .all()
    )
    assert ("LetterWritten", "letter-sender") in waiting
    kinds = session().scalars(select(Mail.kind).where(Mail.sent_at.is_(None))).all()
    assert [name for name, _ in waiting].count("LetterWritten") == kinds.count("what-moved")
