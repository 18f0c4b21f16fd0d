"""What is wrong in a file is said by line, in plain words, all of it at once."""

import re

import pytest

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.programme_file import read_programme
from tests.importing.conftest import line_of


def problems_of(path):
    with pytest.raises(CannotImport) as refused:
        read_programme(path)
    return [str(problem) for problem in refused.value.problems]


def test_the_small_programme_is_fine(programme_file):
    file = read_programme(programme_file())
    assert len(file["people"]) == 5
    assert [item["act"] for item in file["history"]][:3] == ["update", "reflection", "answer"]


# What is changed, on which line the problem is found, what is said.
FORM = [
    (("version: 1", "version: 2"), "version: 1", "only version 1 is known"),
    (("  slug: places-that-learn\n", ""), "  name: Places that Learn", "“slug” is missing"),
    (("starts: 2017-07-01", "starts: 2017-02-31"), "starts:", "31 February 2017 does not exist"),
    (("starts: 2017-07-01", "starts: July"), "starts:", "here belongs a day"),
    (("slug: growth, name", "slug: Growth!, name"), "slug: growth,", "is not a short name"),
    (("sector: council", "sector: club"), "sector: council", "is not one of: council, combined-authority"),
    (("email: gone@place.example", "email: gone"), "email: gone@", "“gone” is not an e-mail address"),
    (("name: Lee Gone", "nmae: Lee Gone"), "Lee Gone", "“nmae” is not known here. Known are: email, name"),
    (("latitude: 52.5", "latitude: 152.5"), "latitude", "here belong degrees from -90 to 90"),
    (("role: programme-team", "role: boss"), "role: programme-team", "“boss” is not one of: programme-team"),
    (("at: 2017-08-08 10:30", "at: 2017-08-08"), "at: 2017-08-08", "here belong a day and a time"),
    (("at: 2017-08-08 10:30", "at: 2017-08-08 25:30"), "at: 2017-08-08", "here belong a day and a time"),
    (("cycle: driscoll", "cycle: rolfe"), "cycle: driscoll", "“rolfe” is not one of: driscoll"),
    (("audience: community\n      body: |", "audience: friends\n      body: |"), "audience: community", "“friends”"),
    (("title: It began", "title: " + "x" * 201), "title: It began", "has 201 characters; it can have at most 200"),
    (("title: It began", "title: [a, b]"), "title: It began", "here belongs a text"),
    (("title: Why did nobody come?", "title:"), "title: Why", "here a text is missing"),
    (("{move: 2,", "{move: two,"), "{move: 2,", "here belongs a whole number"),
    (("draft: true", "draft: perhaps"), "draft: true", "here belongs true or false"),
    (("  - submission: {", "  - submision: {"), "  - submission: {", "“submision” is not known here"),
    (("organisations: [a-council]", "organisations: a-council"), "organisations: [", "here belongs a list"),
]

REFERENCES = [
    (("ends: 2018-03-31", "ends: 2017-03-31"), "ends: 2018", "ends before it starts"),
    (("slug: the-pilot", "slug: places-that-learn"), "slug: the-pilot", "cannot follow itself"),
    (("organisation: a-council}", "organisation: b-council}"), "Jo Lead", "there is no organisation “b-council”"),
    (("organisations: [a-council]", "organisations: [b]"), "organisations: [", "there is no organisation “b”"),
    (("theme: growth\n      mile", "theme: decline\n      mile"), "theme: growth", "there is no theme “decline”"),
    (("- {person: team@", "- {person: tame@"), "- {person: team@", "there is no person “tame@place.example”"),
    (("email: member@", "email: lead@"), "Kim Member", "the person “lead@place.example” is in programme.yaml, line"),
    (("role: lead}", "role: member}"), "    people:", "this partnership has no lead"),
    (("to: 2017-09-30", "to: 2017-07-09"), "{person: gone@", "this ends before it begins"),
    (("{person: gone@", "{person: member@"), "{person: gone@", "has two roles here at the same time"),
    (("    longitude: -1.5\n", ""), "  - slug: a-place", "latitude and longitude are given together"),
    (("name: Second step", "name: First step"), "name: Second step", "the milestone “First step” is in"),
]

