"""The conversation on the page of its entry: as it is read, written, changed, taken back and closed."""

from datetime import timedelta
from io import BytesIO

import pytest

from lpcommunity.accounts import sessions
from lpcommunity.comments import closing, commands
from lpcommunity.comments.models import Closing, Comment
from lpcommunity.drafts.models import Draft
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.writing_form import HIDDEN, Form, main_of

PNG_NAME = "map.txt"


def path_of(entry):
    return f"/updates/{entry.id}"


def form(w, who, entry=None, query=""):
    return Form(w.at(who), f"{path_of(entry or w.update)}/comments{query}")


def comments():
    return session().query(Comment).order_by(Comment.id).all()


def test_said_from_the_box_on_the_entrys_own_page(w):
    page = Form(w.at(w.ruth), path_of(w.update))
    page.path += "/comments"
    answer = page.send(body="We **tried** that.")
    [comment] = comments()
    assert (answer.status_code, answer.location) == (303, f"{path_of(w.update)}#c{comment.id}")
    shown = w.at(w.mia).text(path_of(w.update))
    assert f'data-comment-id="{comment.id}"' in shown
    assert "<strong>tried</strong>" in shown
    assert "One comment" in shown
    assert "Ruth Adeyemi</strong>, Hull" in shown


def test_before_one_posts_one_reads_who_can_read_it_and_who_is_told(w):
    w.say(w.ruth)
    page = w.at(w.mia).text(path_of(w.update))
    assert "everyone in the community can read it: eight people" in page or "can read it: 8 people" in page
    assert "Amina and Ruth are told of it here. Whoever you mention is told, too, and by e-mail." in page
    ours = make.update(w.amina, w.bedford, "partnership")
    assert "this comment stays with the partnership" in w.at(w.mia).text(path_of(ours))


def test_an_empty_one_loses_nothing_and_says_what_to_do(w):
    answer = form(w, w.ruth).send(body="   ")
    assert answer.status_code == 422
    assert "Write at least a few words before you post it" in answer.get_data(as_text=True)
    assert comments() == []


def test_a_reply_stands_below_what_it_replies_to(w):
    first = w.say(w.ruth)
    form(w, w.mia, query=f"?parent={first.id}").send(body="How long did it take?")
    [_, reply] = comments()
    assert (reply.parent_id, reply.thread_id) == (first.id, first.id)
    page = main_of(w.at(w.eva).text(path_of(w.update)))
    assert page.index(f'id="c{first.id}"') < page.index("lp-talk__replies") < page.index(f'id="c{reply.id}"')


def test_pressed_twice_it_is_one_and_with_other_words_a_change(w):
    opened = form(w, w.ruth)
    opened.send(body="Said once.")
    assert opened.send(body="Said once.").status_code == 303
    other = opened.send(body="Said otherwise.")
    page = other.get_data(as_text=True)
    assert other.status_code == 409
    assert "Said once." in page
    assert "Said otherwise." in page
    [comment] = comments()
    assert comment.body == "Said once."


def test_the_same_words_within_a_day_are_asked_about(w):
    form(w, w.ruth).send(body="Thank you.")
    second = form(w, w.ruth)
    again = second.send(body="Thank  you.")
    assert again.status_code == 409
    assert "Nothing was posted a second time" in again.get_data(as_text=True)
    assert len(comments()) == 1
    shown = Form(second.visitor, f"{path_of(w.update)}/comments", again)
    assert shown.send().status_code == 303
    assert len(comments()) == 2


def test_words_survive_a_session_that_ended(w):
    opened = form(w, w.ruth)
    sessions.end_all(w.ruth.id, "a test")
    session().commit()
    answer = opened.send(body="Not lost.")
    assert answer.status_code == 303
    [draft] = session().query(Draft).all()
    assert draft.fields["body"] == ["Not lost."]
    again = w.at(w.ruth).text(f"{path_of(w.update)}/comments?draft={draft.idempotency_key}")
    assert "Not lost." in again


