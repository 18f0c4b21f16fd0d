"""What is hidden is its author's alone, on every way out, until its words are changed; and what follows from that."""

import re

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, Refused
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.comments import commands as comments
from lpcommunity.comments.counts import counts_for, recount, spans
from lpcommunity.comments.words import Quotation, Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AudiencePeriod
from lpcommunity.entries.policy import can_read
from lpcommunity.moderation import queries
from lpcommunity.moderation.models import MODERATORS
from lpcommunity.search.models import Searchable
from lpcommunity.storage import session
from lpcommunity.updates.commands import edit_update, post_update
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.matrix.canaries import drawn_picture
from tests.moderation.conftest import WHY


def posted(w, audience="community", body="canary-hidden is what we think."):
    words = Content.written("canary-hidden", {"body": body})
    return post_update(
        reading(w.amina), w.bedford, signed_forms.new_key(), words, audience=audience, standing="on-track",
        help_wanted="Who knows canary-hidden?",
    )  # fmt: skip


def hidden(w, audience="community"):
    """An update of Amina's that Mo hid, and its case."""
    made = posted(w, audience)
    case = w.report(w.ruth if audience in ("community", "public") else w.leo, f"update:{made.id}")
    w.decide(w.mo, case, "hidden")
    session().refresh(made)
    return made, case


def changed(w, made, body="We think otherwise now."):
    words = Content.written("Said anew", {"body": body})
    edit_update(
        reading(w.amina), made, words, made.version, standing="on-track", reason="", help_wanted="", idempotency_key=""
    )
    session().refresh(made)


WAYS_OUT = (
    "/updates/{id}", "/partnerships/{slug}", "/partnerships/{slug}/journey", "/search?q=canary", "/help-wanted",
    "/home", "/public", "/people/{author}", "/notifications", "/updates/{id}/comments", "/comments/{comment}",
    "/updates/{id}/revisions/1",
)  # fmt: skip


@pytest.mark.parametrize("audience", ["partnership", "community", "public"])
def test_no_way_out_shows_what_is_hidden_to_anybody_but_its_author(w, audience):
    made = posted(w, audience)
    said = w.say(w.leo, "canary-hidden below it", entry=made)
    case = w.report(w.leo, f"update:{made.id}")
    paths = [
        way.format(id=made.id, slug=w.bedford.slug, author=w.amina.id, comment=said.id) for way in WAYS_OUT
    ]  # fmt: skip
    others = (w.leo, w.owen, w.mo, w.tess, w.ruth, None)
    assert all("canary-hidden" in w.at(w.owen).get(path).get_data(as_text=True) for path in paths[:2])
    w.decide(w.mo, case, "hidden")
    w.work()
    for who in others:
        for path in paths:
            page = w.at(who).get(path).get_data(as_text=True)
            own = who is w.leo and path.startswith(("/comments/", "/search"))  # his own words stay his
            assert own or "canary-hidden" not in page.replace("q=canary", ""), (who, path)
        assert w.at(who).get(f"/updates/{made.id}").status_code == (404 if who else 303)
    author = w.at(w.amina).text(f"/updates/{made.id}")
    assert "canary-hidden" in author
    assert "hidden for now" in author
    assert f"/reports/{case.id}" in author


def test_its_files_are_its_authors_alone_and_go_along_with_no_report(w):
    key = signed_forms.new_key()
    picture = add_attachment(reading(w.amina), key, "picture.png", drawn_picture(), alt="canary-alt")
    words = Content.written("See", {"body": f"Look: ![canary-alt](/attachments/{picture.id})"})
    made = post_update(reading(w.amina), w.bedford, key, words, audience="community", standing="on-track")
    case = w.report(w.ruth, f"update:{made.id}")
    [copy] = queries.copies(reading(w.mo), case.id)
    assert "<img" not in copy.html
    assert "a picture, which does not go with it" in copy.html
    path = f"/attachments/{picture.id}"
    assert w.at(w.leo).get(path).status_code == 200
    w.decide(w.mo, case, "hidden")
    for who in (w.leo, w.mo, w.owen):
        assert w.at(who).get(path).status_code == 404
    assert w.at(w.amina).get(path).status_code == 200