HISTORY = [
    (("author: lead@place.example\n      at: 2017-08-08", "author: outside@place.example\n      at: 2017-08-08"),
     "author: lead@", "“outside@place.example” is not a member of “a-place” on that day"),
    (("at: 2017-09-01 20:00", "at: 2017-10-01 20:00"), "author: gone@", "is not a member of “a-place” on that day"),
    (("at: 2017-08-09 20:00", "at: 2017-08-07 20:00"), "at: 2017-08-09 20", "a history is in order of time"),
    (("at: 2018-01-20 08:00", "at: 2018-01-24 08:00"), "at: 2018-01-20", "this is not before 2018-01-24"),
    (("milestone: First step", "milestone: Third step"), "milestone: First", "has no milestone “Third step”"),
    (("themes: [growth]", "themes: [decline]"), "themes: [growth]", "there is no theme “decline”"),
    (("      reason: Nobody came.\n", ""), "standing: needs-attention", "“needs-attention” wants a reason"),
    (("about: [first,", "about: [zeroth,"), "about: [first,", "is neither a milestone here nor anything told"),
    (("        so-what: I had", "        so-wat: I had"), "so-what: I had", "“so-wat” is no prompt of driscoll"),
    (("by: outside@place.example\n      at: 2017-08-15", "by: lead@place.example\n      at: 2017-08-15"),
     "by: outside@", "“lead@place.example” does not facilitate “a-place” on that day"),
    (("passage: counted chairs", "passage: counted tables"), "passage: counted", "not in the text, letter for letter"),
    (("passage: counted chairs", "passage: Nobody came"), "passage: counted", "not in the text, letter for letter"),
    (("prompt: so-what", "prompt: feelings"), "prompt: so-what", "“feelings” is none of its prompts"),
    (("{move: 2,", "{move: 3,"), "{move: 2,", "the answer has 2 moves, counted from 1"),
    (("  - submission: {of: thought", "  - submission: {of: nothing"), "- submission", "nothing told before is called"),
    (("- submission: {of: thought, by: member@", "- submission: {of: thought, by: lead@"),
     "- submission", "only its author, “member@place.example”, can do that"),
    (("outcome: invites", "outcome: acknowledges"), "- submission", "is acknowledged at that time"),
    (("09:00, audience: community}", "09:00, audience: facilitators}"),
     "audience: community}", "is for facilitators already"),
    (("{for: thought, by: [lead@", "{for: thought, by: [member@"), "{for: thought", "cannot say thanks for this"),
    (("{for: thought, by: [lead@place.example, team@", "{for: note, by: [lead@place.example, team@"), "{for: thought",
     "nothing told before is called “note”"),
    (("theme: growth, at", "theme: growth, person: lead@place.example, at"), "theme: growth, at", "exactly one of"),
    (("who: team@place.example, person: lead@", "who: lead@place.example, person: lead@"),
     "person: lead@place.example, at",
     "nobody follows themself"),
    (("theme: growth, at", "partnership: a-place, at"), "theme: growth, at", "follows “a-place” already"),
    (("audience: me\n", "audience: me\n      send: true\n"), "audience: me", "what is only for me is not sent"),
    (("ref: wrong", "ref: first"), "ref: wrong", "“first” names something else already"),
    (("- revision: {of: first,", "- revision: {of: back,"), "- revision: {of: first", "a reflection has no “"),
    (("of: wrong, by", "of: unfinished, by"), "of: wrong, by", "nothing told before is called “unfinished”"),
    (("title: For myself\n      audience: me\n      answers: {body: I shall leave.}",
      "title: For myself\n      audience: me\n      answers: {body: ''}"),
     "answers: {body: I shall", "at least one answer"),
    (("- withdrawal: {of: wrong", "- taking-back: {of: thought"), "- withdrawal", "only its author"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "at", "says"), [*FORM, *REFERENCES, *HISTORY], ids=lambda value: str(value)[:40].replace("\n", " ")
)
def test_each_mistake_is_told_with_its_line(programme_file, change, at, says):
    found = problems_of(programme_file(change))
    line = line_of(at)
    told = [problem for problem in found if says in problem]
    assert told, found
    moved = change[1].count("\n") - change[0].count("\n")
    lines = {int(re.match(r"programme\.yaml:(\d+): ", problem)[1]) for problem in told}
    assert lines & {line, line + moved, line + 1}, (told, line)


def test_everything_is_told_at_once_in_the_order_of_lines(programme_file):
    found = problems_of(
        programme_file(
            ("sector: council", "sector: club"), ("cycle: driscoll", "cycle: rolfe"), ("draft: true", "draft: so")
        )
    )
    lines = [int(problem.split(":")[1]) for problem in found]
    assert len(found) == 3
    assert lines == sorted(lines)


def test_without_a_day_to_stand_on_nothing_lies_in_the_future(programme_file):
    path = programme_file(("as-if-today: 2018-01-24\n", ""), ("at: 2018-01-20 08:00", "at: 2999-01-20 08:00"))
    assert any("this has not happened yet" in problem for problem in problems_of(path))
