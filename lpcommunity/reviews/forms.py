"""The forms of an exchange: an answer, made of moves, and the replies to one."""

import re
from collections.abc import Iterable
from typing import Any, cast

from flask import request
from werkzeug.datastructures import MultiDict

from lpcommunity.drafts.forms import WritingForm
from lpcommunity.reflections.cycles import Prompt
from lpcommunity.reviews.commands import LONGEST_MOVE, LONGEST_PASSAGE, MOST_MOVES, MoveContent
from lpcommunity.reviews.exchange import ExchangeMove
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, MOVES
from lpcommunity.web.echo import register_quoting
from lpcommunity.web.forms import ChoiceField, Length, LongTextField, SelectOneField, TextField

OUTCOMES = {INVITES: "Invite them to think further", ACKNOWLEDGES: "Acknowledge the reflection"}
MOVE_FIELD = re.compile(r"moves-(\d{1,3})-(\w+)\Z")
PASSAGE = "passage"  # the field of a move in which its author's words are quoted

register_quoting(lambda name: name.endswith(f"-{PASSAGE}"))


class AnswerForm(WritingForm):
    """An answer. Made by `answer_form`, which adds the rows of its moves."""

    outcome = ChoiceField(
        "And then?", choices=OUTCOMES, default=INVITES, none_chosen="Say whether you invite them to think further"
    )
    count = 1

    @property
    def moves(self) -> list[dict[str, Any]]:
        """The fields of each move, in order."""
        return [
            {name: self[f"moves-{n}-{name}"] for name in ("kind", "says", "prompt", PASSAGE)} for n in range(self.count)
        ]

    @property
    def values(self) -> list[MoveContent]:
        """The moves as they were written."""
        return [MoveContent(**{name: field.data or "" for name, field in move.items()}) for move in self.moves]


class RepliesForm(WritingForm):
    """Replies to the moves of an answer, sent together. Made by `replies_form`."""

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """The reply to a move goes by its name alone: reply-12."""
        return f"reply-{path[1]}" if path[0] == "replies" and len(path) > 1 else super().name_of(path)

    def to(self, move_id: int) -> Any:
        """The field for the reply to this move."""
        return self[f"reply-{move_id}"]

    @property
    def values(self) -> dict[int, str]:
        """What was written, by the id of the move."""
        return {
            int(field.name.removeprefix("reply-")): field.data or ""
            for field in self
            if field.name.startswith("reply-")
        }


def rows_wanted(given: dict[str, Any]) -> int:
    """How many rows of moves the form has: those that were sent or kept, or as many as the address asks for."""
    fields = given.get("formdata") or request.form
    numbers = [name.split("-")[1] for name in fields if name.startswith("moves-") and name.count("-") == 2]
    sent = 1 + max((int(n) for n in numbers if _small(n)), default=0)
    asked = request.args.get("rows", "")
    return min(max(sent, int(asked) if _small(asked) else 0), MOST_MOVES)


def without_move(fields: MultiDict[str, str], number: int) -> MultiDict[str, str]:
    """What was sent, without the move of this number (from 0); those after it move up."""
    kept: list[tuple[str, str]] = []
    for name, value in fields.items(multi=True):
        row = MOVE_FIELD.match(name)
        if row is None or int(row[1]) < number:
            kept.append((name, value))
        elif int(row[1]) > number:
            kept.append((f"moves-{int(row[1]) - 1}-{row[2]}", value))
    return MultiDict(kept)


def answer_form(prompts: Iterable[Prompt], given: dict[str, Any]) -> AnswerForm:
    """The form of an answer along these prompts. `given` is how to fill it (drafts.editing_session)."""
    about = {"": "The whole reflection", **{prompt.key: prompt.asks for prompt in prompts}}
    count = rows_wanted(given)
    fields: dict[str, Any] = {"count": count}
    for n in range(count):
        fields[f"moves-{n}-kind"] = SelectOneField(
            "Kind of move", choices=MOVES, default="challenging", none_chosen="Choose what kind of move this is"
        )
        fields[f"moves-{n}-says"] = LongTextField("What you say", [Length(LONGEST_MOVE, thing="Your move")])
        fields[f"moves-{n}-prompt"] = SelectOneField(
            "It speaks to", choices=about, default="", none_chosen="Choose one of the questions, or the whole"
        )
        fields[f"moves-{n}-{PASSAGE}"] = TextField(
            "The words it is tied to", [Length(LONGEST_PASSAGE, thing="The passage")]
        )
    return cast(AnswerForm, type("AnswerForm", (AnswerForm,), fields)(**given))


def replies_form(moves: Iterable[ExchangeMove], given: dict[str, Any]) -> RepliesForm:
    """The form with one reply for each of these moves."""
    fields: dict[str, Any] = {
        f"reply-{move.id}": LongTextField("Your reply", [Length(LONGEST_MOVE, thing="Your reply")]) for move in moves
    }
    return cast(RepliesForm, type("RepliesForm", (RepliesForm,), fields)(**given))


def _small(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 4
