"""What somebody else sees of an entry: what both its author and such a reader may read, and nothing that acts."""

import re

import pytest
from sqlalchemy import select

from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR, VISITOR, Reader, renewed
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import can_read
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.readers.hypothetical_readers import standpoints
from lpcommunity.reflections.commands import change_audience, edit_reflection
from lpcommunity.storage import Base, session
from lpcommunity.thanks.commands import say_thanks
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.openings.conftest import answer
from tests.readers.conftest import post, reflect

WHO = {"member-here": "callum", "member-elsewhere": "grace", "visitor": None}


def main_of(page: str) -> str:
    """What the page is about, without what stands around every page."""
    return re.search(r"<main.*?</main>", page, re.S)[0]


def seen_as(w, entry, who: str) -> str:
    """The entry as Amina sees it through these eyes."""
    return main_of(Visitor(w.app, w.amina).text(f"/{entry.kind}s/{entry.id}/as/{who}"))


def told_of(w, entry, who: str) -> tuple[list[str], list[str]]:
    """What her page says that such a reader reads, and what not."""
    page = Visitor(w.app, w.amina).text(f"/{entry.kind}s/{entry.id}/readers?as={who}")
    found = re.search(r'<div class="lp-as">(.*?)</div>', page, re.S)[1]
    return (
        re.findall(r"<li><svg.*?<span>(.*?)</span>", found),
        re.findall(r'<li class="lp-as__not"><svg.*?<span>(.*?)</span>', found),
    )


def test_they_stand_for_nobody(w):
    for one in standpoints(w.bedford.id, "Bedford").values():
        if one.reader is not VISITOR:
            assert type(one.reader) is Reader, "of another type, a command would not read it afresh"
            assert session().get(Person, one.reader.id) is None
            with pytest.raises(Refused):
                renewed(one.reader)


def test_no_command_takes_one_for_somebody(w):
    update = post(w.helen, w.bedford)
    for key in ("member-here", "member-elsewhere"):
        eyes = standpoints(w.bedford.id, "Bedford")[key].reader
        assert isinstance(eyes, Reader)
        with pytest.raises(Refused):
            say_thanks(eyes, update)
        with pytest.raises(Refused):
            post_update(
                eyes, w.bedford, signed_forms.new_key(), Content.written("", {"body": "Nobody's."}),
                audience="community", standing="on-track",
            )  # fmt: skip


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_they_read_what_such_a_person_reads(w, audience, who):
    person = getattr(w, WHO[who]) if WHO[who] else None
    for entry in (
        post(w.amina, w.bedford, audience, "Title of it"),
        reflect(w, audience, submit=False, title="Title of it"),
    ):
        may = can_read(reading(person), entry)
        page = seen_as(w, entry, who)
        assert ("Title of it" in page) is may
        assert ("cannot read it" in page) is not may
        reads, not_reads = told_of(w, entry, who)
        assert bool(reads) is may
        if not may:
            assert not_reads == [f"not this {entry.kind}, nor that there is one"]


def test_what_is_withdrawn_or_a_draft_is_there_for_nobody(w):
    entry = post(w.amina, w.bedford, "public", "Title of it")
    withdraw_entry(reading(w.amina), entry)
    assert not [who for who in WHO if "Title of it" in seen_as(w, entry, who)]


def test_what_it_is_about_is_shown_where_both_may_read_it(w):
    place, community, shown = (
        post(w.helen, w.bedford, "partnership", "Between us"),
        post(w.helen, w.bedford, "community", "For everybody"),
        post(w.helen, w.bedford, "public", "For the world"),
    )
    closed = post(w.helen, w.bedford, "partnership", "Closed since")
    entry = reflect(w, "public", submit=False, about=[place.id, community.id, shown.id, closed.id])
    change_entry_audience(reading(w.helen), closed, "me")
    titles = ("Between us", "For everybody", "For the world", "Closed since")
    found = {who: [one for one in titles if one in seen_as(w, entry, who)] for who in WHO}
    assert found == {
        "member-here": list(titles[:3]),
        "member-elsewhere": list(titles[1:3]),
        "visitor": ["For the world"],
    }