def test_unseen_and_absent_are_the_same(w):
    made, _ = hidden(w)
    session().expire_all()
    masked = re.compile(r'value="[^"]{30,}"|/\d+|\b[0-9a-f]{16}\b')
    seen = [
        masked.sub("", w.at(w.leo).get(path).get_data(as_text=True))
        for path in (f"/updates/{made.id}", "/updates/999999")
    ]
    assert seen[0] == seen[1]
    for about in (f"update:{made.id}", "update:999999"):
        assert w.at(w.leo).get(f"/reports/new?about={about}").status_code == 404


def test_a_page_that_was_public_and_kept_does_not_stay(w, app):
    made = posted(w, "public")
    visitor = Visitor(app)
    before = visitor.get(f"/updates/{made.id}")
    tag = before.headers["ETag"]
    case = w.report(w.ruth, f"update:{made.id}")
    w.decide(w.mo, case, "hidden")
    again = visitor.get(f"/updates/{made.id}", headers={"If-None-Match": tag})
    assert again.status_code == 303
    assert "canary-hidden" not in visitor.text("/public")


def test_changed_words_are_shown_again_and_looked_at_once_more(w):
    made, case = hidden(w, "partnership")
    assert not can_read(reading(w.leo), made)
    changed(w, made)
    assert can_read(reading(w.leo), made)
    assert "We think otherwise" in w.at(w.leo).text(f"/updates/{made.id}/revisions/{made.version}")
    w.work()
    session().expire_all()
    assert [one.case.id for one in queries.waiting(reading(w.mo))] == [case.id]
    assert "did something about it" in w.at(w.mo).text("/notifications")
    assert [one.act for one in queries.steps(reading(w.mo), case.id)] == ["hidden", "changed"]


@pytest.mark.parametrize("audience", ["community", "public"])
def test_what_was_hidden_stays_hidden_when_other_words_come_back(w, audience):
    made, _ = hidden(w, audience)
    changed(w, made)
    reader = w.at(w.leo)
    for n in range(1, made.version + 1):
        assert "canary-hidden is" not in reader.get(f"/updates/{made.id}/revisions/{n}").get_data(as_text=True), n
    assert reader.get(f"/updates/{made.id}/revisions/1").status_code == 404
    assert "canary-hidden is" in w.at(w.amina).text(f"/updates/{made.id}/revisions/1"), "her own words stay hers"
    for person in (w.leo, w.ruth):
        assert "canary-hidden" not in w.at(person).text("/search?q=hidden")
    was = session().scalars(select(AudiencePeriod).where(AudiencePeriod.entry_id == made.id))
    first = min(was, key=lambda one: (one.began_at, one.id))
    assert first.audience == audience, "who could read it then is told as it was"


def test_words_of_a_hidden_comment_come_back_in_no_version_and_no_quotation(w):
    said = w.say(w.leo, "Snarkword is what I think of it.")
    quoting = w.say(w.ruth, "I heard that.", quotation=Quotation(1, "Snarkword is what", said.id))
    assert "Snarkword" in w.at(w.mia).text(f"/updates/{w.update.id}")
    case = w.report(w.mia, f"comment:{said.id}")
    w.decide(w.mo, case, "hidden")
    comments.change_comment(reading(w.leo), said, w.update, Words.written("It was a hard day."), said.version)
    for path in (f"/updates/{w.update.id}", f"/comments/{said.id}/versions", f"/comments/{quoting.id}"):
        assert "Snarkword" not in w.at(w.mia).get(path, follow_redirects=True).get_data(as_text=True), path
    assert "Snarkword" in w.at(w.leo).text(f"/comments/{said.id}/versions")


def test_a_report_is_no_way_to_go_on_reading(w):
    made = posted(w, "community", "Fernwort, in a sentence.")
    case = w.report(w.ruth, f"update:{made.id}")
    assert "Fernwort" in w.at(w.ruth).text(f"/reports/{case.id}")
    change_entry_audience(reading(w.amina), made, "me")
    assert "Fernwort" not in w.at(w.ruth).text(f"/reports/{case.id}")


