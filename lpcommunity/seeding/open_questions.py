"""Questions that stay open: one of eight is left so, and most of those are answered by what their place posts later."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

from lpcommunity.questions.models import ANSWERED, OPEN, Question
from lpcommunity.seeding.places import table
from lpcommunity.seeding.world import Place
from lpcommunity.seeding.writer import Row, Writer

ONE_IN, ANSWERED_AT_LAST = 8, 0.6
WIDE = ("partnership", "community", "public")


class OpenQuestions:
    """Writes them, each when it is known what became of it: those that wait for something later are kept till then."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._waiting: dict[int, list[Row]] = defaultdict(list)  # by place

    def leave_open(self, place: Place, reflection_id: int, author: int, move_id: int, asked_at: datetime) -> None:
        """Leave a question open, now and then."""
        dice = Random(move_id)  # noqa: S311  (of its own: the rest of the community stays as it was)
        if dice.randrange(ONE_IN):
            return
        row: Row = {
            "move_id": move_id,
            "reflection_id": reflection_id,
            "partnership_id": place.id,
            "author_id": author,
            "programme_id": place.programme_id,
            "state": OPEN,
            "left_open_at": asked_at + timedelta(minutes=dice.randint(1, 50)),
            "answered_at": None,
            "answering_entry_id": None,
            "answering_action_id": None,
            "first_answered_at": None,
            "lived_days": None,
        }
        if dice.random() < ANSWERED_AT_LAST:
            self._waiting[place.id].append({**row, "asked_at": asked_at})
        else:
            self._write(row)

    def answered_by(self, place: Place, entry_id: int, audience: str, at: datetime) -> None:
        """Let this entry answer the question that has waited longest there, if it came later."""
        waiting = self._waiting[place.id]
        if audience not in WIDE or not waiting or waiting[0]["left_open_at"] >= at:
            return
        row = waiting.pop(0)
        lived = (at - row.pop("asked_at")).days
        self._write(
            {**row, "state": ANSWERED, "answered_at": at, "answering_entry_id": entry_id, "first_answered_at": at}
            | {"lived_days": lived}
        )

    def _write(self, row: Row) -> None:
        self.writer.add(table(Question), {"id": self.writer.number(table(Question)), **row})