def test_what_its_author_may_no_longer_read_is_not_shown_through_other_eyes(w):
    """Amina has left, and her reflection is about what is for the place."""
    between = post(w.helen, w.bedford, "partnership", "Between us")
    entry = reflect(w, "partnership", submit=False, about=[between.id])
    assert "Between us" in seen_as(w, entry, "member-here")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.amina.id).one())
    page = seen_as(w, entry, "member-here")
    assert "What we make of it" in page
    assert "Between us" not in page


def test_nothing_of_the_exchange_is_shown_and_the_list_says_so(w):
    entry = reflect(w)
    answer(w.owen, entry)
    change_audience(reading(w.amina), entry, "public")
    for who in WHO:
        page = seen_as(w, entry, who)
        assert "It went otherwise" in page
        assert not re.search("Whose question|Owen|answer|version 1", page)
        assert told_of(w, entry, who) == (
            ["the reflection, as version 2 has it"],
            ["not version 1", "not what Owen answered, nor that anybody did"],
        )
    unanswered = reflect(w, "public")
    assert told_of(w, unanswered, "visitor")[1] == ["not that you asked for an answer"]
    assert told_of(w, reflect(w, "public", submit=False), "visitor")[1] == []


def test_versions_files_and_thanks_are_told_as_they_are_seen(w):
    key = signed_forms.new_key()
    amina = reading(w.amina)
    for name in ("plan.txt", "notes.txt"):
        add_attachment(amina, key, name, b"Words.")
    update = post_update(
        amina, w.bedford, key, Content.written("With files", {"body": "Here."}), audience="public", standing="on-track"
    )
    for who in (w.helen, w.grace):
        say_thanks(reading(who), update)
    reads, not_reads = told_of(w, update, "member-elsewhere")
    assert (reads, not_reads) == (["the update", "its two files", "its two thanks"], [])
    page = seen_as(w, update, "member-elsewhere")
    assert "plan.txt" in page
    assert "Thanks from Helen Marchetti and Grace Oyelaran" in page
    signed_out = seen_as(w, update, "visitor")
    assert "Thanks from two people" in signed_out
    assert "Helen" not in signed_out
    reflection = reflect(w, "public", submit=False)
    edit_reflection(amina, reflection, Content.written("Anew", {"body": "Anew."}), reflection.version, cycle="free")
    assert told_of(w, reflection, "visitor") == (["the reflection, as version 2 has it", "version 1 before"], [])


@pytest.mark.parametrize("who", WHO)
def test_nothing_can_be_pressed_and_it_says_whose_eyes_these_are(w, who):
    for entry in (post(w.amina, w.bedford, "public"), reflect(w, "public")):
        say_thanks(reading(w.helen), entry)
        page = seen_as(w, entry, who)
        assert not re.search(r"<(form|button|input|select|textarea)\b", page)
        assert "You see it as" in page
        assert f"/{entry.kind}s/{entry.id}/edit" not in page


def test_looking_writes_nothing(w):
    entry = reflect(w, "community")
    amina = Visitor(w.app, w.amina)
    amina.text("/home")
    before = _rows()
    for who in WHO:
        amina.text(f"/reflections/{entry.id}/as/{who}")
        answer_of = amina.get(f"/reflections/{entry.id}/readers?as={who}")
        assert "Set-Cookie" not in answer_of.headers
    session().rollback()
    assert _rows() == before


def _rows() -> dict[str, list]:
    """Everything that is kept."""
    return {
        name: sorted(map(repr, session().execute(select(table)).all())) for name, table in Base.metadata.tables.items()
    }


def test_eyes_are_chosen_by_word_and_never_by_number(w):
    entry = post(w.amina, w.bedford)
    amina = Visitor(w.app, w.amina)
    for who in (str(w.owen.id), "facilitator", "0", "member", "visitor-1"):
        assert amina.get(f"/updates/{entry.id}/as/{who}").status_code == 404
    page = amina.text(f"/updates/{entry.id}/readers?as={w.owen.id}")
    assert re.search(r'<div class="lp-as">\s*<h3>A member of another partnership reads</h3>', page)


def test_a_place_that_nobody_else_knows_is_elsewhere(w):
    """A member elsewhere is one of no place there is: of no other place does one see what is for it alone."""
    other = make.place("Other")
    elsewhere = standpoints(w.bedford.id, "Bedford")["member-elsewhere"].reader
    assert elsewhere.in_community
    assert not elsewhere.places & {w.bedford.id, w.hull.id, other.id}