def test_the_same_words_stay_hidden(w):
    made, _ = hidden(w)
    words = Content.written(made.title, made.fields)
    edit_update(
        reading(w.amina), made, words, made.version, standing="off-track", reason=made.reason,
        help_wanted=made.help_wanted, idempotency_key="",
    )  # fmt: skip
    session().refresh(made)
    assert made.state == "hidden"


def test_what_was_written_while_hidden_is_a_version_for_its_readers_once_it_is_shown_again(w):
    made, case = hidden(w)
    words = Content.written(made.title, made.fields)
    edit_update(
        reading(w.amina), made, words, made.version, standing="off-track", reason=made.reason,
        help_wanted=made.help_wanted, idempotency_key="",
    )  # fmt: skip
    w.decide(w.mel, case, "left", "It is fine after all.")
    session().refresh(made)
    assert made.state == "published"
    page = w.at(w.leo)
    assert page.get(f"/updates/{made.id}").status_code == 200
    assert page.get(f"/updates/{made.id}/revisions/{made.version}").status_code == 200
    assert page.get(f"/updates/{made.id}/revisions/2").status_code == 404, "written while only she could read it"


def test_while_it_is_hidden_it_can_be_withdrawn_and_not_opened_to_others(w):
    made, case = hidden(w)
    with pytest.raises(Refused):
        change_entry_audience(reading(w.amina), made, "public")
    withdraw_entry(reading(w.amina), made)
    w.decide(w.mo, case, "left", "It is gone.")
    session().refresh(made)
    assert made.state == "withdrawn"


def test_what_is_gone_meanwhile_is_not_hidden(w):
    made = posted(w)
    case = w.report(w.ruth, f"update:{made.id}")
    withdraw_entry(reading(w.amina), made)
    with pytest.raises(Invalid, match="not there to be hidden"):
        w.decide(w.mo, case, "hidden")


def test_a_hidden_reflection_waits_for_nobody_and_is_not_sent(w):
    made, _, _ = w.ask("facilitators", w.owen)
    case = w.report(w.fay, f"reflection:{made.id}", meant_for=MODERATORS)
    w.decide(w.mo, case, "hidden")
    session().refresh(made)
    assert w.at(w.owen).get(f"/reflections/{made.id}").status_code == 404
    page = w.at(w.amina).text(f"/reflections/{made.id}")
    assert "hidden for now" in page
    assert w.at(w.amina).post(f"/reflections/{made.id}/submission", {}).status_code == 404


# What is said below an entry.


def test_a_hidden_comment_keeps_its_place_and_its_replies(w):
    key = signed_forms.new_key()
    file = add_attachment(reading(w.leo), key, "notes.txt", b"canary-comment")
    said = comments.post_comment(reading(w.leo), w.update, key, Words.written("canary-comment, really"))
    w.say(w.owen, "I see that otherwise.", parent=said)
    quoting = w.say(w.fay, "No.", quotation=Quotation(1, "canary-comment", said.id))
    case = w.report(w.ruth, f"comment:{said.id}")
    before = counts_for(reading(w.mia), [w.update.id])
    w.decide(w.mo, case, "hidden")
    session().expire_all()
    page = w.at(w.mia).text(f"/updates/{w.update.id}")
    assert "canary-comment" not in page, "neither its words nor words quoted from it"
    assert "What Leo Person said here is hidden for now." in page
    assert "I see that otherwise." in page
    assert quoting.quoted_words == "canary-comment"
    assert counts_for(reading(w.mia), [w.update.id]) == {w.update.id: before[w.update.id] - 1}
    assert not [one for span in spans() for one in recount(*span, mend=False)]
    assert w.at(w.mia).get(f"/attachments/{file.id}").status_code == 404
    assert w.at(w.leo).get(f"/attachments/{file.id}").status_code == 200
    own = w.at(w.leo).text(f"/updates/{w.update.id}")
    assert "canary-comment" in own
    assert f"/reports/mine?about=comment:{said.id}" in own
    assert w.at(w.leo).get(f"/reports/mine?about=comment:{said.id}").location == f"/reports/{case.id}"
    assert "canary-comment" in w.at(w.leo).text("/comments")
    for who in (w.mia, w.mo, w.tom):
        assert "canary-comment" not in w.at(who).text("/search?q=canary").replace("q=canary", "")
        assert w.at(who).get(f"/comments/{said.id}/versions").status_code == 404
    assert "canary-comment" in w.at(w.leo).text("/search?q=canary-comment really")


