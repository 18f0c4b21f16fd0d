"""A small programme in a file, which tests bend until it breaks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = """\
version: 1
as-if-today: 2018-01-24
programme:
  name: Places that Learn
  slug: places-that-learn
  starts: 2017-07-01
  ends: 2018-03-31
  follows: {name: The Pilot, slug: the-pilot}
themes:
  - {slug: growth, name: Growth}
organisations:
  - {slug: a-council, name: A Council, sector: council}
people:
  - {email: lead@place.example, name: Jo Lead, job: Manager, organisation: a-council}
  - {email: member@place.example, name: Kim Member, organisation: null, helps-with: Chairs}
  - {email: gone@place.example, name: Lee Gone}
  - {email: outside@place.example, name: Dr Pat Outside}
  - {email: team@place.example, name: Sam Team}
team:
  - {person: team@place.example, role: programme-team}
partnerships:
  - slug: a-place
    name: A Place
    summary: Where it happens.
    latitude: 52.5
    longitude: -1.5
    organisations: [a-council]
    people:
      - {person: lead@place.example, role: lead}
      - {person: member@place.example, role: member, from: 2017-07-10, to: null}
      - {person: gone@place.example, role: member, from: 2017-07-10, to: 2017-09-30}
      - {person: outside@place.example, role: facilitator, from: 2017-07-03, to: 2017-12-31}
    project:
      title: Trying
      aim: To find out.
      theme: growth
      milestones:
        - {name: First step, due: 2017-09-01, first-planned: 2017-08-15, reached: 2017-09-01}
        - name: Second step
          due: 2018-02-01
          first-planned: 2017-11-01
          slips:
            - {on: 2017-10-02, to: 2017-12-01, reason: procurement, by: lead@place.example, why: Three quotes.}
            - {on: 2017-11-20, to: 2018-02-01, reason: money, audience: facilitators, why: Not a penny.}
history:
  - update:
      ref: first
      partnership: a-place
      author: lead@place.example
      at: 2017-08-08 10:30
      title: It began
      standing: needs-attention
      reason: Nobody came.
      milestone: First step
      themes: [growth]
      audience: community
      body: |
        We **began**.
  - reflection:
      ref: thought
      partnership: a-place
      author: member@place.example
      at: 2017-08-09 20:00
      cycle: driscoll
      title: Why did nobody come?
      about: [first, First step]
      audience: facilitators
      answers:
        what: Nobody came.
        so-what: I had counted chairs.
  - answer:
      on: thought
      by: outside@place.example
      at: 2017-08-15 09:00
      outcome: invites
      moves:
        - {kind: supportive, says: Thank you.}
        - {kind: challenging, prompt: so-what, passage: counted chairs, says: Whom had you asked?}
  - response:
      on: thought
      by: member@place.example
      at: 2017-08-16 09:00
      answers:
        - {move: 2, says: Nobody.}
  - leaving-there: {of: thought, by: member@place.example, at: 2017-08-16 10:00}
  - revision: {of: thought, by: member@place.example, at: 2017-08-17 09:00, answers: {now-what: I will ask.}}
  - submission: {of: thought, by: member@place.example, at: 2017-08-17 09:05}
  - answer:
      on: thought
      by: outside@place.example
      at: 2017-08-20 09:00
      outcome: acknowledges
      moves:
        - {kind: supportive, prompt: now-what, says: Good.}
  - audience: {of: thought, by: member@place.example, at: 2017-08-21 09:00, audience: community}
  - thanks: {for: thought, by: [lead@place.example, team@place.example], at: 2017-08-22 09:00}
  - follow: {who: team@place.example, partnership: a-place, at: 2017-08-23 09:00}
  - follow: {who: team@place.example, theme: growth, at: 2017-08-23 09:00}
  - follow: {who: team@place.example, person: lead@place.example, at: 2017-08-23 09:00}
  - reflection:
      ref: note
      partnership: a-place
      author: gone@place.example
      at: 2017-09-01 20:00
      cycle: free
      title: For myself
      audience: me
      answers: {body: I shall leave.}
  - reflection:
      ref: back
      partnership: a-place
      author: lead@place.example
      at: 2017-09-02 20:00
      cycle: free
      title: Too early
      audience: facilitators
      answers: {body: I am not sure.}
  - taking-back: {of: back, by: lead@place.example, at: 2017-09-03 08:00}
  - revision: {of: first, by: lead@place.example, at: 2017-09-04 08:00, standing: on-track, body: We began again.}
  - update:
      ref: wrong
      partnership: a-place
      author: lead@place.example
      at: 2017-09-05 08:00
      standing: on-track
      audience: community
      body: Wrong figures.
  - withdrawal: {of: wrong, by: lead@place.example, at: 2017-09-06 08:00}
  - update:
      ref: unfinished
      partnership: a-place
      author: lead@place.example
      at: 2018-01-20 08:00
      draft: true
      title: Half a thought
      standing: on-track
      audience: community
      body: And then
"""


@pytest.fixture
def programme_file(tmp_path: Path) -> Callable[..., Path]:
    """Write the small programme, with some of its text put differently: `programme_file(("old", "new"), ...)`."""

    def write(*changes: tuple[str, str]) -> Path:
        text = SMALL
        for old, new in changes:
            assert old in text, f"{old!r} is not in the small programme"
            text = text.replace(old, new, 1)
        path = tmp_path / "programme.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def without_history(programme_file):
    """The same programme as it begins: no history, and nobody a member until some day in the past."""

    def write(*changes):
        path = programme_file(*changes)
        text = path.read_text(encoding="utf-8").split("history:\n")[0]
        path.write_text(text.replace("as-if-today: 2018-01-24\n", ""), encoding="utf-8")
        return path

    return write


def line_of(text: str, number: int = 1) -> int:
    """The line of the small programme on which this stands (for the nth time)."""
    lines = [n for n, line in enumerate(SMALL.splitlines(), 1) if text in line]
    return lines[number - 1]


def is_told_at(found: list[str], change: tuple[str, str], at: str, says: str) -> None:
    """That one of the problems says this, on the line of the small programme on which `at` stands."""
    line, told = line_of(at), [problem for problem in found if says in problem]
    assert told, found
    moved = change[1].count("\n") - change[0].count("\n")
    lines = {int(re.match(r"programme\.yaml:(\d+): ", problem)[1]) for problem in told}
    assert lines & {line, line + moved, line + 1}, (told, line)
