"""Who is told that they are mentioned: whoever may read it, once; and nothing opens to anybody by it."""

import pytest
from sqlalchemy import select

from lpcommunity.access import Refused
from lpcommunity.entries import rerendering
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.mention_marks import key_of
from lpcommunity.entries.models import Entry
from lpcommunity.mentions.commands import keep_mentions, keep_mentions_of
from lpcommunity.mentions.models import Mention
from lpcommunity.mentions.parts import register_part
from lpcommunity.mentions.policy import Reach
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds.mentioned import TYPE
from lpcommunity.notifications.queries import inbox
from lpcommunity.openings.commands import say
from lpcommunity.reflections.commands import edit_reflection, submit, take_back, write_reflection
from lpcommunity.reflections.models import Reflection
from lpcommunity.storage import session, transactional
from lpcommunity.updates.commands import edit_update, post_update
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.factories import reading
from tests.mentions.conftest import NAMES
from tests.reviews.world import new_key


def _content(world, *keys, more=""):
    text = f"Thanks to {', '.join(f'@{NAMES[key]}' for key in keys)}. {more}"
    people = {key_of(NAMES[key]): getattr(world, key).id for key in keys}
    return Content.written("The day", {"body": text}, mentions=people)


def _post(world, *keys, audience="community"):
    content = _content(world, *keys)
    return post_update(reading(world.ann), world.hull, new_key(), content, audience=audience, standing="on-track")


def _edit(world, entry, *keys, more=""):
    session().rollback()
    fresh = session().get_one(Update, entry.id)
    edit_update(reading(world.ann), fresh, _content(world, *keys, more=more), fresh.version, standing="on-track")
    return fresh


def test_who_is_mentioned_is_told_once_and_by_the_stronger_line(world, told, mails):
    _post(world, "ben", "cora", "eva", "ann")
    assert told(world.ben) == told(world.cora) == told(world.eva) == ["mentioned"]  # not that it was posted, besides
    assert told(world.sian) == told(world.owen) == ["update-posted"]
    assert told(world.ann) == told(world.other_ben) == []
    line = inbox(reading(world.cora)).lines[0]
    assert (line.words[0], line.words[1].text) == ("Ann Archer mentions you: ", "The day")
    written = mails()
    assert set(written) == {world.ben.email, world.cora.email, world.eva.email}
    mail = written[world.cora.email]
    assert mail.subject == "Ann Archer mentions you"
    assert "mentions you in an update of Hull" in mail.text
    assert "The day" not in mail.text + mail.html
    assert "Thanks" not in mail.text + mail.html


def test_nobody_is_told_who_may_not_read_it_then_or_later(world, told, mails):
    """A mention opens nothing, and neither does what becomes of the audience tell somebody late."""
    entry = _post(world, "ben", "cora", audience="partnership")
    assert told(world.cora) == []
    assert mails().keys() == {world.ben.email}
    change_entry_audience(reading(world.ann), session().get_one(Entry, entry.id), "community")
    _edit(world, entry, "ben", "cora", more="A word more.")
    assert "mentioned" not in told(world.cora)
    assert told(world.ben) == ["mentioned"]
    alone = _post(world, "ben", audience="me")
    told(world.ben)
    change_entry_audience(reading(world.ann), session().get_one(Entry, alone.id), "public")
    assert told(world.ben) == ["mentioned"]


def test_at_a_change_only_those_are_told_who_are_new_in_it_and_nobody_twice(world, told):
    entry = _post(world, "ben")
    assert told(world.sian) == ["update-posted"]
    _edit(world, entry, "ben", "sian")
    assert told(world.ben) == ["mentioned"]
    assert told(world.sian) == ["update-posted", "mentioned"]
    _edit(world, entry, "ben")
    _edit(world, entry, "ben", "sian")
    assert told(world.sian).count("mentioned") == 1
    rows = {one.person_id: (one.version, one.until_version) for one in session().scalars(select(Mention))}
    assert rows == {world.ben.id: (1, None), world.sian.id: (2, None)}


def test_what_was_narrowed_withdrawn_or_taken_out_meanwhile_is_told_to_nobody(world, told, mails):
    for entry, what in ((_post(world, "cora", "ben"), "narrowed"), (_post(world, "cora", "ben"), "withdrawn")):
        row = session().get_one(Entry, entry.id)
        if what == "narrowed":
            change_entry_audience(reading(world.ann), row, "partnership")
        else:
            withdraw_entry(reading(world.ann), row)
    _edit(world, _post(world, "cora", "ben"), "ben")
    assert told(world.cora).count("mentioned") == 0
    assert told(world.ben).count("mentioned") == 2
    assert mails().keys() == {world.ben.email}