def test_closed_while_one_wrote_the_words_are_a_draft(w):
    opened = form(w, w.ruth)
    closing.close_conversation(reading(w.amina), w.update, "Settled.")
    answer = opened.send(body="One more thing.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "One more thing." in page
    assert "This conversation is closed" in page
    assert session().query(Draft).one().fields["body"] == ["One more thing."]
    shown = w.at(w.mia).text(path_of(w.update))
    assert "Settled." in shown
    assert "Post the comment" not in shown


def test_words_that_would_take_a_reply_along_are_kept(w, changed_audience):
    mine = w.say(w.mia)
    w.say(w.ruth, parent=mine)
    opened = Form(w.at(w.mia), f"/comments/{mine.id}/edit")
    changed_audience(w.amina, w.update, "partnership")
    opened = Form(opened.visitor, opened.path)
    answer = opened.send(body="Between us.")
    assert answer.status_code == 422
    assert "others have replied" in answer.get_data(as_text=True)
    assert ["Between us."] in [one.fields["body"] for one in session().query(Draft) if one.spent_at is None]


def test_a_reason_for_few_is_not_taken_for_many(w, changed_audience):
    """Neither from the page's own form nor from the one below the conversation."""
    ours = make.update(w.amina, w.bedford, "partnership")
    w.say(w.mia, entry=ours)
    path = f"{path_of(ours)}/conversation"
    below = w.at(w.amina).text(path_of(ours)).partition(f'action="{path}"')[2]
    told = dict(HIDDEN.findall(below.partition("</form>")[0]))["told"]
    opened = Form(w.at(w.amina), path)
    changed_audience(w.amina, ours, "public")
    for answer in (
        opened.send(reason="Mia is ill."),
        opened.visitor.post(path, {"state": "closed", "reason": "Mia is ill.", "told": told}),
    ):
        assert answer.status_code == 422
        assert "It changed who can read this" in answer.get_data(as_text=True)
        assert "Mia is ill." in answer.get_data(as_text=True)
    assert session().query(Closing).count() == 0
    again = Form(opened.visitor, path, answer)
    assert again.send().status_code == 303


def test_words_for_few_are_not_taken_for_many(w, changed_audience):
    ours = make.update(w.amina, w.bedford, "partnership")
    opened = form(w, w.mia, ours)
    changed_audience(w.amina, ours, "public")
    answer = opened.send(body="Between us.")
    assert answer.status_code == 422
    assert "It changed who can read this" in answer.get_data(as_text=True)
    assert comments() == []
    again = Form(opened.visitor, f"{path_of(ours)}/comments", answer)
    assert again.send().status_code == 303


def test_kept_as_a_draft_it_is_offered_above_the_box(w):
    form(w, w.ruth).send(body="Half a thought.", keep="1")
    page = w.at(w.ruth).text(path_of(w.update))
    assert "You began to write here before" in page
    assert "Half a thought" in page
    assert "Half a thought" not in w.at(w.mia).text(path_of(w.update))
    assert comments() == []


def test_the_box_below_an_entry_carries_on_with_a_draft_that_the_address_names(w):
    form(w, w.ruth).send(body="Half a thought.", keep="1")
    [draft] = session().query(Draft).all()
    there = f"{path_of(w.update)}?draft={draft.idempotency_key}"
    page = Form(w.at(w.ruth), there)
    assert page.fields["body"] == "Half a thought."
    assert "You began to write here" not in w.at(w.ruth).text(there)
    assert "Half a thought" not in w.at(w.mia).text(there)
    page.path = f"{path_of(w.update)}/comments"
    page.send(body="A whole thought.")
    assert [one.body for one in comments()] == ["A whole thought."]
    assert "Half a thought" not in w.at(w.ruth).text(there)
    assert session().query(Draft).filter(Draft.spent_at.is_(None)).all() == []


def test_files_come_with_it_and_open_to_its_readers_alone(w, changed_audience):
    ours = make.update(w.amina, w.bedford, "partnership")
    sent = form(w, w.mia, ours)
    sent.fields |= {"body": "See the list."}
    w_answer = sent.visitor.client.post(
        sent.path,
        data={**sent.fields, "files": (BytesIO(b"one\ntwo\n"), "list.txt")},
        content_type="multipart/form-data",
    )
    assert w_answer.status_code == 303
    changed_audience(w.amina, ours, "public")
    page = w.at(w.leo).text(path_of(ours))
    file = page.partition('href="/attachments/')[2].partition('"')[0]
    statuses = [w.at(who).get(f"/attachments/{file}").status_code for who in (w.leo, w.mia, w.owen, w.ruth, w.tess)]
    assert statuses == [200, 200, 200, 404, 404]
    [comment] = comments()
    commands.withdraw_comment(reading(w.mia), comment, ours)
    assert [w.at(who).get(f"/attachments/{file}").status_code for who in (w.leo, w.mia)] == [404, 200]


def test_changed_with_its_earlier_versions(w):
    comment = w.say(w.ruth, "Nine came.")
    opened = Form(w.at(w.ruth), f"/comments/{comment.id}/edit")
    other = Form(w.at(w.ruth), f"/comments/{comment.id}/edit")
    assert opened.send(body="Eleven came.").status_code == 303
    conflict = other.send(body="Ten came.")
    assert conflict.status_code == 409
    assert "Eleven" in conflict.get_data(as_text=True)
    assert Form(other.visitor, f"/comments/{comment.id}/edit", conflict).send().status_code == 303
    page = w.at(w.mia).text(f"/comments/{comment.id}/versions")
    assert all(words in page for words in ("Nine", "Eleven", "Ten"))
    assert "changed" in w.at(w.mia).text(path_of(w.update))
    assert w.at(w.mia).get(f"/comments/{comment.id}/edit").status_code == 404


def test_withdrawn_on_a_page_that_says_what_that_means(w):
    comment = w.say(w.ruth, "Out of turn.")
    assert w.at(w.mia).get(f"/comments/{comment.id}/withdrawal").status_code == 404
    Form(w.at(w.ruth), f"/comments/{comment.id}/withdrawal").send()
    page = main_of(w.at(w.mia).text(path_of(w.update)))
    assert "Ruth Adeyemi withdrew this comment" in page
    assert "Out of turn." not in page
    assert "Out of turn." in w.at(w.ruth).text("/comments")


def test_ones_own_words_stay_readable_to_oneself_whatever_becomes_of_the_entry(w, changed_audience):
    comment = w.say(w.ruth, "Mine to keep.")
    changed_audience(w.amina, w.update, "partnership")
    ruth = w.at(w.ruth)
    assert ruth.get(f"/comments/{comment.id}").location == f"/comments#c{comment.id}"
    page = ruth.text("/comments")
    assert "Mine to keep." in page
    assert w.update.title not in main_of(page)
    assert w.at(w.tess).get(f"/comments/{comment.id}").status_code == 404
    Form(ruth, f"/comments/{comment.id}/withdrawal").send()
    assert comments()[0].state == "withdrawn"


def test_the_author_or_a_lead_closes_it_on_the_page(w):
    w.say(w.ruth)
    page = Form(w.at(w.leo), f"{path_of(w.update)}/conversation")
    refused = page.send(reason="")
    assert refused.status_code == 422
    assert "Say in a few words why you close it" in refused.get_data(as_text=True)
    assert page.send(reason="We go on in Hull.").location == f"{path_of(w.update)}#talk"
    shown = w.at(w.ruth).text(path_of(w.update))
    assert "We go on in Hull." in shown
    assert "Open it again" not in shown
    assert w.at(w.ruth).get(f"{path_of(w.update)}/conversation").status_code == 404
    amina, path = w.at(w.amina), f"{path_of(w.update)}/conversation"
    assert 'data-asks-once="Open it, the reason goes"' in amina.text(path_of(w.update))
    asked = amina.post(path, {"state": "open", "sure": ""})
    assert (asked.status_code, "We go on in Hull." in main_of(asked.get_data(as_text=True))) == (200, True)
    assert "Post the comment" not in w.at(w.ruth).text(path_of(w.update)), "its reason is no longer lost at one press"
    assert amina.post(path, {"state": "open"}).status_code == 303, "a program knows what it does"
    assert "Post the comment" in w.at(w.ruth).text(path_of(w.update))


def test_what_is_new_since_one_looked_is_marked(w):
    w.say(w.ruth, "Old.")
    mia = w.at(w.mia)
    assert "New since you looked" not in mia.text(path_of(w.update))
    for _ in range(2):
        assert mia.post(f"{path_of(w.update)}/conversation/look").status_code == 204
    assert w.at(w.nina).post(f"{path_of(w.update)}/conversation/look").status_code == 404
    with clock.at(now() + timedelta(hours=1)):
        new = w.say(w.owen, "News.")
        w.say(w.mia, "My own is not new to me.")
        page = main_of(w.at(w.mia).text(path_of(w.update)))
        assert "New since you looked" in page
        assert f'<a class="govuk-link" href="/comments/{new.id}">one is new</a>' in page
        mia = w.at(w.mia)
        assert mia.post(f"{path_of(w.update)}/conversation/look", {"seen": "yes"}).status_code == 303
        assert "New since you looked" not in mia.text(path_of(w.update))
        assert "New since you looked" not in w.at(w.eva).text(path_of(w.update))  # who never looked: nothing is new


def test_signed_out_one_reads_what_is_public_and_says_nothing(w, client):
    public = make.update(w.amina, w.bedford, "public")
    comment = w.say(w.ruth, "For everybody.", entry=public)
    page = client.get(path_of(public)).get_data(as_text=True)
    assert "For everybody." in page
    assert "Post the comment" not in page
    assert "Reply" not in main_of(page)
    assert client.get(f"/comments/{comment.id}").location == f"{path_of(public)}#c{comment.id}"
    hidden = w.say(w.ruth, "Not for everybody.")
    for path in (f"/comments/{hidden.id}", "/comments/999999", f"{path_of(public)}/comments"):
        assert client.get(path).location.startswith("/sign-in"), path


def test_unseen_is_absent(w):
    ours = make.update(w.amina, w.bedford, "partnership")
    comment = w.say(w.mia, entry=ours)
    ruth = w.at(w.ruth)
    for act in ("", "/edit", "/withdrawal", "/versions"):
        unseen, absent = ruth.get(f"/comments/{comment.id}{act}"), ruth.get(f"/comments/999999{act}")
        assert (unseen.status_code, absent.status_code) == (404, 404), act
    for path in (f"{path_of(ours)}/comments", f"{path_of(w.update)}/comments?parent={comment.id}"):
        assert ruth.get(path).status_code == 404


@pytest.mark.parametrize("of", ["community", "partnership"])
def test_a_thousand_read_as_fast_as_twenty(w, count_queries, of):
    few, many = make.update(w.amina, w.bedford, of), make.update(w.amina, w.bedford, of)
    for entry, n in ((few, 20), (many, 45)):
        first = w.say(w.leo, entry=entry, key=f"{entry.id}-0")
        for number in range(1, n):
            w.say(
                w.mia if number % 2 else w.owen,
                entry=entry,
                parent=first if number % 3 else None,
                key=f"{entry.id}-{number}",
            )
    mia = w.at(w.mia)
    mia.text(path_of(few))
    with count_queries() as of_few:
        mia.text(path_of(few))
    with count_queries() as of_many:
        mia.text(path_of(many))
    assert len(of_few) == len(of_many), of_many


def test_to_quote_a_comment_its_words_stand_ready_to_be_shortened(w):
    comment = w.say(w.ruth, "We tried **a letter**.\n\n- It’s read & kept\n- by all")
    path = f"{path_of(w.update)}/comments?parent={comment.id}"
    form = Form(w.at(w.leo), f"{path}&quote=comment:{comment.id}:1")
    assert form.fields["quote"] == "We tried a letter. It’s read & kept by all"
    assert "Take away those that you do not mean" in form.page
    assert form.send(body="So did we.").status_code == 303
    assert "<blockquote" in main_of(w.at(w.mia).text(path_of(w.update)))
    assert Form(w.at(w.leo), path).fields["quote"] == "", "whoever only replies quotes nothing"
    other = Form(w.at(w.leo), f"{path}&quote=comment:{comment.id}:7")
    assert other.fields["quote"] == ""
    assert "Copy the words that you mean from what stands above" in other.page


@pytest.mark.parametrize("said", ["A sentence of some words. " * 30, "word " * 200, "x" * 900])
def test_of_a_long_comment_as_much_stands_ready_as_can_be_quoted(w, said):
    comment = w.say(w.ruth, said)
    form = Form(w.at(w.leo), f"{path_of(w.update)}/comments?parent={comment.id}&quote=comment:{comment.id}:1")
    assert 450 < len(form.fields["quote"]) <= 500
    assert form.send(body="So did we.").status_code == 303


@pytest.mark.parametrize("beside", [False, True])
def test_a_draft_shows_what_it_quotes_as_long_as_its_writer_may_read_that(w, beside):
    quoted, kept = (w.say(w.ruth, words) for words in ("We wrote forty letters.", "Then we rang."))
    path = f"{path_of(w.update)}/comments"

    def draft_of(comment, words):
        form = Form(w.at(w.leo), path)
        where = form.send(body="So did we.", quote=words, quote_from=f"comment:{comment.id}:1", keep="1").location
        return where.replace("/comments?", "?") if beside else where

    first, second = draft_of(quoted, "forty letters"), draft_of(kept, "we rang")
    assert "forty letters" in w.at(w.leo).text(first).split('id="say"')[1]
    commands.withdraw_comment(reading(w.ruth), quoted, w.update)
    page = w.at(w.leo).text(first)
    assert "forty letters" not in page
    assert "it is left out. Your own words are kept" in page
    assert "So did we." in page
    page = w.at(w.leo).text(second)
    assert "we rang" in page.split('id="say"')[1]
    assert "it is left out" not in page


@pytest.mark.parametrize("sent_by", ["ruth", None])
def test_what_is_sent_of_somebody_elses_form_stands_beside_what_they_kept(w, sent_by):
    """By whoever signed in at the same browser; or by nobody, without the field that says which window it is."""
    path = f"{path_of(w.update)}/comments"
    form = Form(w.at(w.leo), path)
    form.send(body="Leo's own words.", keep="1")
    fields = {"signed_form": form.fields["signed_form"], "body": "Typed by another."}
    if sent_by:
        assert w.at(w.ruth).post(path, {**fields, "seen": form.fields["seen"]}).status_code == 403
    else:
        w.at(None).client.post(path, data=fields)
    session().rollback()
    drafts = session().query(Draft).filter_by(person_id=w.leo.id).all()
    assert sorted(one.fields["body"] for one in drafts) == [["Leo's own words."], ["Typed by another."]]


def test_a_ticket_is_of_whoever_chose_it(w):
    path = f"{path_of(w.update)}/comments"
    for who, words in ((w.ruth, "We rang."), (w.leo, "We wrote."), (w.leo, "We wrote.")):
        assert w.at(who).post(path, {"ticket": "chosen-by-me", "body": words}).status_code == 303
    assert session().query(Comment).count() == 2
    other = w.at(w.leo).post(path, {"ticket": "chosen-by-me", "body": "And then we rang."})
    assert other.status_code < 500


def test_opening_it_again_with_a_form_that_is_too_old_asks_once_more(w):
    """Before, the reader was led back as if it were open."""
    closing.close_conversation(reading(w.amina), w.update, "Settled.")
    answer = w.at(w.amina).client.post(f"{path_of(w.update)}/conversation", data={"state": "open", "sure": "1"})
    assert answer.status_code == 422
    assert "Open it again" in main_of(answer.get_data(as_text=True))
    assert session().query(Closing).count() == 1
