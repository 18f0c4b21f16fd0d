"""Who is told that something was said: whom the form named beforehand, as far as they may read it by then."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access.reader import Reader
from lpcommunity.comments import commands, policy
from lpcommunity.comments.models import Comment
from lpcommunity.comments.participants import circle_of, circle_to_come, participants, to_be_told
from lpcommunity.comments.words import Words
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.storage import now, session, transactional
from tests import factories as make
from tests.comments.test_readers import scatter
from tests.factories import reading
from tests.factories.world import READERS, parted
from tests.harness.writing_form import Form, main_of


def told(w, comment_of=None):
    """Who has a line about a conversation, by first name, and why."""
    worker.run(w.app, until_empty=True)
    names = {one.id: name for name, one in vars(w).items() if hasattr(one, "sort_name") and hasattr(one, "email")}
    lines = session().scalars(select(Notification).where(Notification.type == "commented").order_by(Notification.id))
    return [(names[line.person_id], line.reason) for line in lines]


@transactional
def read_all():
    """Everybody reads what is in their inbox."""
    session().query(Notification).update({"read_at": now()})


def test_one_line_waits_for_each_conversation_and_one_for_each_reply(w):
    first = w.say(w.ruth)
    other = make.update(w.amina, w.bedford)
    w.say(w.ruth, entry=other)
    assert told(w) == [("amina", "author")] * 2
    w.say(w.mia)
    w.say(w.leo)
    assert told(w)[2:] == [("ruth", "took-part"), ("mia", "took-part")]
    w.say(w.leo, parent=first)
    assert told(w)[4:] == [("ruth", "replied-to")]
    read_all()
    w.say(w.leo)
    assert sorted(told(w)[5:]) == [("amina", "author"), ("mia", "took-part"), ("ruth", "took-part")]


def test_the_author_and_whoever_took_part_are_told_and_by_no_mail(w):
    first = w.say(w.ruth)
    assert told(w) == [("amina", "author")]
    w.say(w.mia, parent=first)
    assert told(w)[1:] == [("ruth", "replied-to")]
    w.say(w.amina)
    assert told(w)[2:] == [("mia", "took-part")]  # for Ruth a line waits
    assert session().query(Mail).filter(Mail.kind == "commented").count() == 0


def test_nobody_is_told_who_may_not_read_it_any_more(w, changed_audience):
    w.say(w.ruth)
    w.say(w.mia)
    changed_audience(w.amina, w.update, "partnership")
    w.say(w.leo, "Between us.")
    assert ("ruth", "took-part") not in told(w)


def test_withdrawn_before_anybody_was_told_nobody_is(w):
    comment = w.say(w.ruth)
    commands.withdraw_comment(reading(w.ruth), comment, w.update)
    assert told(w) == []


def test_the_line_leads_to_the_comment_and_quotes_nothing(w):
    comment = w.say(w.ruth, "Words of mine.")
    told(w)
    page = main_of(w.at(w.amina).text("/notifications"))
    assert f'href="/comments/{comment.id}"' in page
    assert "Ruth Adeyemi commented on" in page
    assert "Words of mine" not in page


def test_the_form_names_whom_the_worker_tells(w):
    ours = make.update(w.amina, w.bedford, "partnership")
    for who in (w.mia, w.owen):
        w.say(who, entry=ours)
    beforehand = to_be_told(circle_to_come(reading(w.leo), ours)).people
    comment = w.say(w.leo, entry=ours)
    assert participants(circle_of(reading(w.leo), comment, ours)) == beforehand
    assert sorted(one.first_name for one in beforehand) == ["Amina", "Mia", "Owen"]


def mentioned(w):
    """Who has a line that they are mentioned, by first name."""
    worker.run(w.app, until_empty=True)
    names = {one.id: name for name, one in vars(w).items() if hasattr(one, "sort_name") and hasattr(one, "email")}
    lines = session().scalars(select(Notification).where(Notification.type == "mentioned").order_by(Notification.id))
    return [names[line.person_id] for line in lines]


def test_whoever_is_mentioned_is_told_once_and_of_that_alone(w):
    w.say(w.mia)
    told(w)
    read_all()
    answer = Form(w.at(w.ruth), f"/updates/{w.update.id}/comments").send(body="@Mia Member and @Eva Evaluator, look.")
    assert answer.status_code == 303
    comment = session().scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert f'<a class="lp-mention" href="/people/{w.mia.id}"' in comment.body_html
    assert mentioned(w) == ["mia", "eva"]
    assert told(w)[1:] == [("amina", "author")]  # and Mia reads of it once
    page = Form(w.at(w.ruth), f"/comments/{comment.id}/edit")
    page.send(body="@Mia Member, @Eva Evaluator and @Leo Lead, look.")
    assert mentioned(w) == ["mia", "eva", "leo"]


def test_a_mention_opens_nothing_and_tells_nobody_who_may_not_read_it(w):
    ours = make.update(w.amina, w.bedford, "partnership")
    page = Form(w.at(w.mia), f"/updates/{ours.id}/comments")
    answer = page.send(body="@Ruth Adeyemi and @Leo Lead know.")
    assert answer.status_code == 303
    assert "Ruth Adeyemi is not told that you mention them" in page.visitor.text(f"/updates/{ours.id}")
    assert mentioned(w) == ["leo"]
    assert w.at(w.ruth).get(f"/updates/{ours.id}").status_code == 404


def test_in_a_comment_that_stayed_with_few_only_these_are_told(w, changed_audience):
    """Opened to everybody while the worker was away: the comment is for the partnership still."""
    ours = make.update(w.amina, w.bedford, "partnership")
    parent = w.say(w.mia, entry=ours)
    changed_audience(w.amina, ours, "public")
    form = Form(w.at(w.leo), f"/updates/{ours.id}/comments?parent={parent.id}")
    form.send(body="@Ruth Adeyemi and @Owen Pryce, see above.")
    assert mentioned(w) == ["owen"]


def test_withdrawn_its_mail_is_sent_no_more(w):
    Form(w.at(w.ruth), f"/updates/{w.update.id}/comments").send(body="@Leo Lead, look.")
    comment = session().scalars(select(Comment)).one()
    commands.withdraw_comment(reading(w.ruth), comment, w.update)
    assert mentioned(w) == []


def test_nobody_is_named_of_whom_the_writer_reads_no_comment(w, changed_audience):
    """A confided conversation, opened step by step: who spoke in it is as confided as what they said."""
    ours = make.update(w.amina, w.bedford, "facilitators")
    w.say(w.owen, entry=ours)
    w.say(w.amina, entry=ours)
    changed_audience(w.amina, ours, "partnership")
    w.say(w.leo, entry=ours)
    changed_audience(w.amina, ours, "community")
    for who, names in ((w.mia, "Amina and Leo"), (w.ruth, "Amina"), (w.tess, "Amina"), (w.owen, "Amina and Leo")):
        for path in (f"/updates/{ours.id}", f"/updates/{ours.id}/comments"):
            assert f"<p>{names} {'are' if ' and ' in names else 'is'} told of it here" in w.at(who).text(path), who.name
    told(w)
    read_all()
    page = Form(w.at(w.ruth), f"/updates/{ours.id}/comments")
    page.send(body="From elsewhere.")
    assert "Amina is told of it here" in page.visitor.text(f"/updates/{ours.id}")
    worker.run(w.app, until_empty=True)
    told_by_ruth = (Notification.type == "commented", Notification.actor_id == w.ruth.id)
    assert list(session().scalars(select(Notification.person_id).where(*told_by_ruth))) == [w.amina.id]


def test_whom_a_form_names_is_whose_comments_its_writer_reads_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    # In a few worlds nobody said anything where somebody else may.
    assert any(_names_whose_comments_are_read(one) for one in range(seed, seed + 5)), f"seed {seed}"


def _names_whose_comments_are_read(seed):
    """Whether anybody is named at all in the world of this seed."""
    world = scatter(seed)
    said = session().query(Comment).filter_by(state="published").all()
    asked = 0
    for reader in world.readers():
        for entry in world.entries:
            if not isinstance(reader, Reader) or not policy.can_comment(reader, entry):
                continue
            circle = circle_to_come(reader, entry)
            found = {one.person_id for one in participants(circle) if not one.entry_author}
            assert to_be_told(circle).people == participants(circle), f"seed {seed}, {reader}, {entry.id}"
            read = {one.author_id for one in said if one.entry_id == entry.id and policy.is_told(reader, one)}
            assert found <= read, f"seed {seed}, {reader}, {entry.id}"
            asked += len(found)
    return asked > 0


def test_who_joins_later_is_told_of_nothing_that_was_said_before(w):
    """The worker was away meanwhile."""
    w.say(w.ruth)
    w.say(w.mia)
    assert ("mia", "took-part") not in told(w)


@pytest.mark.parametrize("audience", ["facilitators", "partnership", "community", "public"])
def test_of_those_who_took_part_only_its_readers_are_told(begin_with, audience):
    """Everybody said something while it was public; then it is for fewer."""
    world = begin_with(parted)
    entry = make.update(world.someone("author"), world.here, "public")
    said = 0
    for person in world.people.values():
        reader = reading(person)
        if person is not None and reader.in_community:
            said += 1
            commands.post_comment(reader, entry, f"said-{said}", Words.written("Said."))
    circle = circle_to_come(reading(world.someone("lead here")), entry)
    kinds = {person.id: kind for kind, person in world.people.items() if person is not None}
    narrower = replace(circle, audience=audience, confided_at=entry.published_at)
    found = {kinds[one.person_id] for one in participants(narrower)}
    community = READERS["community"] | {"author"}
    assert to_be_told(narrower).people == participants(narrower)
    assert found == ((READERS[audience] | {"author"}) & community) - {"lead here"}
