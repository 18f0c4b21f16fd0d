"""What is over goes after its time, and nothing else does; in small steps that may end at any point."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from lpcommunity.access.models import Attempt, AuditRecord, RateCounter
from lpcommunity.accounts.models import EmailChange, PasswordReset, SignInSession
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.attachments.models import Attachment
from lpcommunity.comments.models import ConversationLook
from lpcommunity.drafts.commands import discard_draft, save_draft
from lpcommunity.drafts.models import Draft
from lpcommunity.following.models import Visit
from lpcommunity.help_requests.models import HelpAsking, HelpRequest
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.invitations.models import Invitation
from lpcommunity.moderation.models import CaseStep, Report, ReportedText
from lpcommunity.notifications.models import LetterReader, Mail, Notification
from lpcommunity.outbox.models import Delivery, DueRow, OutboxEvent
from lpcommunity.retention import commands
from lpcommunity.retention.rules import FOUND, NUMBER, RULES
from lpcommunity.search.models import RecentSearch
from lpcommunity.storage import Base, clock, now, session, transactional
from tests import factories as make
from tests.factories import reading

KEY = "7cd6cf2e-86ad-4a5b-a9a3-{:012}"


@transactional
def _put(row):
    session().add(row)
    session().flush()
    return row


def _count(table) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0


def _all() -> dict[str, int]:
    found = {name: _count(table) for name, table in Base.metadata.tables.items()}
    session().rollback()
    return found


def _tidy(app, **days):
    session().rollback()
    settings = {**app.config, **days}
    gone: dict[str, int] = {}
    for step in commands.steps(settings):
        gone[step.rule] = gone.get(step.rule, 0) + step.gone
    return {name: number for name, number in gone.items() if number}


def _event(at, done=None, dead=None, deliver=True):
    event = _put(OutboxEvent(name="Rang", payload={}, occurred_at=at))
    if deliver:
        _put(Delivery(event_id=event.id, subscriber="bell", run_at=at, done_at=done, dead_at=dead))
    return event.id


def _mail(n, at, **more):
    words = {"kind": "k", "to": "a@example.org", "subject": "s", "text": "t", "html": "h"}
    return Mail(message_id=f"<{n}@x>", written_at=at, **words, **more)


def _told(person_id, event_id, at, read=None):
    return Notification(
        person_id=person_id, event_id=event_id, type="joined", reason="member", told_at=at, read_at=read
    )  # fmt: skip


def _of_each(person_id: int, at, n: int) -> None:
    """One row of each sort that is over, of which the time ended at this moment."""
    _put(SignInSession(key_hash=f"k{n}", person_id=person_id, started_at=at, seen_at=at, confirmed_at=at, ended_at=at))
    _put(PasswordReset(person_id=person_id, nonce="n", asked_at=at, expires_at=at))
    addresses = {"new_email": "n@example.org", "old_email": "o@example.org"}
    _put(EmailChange(person_id=person_id, nonce="n", asked_at=at, expires_at=at, **addresses))
    _put(Attempt(key="k", at=at))
    _put(RateCounter(key=f"k{n}", began_at=at, count=1))
    _put(Invitation(email="i@x.org", role="evaluator", nonce="n", invited_at=at, sent_at=at, expires_at=at))
    _put(_told(person_id, _event(at, deliver=False), at, read=at))
    _put(_told(person_id, _event(at, deliver=False), at))
    _put(_mail(f"sent-{n}", at, sent_at=at))
    _put(_mail(f"parked-{n}", at, failed_at=at))
    _event(at, done=at)
    _event(at, dead=at)
    _put(DueRow(key=f"k:{n}", event="Rang", payload={}, due_at=at, fell_at=at))
    _put(LetterReader(person_id=person_id if n == 1 else make.person().id, told_until=at))
    where = make.place(f"Place {n}")
    _put(Visit(person_id=person_id, partnership_id=where.id, looked_at=at))
    _put(RecentSearch(person_id=person_id, words=f"w{n}", at=at))
    asks = make.update(make.person(), where)
    request = HelpRequest(entry_id=asks.id, question="What?", state="open", asked_at=at, since=at, words="")
    _put(request)
    _put(HelpAsking(request_id=request.id, person_id=person_id, asker_id=asks.author_id, suggested_at=at))
    _put(ConversationLook(person_id=asks.author_id, entry_id=asks.id, looked_at=at))
    case = ReportedText(about="comment", about_id=n, entry_id=asks.id, author_id=asks.author_id, decision="left")
    _put(case)
    sent = {"meant_for": "moderators", "why": "other", "words": "", "title": "", "html": "", "author": ""}
    _put(Report(case_id=case.id, reporter_id=person_id, reported_at=at, decided_at=at, **sent))
    _put(CaseStep(case_id=case.id, act="left", actor_id=person_id, words="", said_for="moderators", at=at, over_at=at))
    hidden = ReportedText(
        about="comment", about_id=n + 100, entry_id=asks.id, author_id=asks.author_id, decision="hidden"
    )  # fmt: skip
    _put(hidden)
    _put(Report(case_id=hidden.id, reporter_id=person_id, reported_at=at, decided_at=at, **{**sent, "author": "A"}))
    three = {"introducer_id": person_id, "one_id": asks.author_id, "other_id": make.person().id}
    _put(PeopleIntroduction(why="Why", made_at=at, idempotency_key=KEY.format(n), **three))
    draft = {"path": "/home", "fields": {}, "started_at": at, "saved_at": at, "subject": "entry:1"}
    _put(Draft(idempotency_key=KEY.format(n), person_id=person_id, spent_at=at, **draft))
    file = {"kind": "document", "name": "n.txt", "media_type": "text/plain", "size": 1, "blob_key": "0" * 64}
    _put(Attachment(owner_id=person_id, idempotency_key=KEY.format(n + 50), added_at=at, **file))


def test_each_sort_goes_after_its_days_and_not_before(app):
    began = now()
    _of_each(make.person().id, began, 1)
    _event(began, deliver=False)
    for name, rule in RULES.items():
        days = app.config[rule.setting]
        for late, found in ((timedelta(minutes=-1), 0), (timedelta(minutes=1), 1)):
            with clock.at(began + timedelta(days=days) + late):
                assert len(commands._found(name, now() - timedelta(days=days))) == found, name
    with clock.at(began + timedelta(days=1000)):
        gone = _tidy(app)
    assert gone == {**dict.fromkeys(RULES, 1), "events": 5}


def test_what_is_not_over_stays_for_ever(app):
    person, place = make.person(), make.place()
    make.belongs(person, place)
    make.update(person, place)
    make.reflection(person, place, "me")
    me = reading(person)
    with clock.at(now() - timedelta(days=3000)):
        save_draft(me, KEY.format(1), "entry:1", "/home", "Half a thought", {"body": ["Half a thought"]})
        add_attachment(me, KEY.format(1), "notes.txt", b"Beside it")
        _put(_mail("waiting", now()))
        _event(now())
        _put(DueRow(key="waits", event="Rang", payload={}, due_at=now()))
        _put(_told(person.id, _event(now(), deliver=False), now()))
    _put(SignInSession(key_hash="k", person_id=person.id, started_at=now(), seen_at=now(), confirmed_at=now()))
    before = _all()
    assert _tidy(app, KEEP_UNREAD_NOTIFICATIONS_DAYS=36_500) == {}
    assert _all() == before


def test_an_event_stays_as_long_as_somebody_is_still_to_be_told_or_a_line_names_it(app):
    person, old = make.person(), now() - timedelta(days=400)
    for done in (None, now(), old):
        _event(old, done=done)
    _put(_told(person.id, _event(old, done=old), old, read=now()))
    assert _tidy(app) == {"deliveries": 2, "events": 1}
    with clock.at(now() + timedelta(days=200)):
        assert _tidy(app) == {"read-notifications": 1, "deliveries": 1, "events": 2}
    assert (_count(OutboxEvent), _count(Delivery)) == (1, 1)


def test_a_draft_thrown_away_lets_go_of_its_mark_and_a_form_left_open_of_its_file(app):
    me = reading(make.person())
    save_draft(me, KEY.format(1), "entry:1", "/home", "x", {"body": ["x"]})
    discard_draft(me, KEY.format(1))
    add_attachment(me, KEY.format(2), "notes.txt", b"Never sent")
    with clock.at(now() + timedelta(days=30)):
        assert _tidy(app) == {}
    with clock.at(now() + timedelta(days=32)):
        assert _tidy(app) == {"spent-drafts": 1, "form-files": 1}


def test_it_goes_in_steps_and_goes_on_where_it_ended(app, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 3)
    old = now() - timedelta(days=9)
    for _ in range(8):
        _put(Attempt(key="k", at=old))
    steps: Any = commands.steps(app.config)
    assert [next(steps).gone, next(steps).gone] == [3, 3]
    steps.close()
    assert _count(Attempt) == 2
    assert _tidy(app) == {"attempts": 2}


def test_what_was_taken_up_again_meanwhile_stays(app):
    old = now() - timedelta(days=400)
    _event(old, dead=old)
    before = now() - timedelta(days=90)
    ids = commands._found("dead-deliveries", before)

    @transactional
    def retry():
        session().get(Delivery, ids[0]).dead_at = None

    session().rollback()
    retry()
    assert commands._remove(RULES["dead-deliveries"], before, ids) == 0
    assert _count(Delivery) == 1


def test_the_audit_record_is_no_part_of_it(app):
    with clock.at(now() - timedelta(days=3000)):
        make.belongs(make.person(), make.place())
    there = _count(AuditRecord)
    _tidy(app)
    assert _count(AuditRecord) == there > 0


def test_the_check_says_what_would_go_and_changes_nothing(app, runner):
    person = make.person()
    _of_each(person.id, now() - timedelta(days=2000), 1)
    before = _all()
    said = runner("tidy", "--check")
    assert said.exit_code == 0, said.output
    assert _all() == before
    lines = {line.split("(KEEP")[0].strip() for line in said.output.splitlines()}
    assert "1  failed attempts: kept for 2 days" in lines
    assert "1  e-mails that were sent: kept for 90 days" in lines
    for rule in RULES.values():
        assert f"{rule.what}: kept for {app.config[rule.setting]} day" in said.output
        assert f"({rule.setting})" in said.output
    done = runner("tidy")
    assert done.exit_code == 0, done.output
    assert "1  failed attempts" in done.output
    assert runner("tidy").output == "Nothing was over.\n"
    assert "Audit" not in done.output


def test_every_sort_is_counted():
    assert set(NUMBER) == set(RULES) == set(FOUND)
