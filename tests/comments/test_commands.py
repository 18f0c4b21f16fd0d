"""Saying something, replying, changing, taking back, quoting; closing a conversation."""

import threading

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, Refused
from lpcommunity.comments import closing, commands, queries, single_comments
from lpcommunity.comments.counts import counts_for
from lpcommunity.comments.models import Comment
from lpcommunity.comments.presenters import Span, talk_of
from lpcommunity.comments.quoted_words import quoted_in
from lpcommunity.comments.words import Quotation, Words, quotation
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.people.models import Person
from lpcommunity.storage import db, session
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.factories import reading

BODY = "What happened, in a sentence."


def talk(who, entry):
    return queries.talk(reading(who), entry.id)


def test_a_form_sent_twice_is_one_comment(w):
    first, second = (w.say(w.ruth, key="one") for _ in range(2))
    assert first.id == second.id
    assert counts_for(reading(w.mia), [w.update.id]) == {w.update.id: 1}
    events = session().scalars(select(OutboxEvent.name).where(OutboxEvent.name == "CommentPosted"))
    assert len(list(events)) == 1
    with pytest.raises(Refused):
        w.say(w.mia, key="one")  # the key of somebody else


def test_twenty_at_once_are_counted_without_loss(w, app):
    update_id, people = w.update.id, [w.ruth.id, w.mia.id, w.leo.id, w.owen.id]

    def say(n):
        with app.app_context():
            entry = session().get(Update, update_id)
            who = session().get(Person, people[n % 4])
            commands.post_comment(
                reading(who), entry, f"at-once-{n // 2}-{n % 4 // 2}", Words.written(f"Number {n // 2}")
            )
            db.session.remove()

    session().commit()
    threads = [threading.Thread(target=say, args=(n,)) for n in range(0, 20, 2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert counts_for(reading(w.mia), [update_id]) == {update_id: 10}


def test_nobody_says_anything_where_they_may_not_read_or_do_not_belong(w):
    ours = make.update(w.amina, w.bedford, "partnership")
    public = make.update(w.amina, w.bedford, "public")
    confided = make.reflection(w.amina, w.bedford)
    only_me = make.update(w.amina, w.bedford, "me")
    withdrawn = make.update(w.amina, w.bedford, state="withdrawn")
    for who, entry in (
        (w.ruth, ours), (w.nina, public), (w.owen, confided), (w.amina, confided), (w.amina, only_me),
        (w.amina, withdrawn), (w.mia, withdrawn), (w.tess, ours),
    ):  # fmt: skip
        with pytest.raises(Refused):
            w.say(who, entry=entry)


def test_below_a_confided_update_its_author_and_the_facilitators_talk(w):
    confided = make.update(w.amina, w.bedford, "facilitators")
    w.say(w.owen, "What would it take?", entry=confided)
    w.say(w.amina, "A yes from the landlord.", entry=confided)
    assert [len(talk(who, confided)) for who in (w.amina, w.owen, w.leo, w.fay, w.tess)] == [2, 2, 0, 0, 0]


def test_empty_and_endless_texts_are_refused(w):
    for body, code in (("  ", "comment-empty"), ("![](/nothing)", "comment-empty"), ("a" * 10_001, "comment-too-long")):
        with pytest.raises(Invalid) as refused:
            w.say(w.ruth, body)
        assert refused.value.code == code


def test_withdrawn_its_place_stays_and_its_words_go(w):
    comment = w.say(w.ruth, "Out of turn.")
    reply = w.say(w.mia, "No harm done.", parent=comment)
    for _ in range(2):
        commands.withdraw_comment(reading(w.ruth), comment, w.update)
    lines = talk(w.mia, w.update)
    assert [(line.id, line.html, line.is_withdrawn) for line in lines] == [
        (comment.id, "", True), (reply.id, '<p dir="auto">No harm done.</p>\n', False)
    ]  # fmt: skip
    assert counts_for(reading(w.mia), [w.update.id]) == {w.update.id: 1}
    assert single_comments.versions(reading(w.mia), comment.id) == []
    [mine], _ = single_comments.own_comments(reading(w.ruth))
    assert "Out of turn." in mine.html
    with pytest.raises(Refused):
        commands.withdraw_comment(
            reading(w.amina), reply, w.update
        )  # the author of the entry takes back nobody's words
    with pytest.raises(Invalid, match="withdrawn"):
        w.say(w.mia, parent=comment)


def test_changed_by_its_author_alone_and_not_over_another_window(w):
    comment = w.say(w.ruth, "First.")
    with pytest.raises(Refused):
        commands.change_comment(reading(w.amina), comment, w.update, Words.written("Mine."), 1)
    commands.change_comment(reading(w.ruth), comment, w.update, Words.written("Second."), 1)
    same = commands.change_comment(reading(w.ruth), comment, w.update, Words.written("Second."), 1)
    assert same.version == 2
    with pytest.raises(commands.CommentConflict):
        commands.change_comment(reading(w.ruth), comment, w.update, Words.written("Third."), 1)


def test_the_author_or_a_lead_closes_with_a_reason_and_opens_again(w):
    w.say(w.ruth)
    for who in (w.mia, w.ruth, w.owen, w.tess):
        with pytest.raises(Refused):
            closing.close_conversation(reading(who), w.update, "Enough.")
    with pytest.raises(Invalid):
        closing.close_conversation(reading(w.leo), w.update, "  ")
    closing.close_conversation(reading(w.leo), w.update, "We go on in the other one.")
    with pytest.raises(Invalid, match="closed"):
        w.say(w.ruth, "Too late.")
    [line] = talk(w.ruth, w.update)
    with pytest.raises(Invalid, match="closed"):
        commands.change_comment(
            reading(w.ruth), single_comments.row(line.id), w.update, Words.written("Too late, too."), 1
        )
    shown = queries.closed(reading(w.eva), w.update.id)
    assert (shown.reason, shown.name) == ("We go on in the other one.", "Leo Lead")
    with pytest.raises(Refused):
        closing.open_conversation(reading(w.ruth), w.update)
    closing.open_conversation(reading(w.amina), w.update)
    w.say(w.ruth, "In time.")
    assert len(talk(w.mia, w.update)) == 2


def test_the_reason_stays_with_those_for_whom_it_was_written(w, changed_audience):
    ours = make.update(w.amina, w.bedford, "partnership")
    closing.close_conversation(reading(w.amina), ours, "Between us.")
    changed_audience(w.amina, ours, "public")
    assert queries.closed(reading(w.mia), ours.id).reason == "Between us."
    shown = queries.closed(reading(w.ruth), ours.id)
    assert (shown.reason, shown.name) == (None, None)


def test_quoted_words_stand_in_that_version(w):
    quote = Quotation(1, "happened, in a")
    comment = w.say(w.ruth, "This.", quotation=quote)
    assert quoted_in(reading(w.mia), [comment.id])[comment.id].words == "happened, in a"
    again = w.say(w.mia, "And this.", quotation=Quotation(1, "This", comment.id))
    assert quoted_in(reading(w.eva), [again.id])[again.id].name == "Ruth Adeyemi"
    for wrong in (Quotation(1, "never said"), Quotation(2, "happened"), Quotation(1, "This", 999_999)):
        with pytest.raises(Invalid, match="quote"):
            w.say(w.mia, "That.", quotation=wrong)


def test_who_may_not_read_the_source_sees_no_words_and_not_that_there_are_any(w, changed_audience):
    ours = make.update(w.amina, w.bedford, "partnership")
    first = w.say(w.mia, "Said among us.", entry=ours)
    changed_audience(w.amina, ours, "community")
    quoting = [
        w.say(w.leo, "That.", entry=ours, quotation=Quotation(1, BODY)),  # of the version for the partnership
        w.say(w.leo, "And that.", entry=ours, quotation=Quotation(1, "Said among us.", first.id)),
    ]
    ids = [one.id for one in quoting]
    assert set(quoted_in(reading(w.mia), ids)) == set(ids)
    assert quoted_in(reading(w.ruth), ids) == {}
    with pytest.raises(Invalid):
        w.say(w.ruth, "I guess.", entry=ours, quotation=Quotation(1, "Said among us.", first.id))
    commands.withdraw_comment(reading(w.mia), first, ours)
    assert set(quoted_in(reading(w.mia), ids)) == {ids[0]}  # what is withdrawn is quoted no longer


def test_what_a_form_says_that_it_quotes():
    assert quotation("entry:3", " words ") == Quotation(3, "words")
    assert quotation("comment:81:2", "words") == Quotation(2, "words", 81)
    for source in ("", "entry", "entry:x", "comment:1", "entry:1:2", "entry:٣", "entry:99999999999"):
        assert quotation(source, "words") is None
    assert quotation("entry:3", " ") is None
    assert Quotation(2, "words", 81).source == "comment:81:2"


def test_old_and_odd_places_begin_at_the_beginning():
    for cursor in ("", "1", "1-2-3", "a-b", "-1-2", "99999999999-1", "١-٢"):
        assert queries.place_in_talk(cursor) == queries.START
    assert queries.place_in_talk("81-85") == queries.At(81, 85)


def test_a_page_has_thirty_and_each_comment_is_found_on_one(w):
    threads = [w.say(w.ruth, f"Thread {n}") for n in range(20)]
    replies = [w.say(w.mia, f"Reply {n}", parent=threads[3]) for n in range(70)]
    everything, start = [], queries.START
    while True:
        lines = queries.talk(reading(w.eva), w.update.id, start)
        everything += lines[: queries.PAGE]
        if len(lines) <= queries.PAGE:
            break
        assert queries.earlier(reading(w.eva), w.update.id, lines[queries.PAGE].at).start == start
        start = lines[queries.PAGE].at
    assert [line.id for line in everything] == [
        *(one.id for one in threads[:4]), *(one.id for one in replies), *(one.id for one in threads[4:])
    ]  # fmt: skip
    for comment in [*threads, *replies]:
        at = queries.At(comment.thread_id, comment.id)
        page = queries.talk(reading(w.eva), w.update.id, queries.page_of(reading(w.eva), w.update.id, at))
        assert comment.id in {line.id for line in page[: queries.PAGE]}
        shown = [line.id for line in page[: queries.PAGE]]
        number = [line.id for line in everything].index(comment.id)
        assert shown.index(comment.id) >= min(number, 10), "one sees what was said before it"
    assert session().query(Comment).count() == 90


def test_a_page_says_which_of_how_many_it_shows(w):
    def talk(at=queries.START):
        return talk_of(reading(w.eva), w.update, "/updates/1", at)

    said = [w.say(w.ruth, f"Comment {n}") for n in range(30)]
    assert talk().span is None, "all of them"
    said += [w.say((w.ruth, w.mia)[n % 2], f"Comment {30 + n}") for n in range(40)]
    assert talk().span == Span(1, 30, 70)
    second = talk(talk().next)
    assert (second.span, second.before) == (Span(31, 60, 70), queries.START)
    third = talk(second.next)
    assert (third.span, third.before) == (Span(61, 70, 70), queries.At(said[30].thread_id, said[30].id))

    commands.withdraw_comment(reading(w.ruth), said[0], w.update)  # its place stays, and is not counted
    commands.withdraw_comment(reading(w.ruth), said[62], w.update)
    assert talk(talk().next).span == Span(30, 59, 68)
    last = queries.page_of(reading(w.eva), w.update.id, queries.At(said[69].thread_id, said[69].id))
    assert talk(last).span == Span(49, 68, 68)
    said += [w.say(w.ruth, f"Comment {70 + n}") for n in range(40)]
    middle = queries.page_of(reading(w.eva), w.update.id, queries.At(said[65].thread_id, said[65].id))
    assert talk(middle).span == Span(None, None, 108), "nobody counts those before"
