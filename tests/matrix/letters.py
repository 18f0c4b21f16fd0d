"""The letter of what moved, to everybody in the matrix's world."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.notifications import registry
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.notification_types import IN_LETTER
from lpcommunity.notifications.what_moved import composing, gathering, letter_text
from lpcommunity.notifications.what_moved.choices import WEEKLY, Wishes
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, now
from tests.factories import reading
from tests.matrix.world import Matrix

OPENLY = ("partnership", "community", "public")


def _wishes() -> Wishes:
    """Whatever can wait is asked for, so that lines of the inbox are in the letter."""
    waits = [one.key for one in registry.types() if one.choice is not None and IN_LETTER in one.choice.ways]
    assert waits
    return Wishes(WEEKLY, 0, None, None, dict.fromkeys(waits, IN_LETTER))


def letter_now(person: Person | None) -> str:
    """What a letter says that goes to this person now; empty where none goes."""
    reader = reading(person)
    if not isinstance(reader, Reader) or not composing.is_meant(MailWritten(0), reader):
        return ""
    news = gathering.gather(reader, _wishes())
    letter = letter_text.letter_of(reader, news, "on Mondays")
    return "\n".join((letter.subject, *composing.written(letter))) if letter is not None else ""


def letter_to(matrix: Matrix, kind: str, patch: pytest.MonkeyPatch) -> str:
    """All of it, however much there is, a minute from now."""
    patch.setattr(letter_text, "SHOWN_EACH", 1000)
    patch.setattr(gathering, "MOST_EACH", 1000)
    with clock.at(now() + timedelta(minutes=1)):
        return letter_now(matrix.world.people[kind])


def stands_in_letter(matrix: Matrix, kind: str) -> set[str]:
    """The canaries that a letter to this person holds: of what others wrote openly in the two places, and reported."""
    reader = reading(matrix.world.people[kind])
    if not isinstance(reader, Reader) or not reader.in_community:
        return set()
    found = set()
    for canary, item in matrix.told.items.items():
        entry = item.entry
        if kind not in item.readers or not item.listed or entry is None:
            continue
        if entry.state == PUBLISHED and entry.audience in OPENLY and entry.author_id != reader.id:
            found.add(canary)
    reported = {f"canary-{what}-{audience}" for what in ("done", "came") for audience in OPENLY}
    if kind != "member here":  # who reported
        found |= {canary for canary in reported if kind in matrix.told.items[canary].readers}
    return found