def test_a_mail_that_waits_is_not_meant_once_its_reader_may_not_read_it_or_is_mentioned_no_more(world, told, mails):
    entry = _post(world, "cora", "eva")
    assert mails().keys() == {world.cora.email, world.eva.email}

    def meant(person):
        return TYPE.by_mail.still_meant(MailWritten(1, entry.id), reading(person))

    assert meant(world.cora)
    assert meant(world.eva)
    assert not meant(world.sian)
    _edit(world, entry, "cora")
    assert not meant(world.eva)
    change_entry_audience(reading(world.ann), session().get_one(Entry, entry.id), "partnership")
    assert not meant(world.cora)
    assert inbox(reading(world.cora)).lines == []


def test_a_confidence_reaches_whom_it_reaches_and_a_mention_opens_it_to_no_newcomer(world, told, mails):
    content = _content(world, "owen", "ben", "cora", "ruth")
    reflection = write_reflection(
        reading(world.ann), world.hull, new_key(), content, cycle="free", audience="facilitators", submit=True
    )
    assert "mentioned" in told(world.owen)
    assert {"mentioned"} & {*told(world.ben), *told(world.cora), *told(world.ruth)} == set()
    assert mails().keys() == {world.owen.email}
    term = make.belongs(world.ruth, world.hull, "facilitator")
    assert say(reading(world.ann), {(reflection.id, term.id): True}) == 1
    assert "mentioned" not in told(world.ruth)


def test_what_is_written_while_it_is_a_draft_tells_nobody_and_keeps_no_other_line_from_them(world, told):
    reflection = write_reflection(
        reading(world.ann), world.hull, new_key(), _content(world), cycle="free", audience="facilitators", submit=True
    )
    take_back(reading(world.ann), session().get_one(Reflection, reflection.id))
    draft = session().get_one(Reflection, reflection.id)
    edit_reflection(reading(world.ann), draft, _content(world, "owen"), draft.version, cycle="free")
    submit(reading(world.ann), session().get_one(Reflection, reflection.id), "partnership")
    assert "mentioned" not in told(world.owen)
    assert "reflection-shared" in told(world.owen)


def test_one_version_is_told_from_one_transaction_and_a_second_click_tells_nobody(world, told):
    key, content = new_key(), _content(world, "ben")
    for _ in range(2):
        post_update(reading(world.ann), world.hull, key, content, audience="community", standing="on-track")
    assert told(world.ben) == ["mentioned"]
    assert len(list(session().scalars(select(Mention)))) == 1


def test_a_text_below_an_entry_tells_its_readers_alone(world, told, mails):
    """As comments do: for fewer people than the entry, with an address of its own."""
    register_part("note", "/notes/{}".format, lambda _reader, _number: True)
    entry = _post(world)

    @transactional
    def comment(actor):
        html = _content(world, "ben", "cora", "ann").body_html
        keep_mentions(actor, html, Reach.of(entry, "partnership"), 1, "note-31")

    comment(reading(world.sian))
    assert "mentioned" in told(world.ben)
    assert "mentioned" in told(world.ann)
    assert "mentioned" not in told(world.cora)
    line = next(one for one in inbox(reading(world.ben)).lines if one.type.key == "mentioned")
    assert line.words[1].path == "/notes/31"
    assert "/notes/31" in mails()[world.ben.email].text
    assert "below an update of Hull" in mails()[world.ben.email].text


def test_rendering_everything_anew_keeps_who_is_mentioned_and_tells_nobody(world, told):
    entry = _post(world, "ben", "other_ben", "sian")  # of two of one name the last was meant
    before = session().get_one(Entry, entry.id).body_html
    assert f'href="/people/{world.other_ben.id}"' in before
    assert sum(step.changed for step in rerendering.steps()) == 0
    session().rollback()
    assert session().get_one(Entry, entry.id).body_html == before
    assert told(world.other_ben) == ["mentioned"]


def test_only_its_author_has_the_mentions_of_an_entry_kept(world):
    entry = _post(world, "ben")
    with pytest.raises(Refused):
        keep_mentions_of(reading(world.sian), session().get_one(Entry, entry.id))
