"""Mentioning people in a form: a doubt is asked about once, the answer travels with it, and it says who is not told."""

import re

from sqlalchemy import select

from lpcommunity.entries.models import Entry, Revision
from lpcommunity.mentions.models import Mention
from lpcommunity.storage import session
from tests.harness.writing_form import Form, choices_of

LINK = re.compile(r'<a class="lp-mention" href="/people/(\d+)"[^>]*>(@[^<]+)</a>')
BANNER = re.compile(r'<div class="govuk-notification-banner__content">(.*?)</div>', re.S)


def _mentioned():
    session().rollback()
    return {one.person_id for one in session().scalars(select(Mention).where(Mention.until_version.is_(None)))}


def test_a_doubt_is_asked_about_and_answered_with_the_form(world, ann, writing):
    typed = {"body": "With @Ben Baker and @Cora Cole.", "standing": "on-track", "audience": "community"}
    asked = writing.send(**typed)
    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert "Whom do you mean by “@Ben Baker”?" in page
    assert "Nothing is sent yet" in page
    assert "Hull" in page
    assert "Leeds" in page
    assert not re.search(r"[\w.]+@example\.org", page.partition("<main")[2])  # no address
    again = Form(ann, writing.path, asked)
    values = choices_of(again.page)["mention-0"]
    assert values == [f"{world.ben.id}=ben baker", f"{world.other_ben.id}=ben baker", "0=ben baker"]
    sent = again.send(**typed, **{"mention-0": values[1]})
    assert sent.status_code == 303
    assert _mentioned() == {world.other_ben.id, world.cora.id}
    assert (str(world.other_ben.id), "@Ben Baker") in LINK.findall(ann.text(sent.headers["Location"]))


def test_an_answer_survives_whatever_else_is_to_be_put_right(world, ann, writing):
    asked = Form(ann, writing.path, writing.send(body="@Ben Baker", standing="on-track", audience="community"))
    refused = asked.send(
        body="@Ben Baker", standing="", audience="community", **{"mention-0": f"{world.ben.id}=ben baker"}
    )
    assert refused.status_code == 422
    assert (
        Form(ann, writing.path, refused).send(body="@Ben Baker", standing="on-track", audience="community").status_code
        == 303
    )
    assert _mentioned() == {world.ben.id}


def test_pressed_again_without_an_answer_the_words_stay_words(world, ann, writing):
    typed = {"body": "With @Ben Baker and @Cora Cole.", "standing": "on-track", "audience": "community"}
    sent = Form(ann, writing.path, writing.send(**typed)).send(**typed)
    assert sent.status_code == 303
    assert _mentioned() == {world.cora.id}
    changing = Form(ann, f"{sent.headers['Location']}/edit")
    assert changing.send(body="With @Ben Baker and @Cora Cole, twice.").status_code == 303  # asked no more
    assert _mentioned() == {world.cora.id}


def test_it_says_who_is_not_told_and_of_a_confidence_only_what_roles_tell(world, ann, writing):
    sent = writing.send(body="@Cora Cole, @Siân O'Neill", standing="on-track", audience="partnership")
    said = " ".join(BANNER.findall(ann.text(sent.headers["Location"])))
    assert "Cora Cole is not told that you mention them. Hull and its facilitators can read this." in said
    assert "O’Neill" not in said
    reflecting = Form(ann, f"/partnerships/{world.hull.slug}/reflections/new")
    text = {"body": "@Owen Pritchard and @Cora Cole.", "cycle": "free", "audience": "facilitators"}
    sent = reflecting.send(**text)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    page = ann.text(sent.headers["Location"])
    said = " ".join(BANNER.findall(page))
    assert "Cora Cole is not told" in said
    assert "Owen Pritchard is" not in said
    assert (str(world.owen.id), "@Owen Pritchard") in LINK.findall(page)


def test_a_change_asks_about_new_names_alone_and_versions_keep_their_links(world, ann, writing):
    typed = {"body": "With @Cora Cole.", "standing": "on-track", "audience": "community"}
    path = writing.send(**typed).headers["Location"]
    changing = Form(ann, f"{path}/edit")
    asked = changing.send(body="With @Cora Cole and @Ben Baker.")
    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert "“@Ben Baker”" in page
    assert "“@Cora Cole”" not in page
    again = Form(ann, changing.path, asked)
    answer = {"mention-0": f"{world.ben.id}=ben baker"}
    assert again.send(body="With @Cora Cole and @Ben Baker.", **answer).status_code == 303
    assert _mentioned() == {world.cora.id, world.ben.id}
    versions = [one.body_html for one in session().scalars(select(Revision).order_by(Revision.n))]
    assert [len(LINK.findall(html)) for html in versions] == [1, 2]
    assert session().scalar(select(Entry.version)) == 2
