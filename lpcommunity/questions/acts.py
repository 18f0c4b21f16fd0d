"""How questions that stay open are told in a programme's history: left open, opened again, answered."""

from lpcommunity.access import Missing
from lpcommunity.actions.models import Action
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, slug, whole_number
from lpcommunity.questions.commands import leave_open, point_to_answer
from lpcommunity.questions.models import Question
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.queries import reflection_row
from lpcommunity.reviews.answers import moves_of_latest_answer

LEFT_OPEN = Shape({"ref": slug, "on": slug, "move": whole_number, "by": email, "at": moment})
ANSWERED = Shape({"of": slug, "by": email, "at": moment, "with": slug})


def _leave_open(item: Item, state: ReplayState) -> None:
    """A move of the newest answer, counted from 1."""
    actor, reflection = state.person(item["by"]), state.entry(item["on"], REFLECTION.key)
    if reflection.author_id != actor.id:
        raise Unfit(item.where("by"), "only the author of the reflection says of a question that it stays open")
    moves = dict(enumerate(moves_of_latest_answer(reflection.id), 1))
    if item["move"] not in moves:
        raise Unfit(item.where("move"), f"the answer has {len(moves)} moves, counted from 1")
    try:
        question = leave_open(actor, reflection, moves[item["move"]])
    except Missing as missing:
        raise Unfit(item.where("move"), "this move asks nothing that could stay open") from missing
    state.entries.put(item["ref"], question)


def _answer(item: Item, state: ReplayState) -> None:
    """With an entry or an action that came after it."""
    question, found = state.entries.find(item["of"]), state.entries.find(item["with"])
    if not isinstance(question, Question):
        raise Unfit(item["of"].place, f"“{item['of']}” is not a question that was left open")
    by = f"action:{found.id}"
    if not isinstance(found, Action):
        entry = state.entry(item["with"])
        by = f"{entry.kind}:{entry.id}"
    reflection = reflection_row(question.reflection_id)
    assert reflection is not None
    point_to_answer(state.person(item["by"]), reflection, question.move_id, by)


register(Act("open-question", LEFT_OPEN, _leave_open))
register(Act("question-answered", ANSWERED, _answer))