def test_nobody_replies_to_what_is_hidden_or_quotes_it(w):
    said = w.say(w.leo, "canary-comment, really")
    w.decide(w.mo, w.report(w.ruth, f"comment:{said.id}"), "hidden")
    with pytest.raises(Invalid, match="hidden for now"):
        w.say(w.mia, "Why?", parent=said)
    with pytest.raises(Invalid, match="not in the text"):
        w.say(w.mia, "Why?", quotation=Quotation(1, "canary-comment", said.id))
    assert "canary-comment" not in w.at(w.mia).text(f"/updates/{w.update.id}/comments?parent={said.id}")


def test_a_hidden_comment_is_shown_again_when_it_is_changed_and_counted_once(w):
    said = w.say(w.leo)
    case = w.report(w.ruth, f"comment:{said.id}")
    w.decide(w.mo, case, "hidden")
    comments.change_comment(reading(w.leo), said, w.update, Words.written("We had a hard day."), said.version)
    assert counts_for(reading(w.mia), [w.update.id]) == {w.update.id: 1}
    assert "We had a hard day." in w.at(w.mia).text(f"/updates/{w.update.id}")
    w.work()
    session().expire_all()
    assert [one.case.id for one in queries.waiting(reading(w.mel))] == [case.id]
    w.decide(w.mel, case, "hidden")
    comments.withdraw_comment(reading(w.leo), said, w.update)
    assert counts_for(reading(w.mia), [w.update.id]).get(w.update.id, 0) == 0
    assert not [one for span in spans() for one in recount(*span, mend=False)]


# What is said in an exchange.


@pytest.mark.parametrize("which", ["answer", "reply"])
def test_what_is_hidden_of_an_exchange_speaks_to_its_author_alone(w, which):
    made, [move, _], [reply] = w.ask("facilitators", w.owen, w.fay)
    line, author, other, words = (
        (move, w.owen, w.amina, "Are they all hopeless, 0?") if which == "answer"
        else (reply, w.amina, w.owen, "You know nothing of us.")
    )  # fmt: skip
    case = w.report(w.fay, f"{which}:{line.id}", meant_for=MODERATORS)
    assert words in w.at(other).text(f"/reflections/{made.id}")
    w.decide(w.mo, case, "hidden")
    page = w.at(other).text(f"/reflections/{made.id}")
    assert words not in page
    assert "only whoever wrote it can read it" in page
    assert words in w.at(author).text(f"/reflections/{made.id}")
    found = "/search?q=hopeless" if which == "answer" else "/search?q=know nothing"
    assert [words in re.sub("</?mark>", "", w.at(who).text(found)) for who in (author, other, w.fay)] == [
        True,
        False,
        False,
    ]
    if which == "answer":
        assert "Hidden for now: only you see it" in w.at(author).text(found)
    w.decide(w.mel, case, "left", "It may be read.")
    assert re.sub("</?mark>", "", w.at(author).text(found)).count(words) == 1
    assert words in w.at(other).text(f"/reflections/{made.id}")


def test_a_search_row_of_what_is_hidden_is_for_its_author_alone(w):
    made, _ = hidden(w)
    row = session().query(Searchable).filter_by(source="entry", thing_id=made.id).one()
    assert row.audience == "me"
    assert WHY not in row.text
    assert make.reading(w.amina).id == row.author_id


def test_a_comment_below_what_is_for_facilitators_by_now_is_as_confided(w):
    made = posted(w, "partnership", "For the place.")
    said = w.say(w.owen, "Between us.", entry=made)
    change_entry_audience(reading(w.amina), made, "facilitators")
    page = w.at(w.amina).text(f"/reports/new?about=comment:{said.id}")
    assert "Who shall look at it?" in page
