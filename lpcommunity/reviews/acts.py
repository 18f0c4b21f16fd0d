"""How answers, and the replies to them, are told in a programme's history."""

from uuid import uuid4

from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.history_state import EntryState, HistoryState
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import (
    Item,
    Shape,
    email,
    many,
    moment,
    one_of,
    or_nothing,
    slug,
    text,
    whole_number,
)
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING
from lpcommunity.reviews.answers import moves_of_latest_answer
from lpcommunity.reviews.commands import MoveContent, send_replies, send_review
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, MOVES

MOVE = Shape(
    {"kind": one_of(*MOVES), "says": text(20_000)}, {"prompt": or_nothing(slug), "passage": or_nothing(text(500))}
)
ANSWER = Shape(
    {"on": slug, "by": email, "at": moment, "outcome": one_of(ACKNOWLEDGES, INVITES), "moves": many(MOVE, 50)}
)
REPLY = Shape({"move": whole_number, "says": text(20_000)})
RESPONSE = Shape({"on": slug, "by": email, "at": moment, "answers": many(REPLY, 50)})


def _check_answer(item: Item, state: HistoryState) -> None:
    told = state.entry(item, "on", REFLECTION.key)
    if told is None:
        return
    place = told.item["partnership"]
    if not state.roster.facilitates(item["by"], place, item["at"].date()):
        state.problems.add(item.where("by"), f"“{item['by']}” does not facilitate “{place}” on that day")
    if told.own.review != WAITING:
        state.problems.add(item.where("on"), f"“{item['on']}” is not waiting for an answer at that time")
    if not item["moves"]:
        state.problems.add(item.where("moves"), "an answer has at least one move")
    for move in item["moves"]:
        _check_move(move, told, state)
    told.own.moves = len(item["moves"])
    told.own.review = ACKNOWLEDGED if item["outcome"] == ACKNOWLEDGES else ANSWERED


def _check_move(move: Item, told: EntryState, state: HistoryState) -> None:
    keys = [prompt.key for prompt in prompts_of(told.item["cycle"])]
    if move["prompt"] is not None and move["prompt"] not in keys:
        state.problems.add(move.where("prompt"), f"“{move['prompt']}” is none of its prompts: {', '.join(keys)}")
        return
    texts = [told.own.waiting.get(key, "") for key in ([move["prompt"]] if move["prompt"] else keys)]
    if move["passage"] is not None and not any(move["passage"] in text for text in texts):
        state.problems.add(move.where("passage"), "these words are not in the text, letter for letter")


def _check_response(item: Item, state: HistoryState) -> None:
    told = state.own(item, "on", REFLECTION.key)
    if told is None:
        return
    if not told.own.moves:
        state.problems.add(item.where("on"), f"“{item['on']}” has no answer yet")
    for reply in item["answers"]:
        if not 1 <= (reply["move"] or 0) <= told.own.moves and told.own.moves:
            state.problems.add(reply.where("move"), f"the answer has {told.own.moves} moves, counted from 1")


def _answer(item: Item, state: ReplayState) -> None:
    reflection = state.entries[item["on"]]
    moves = [
        MoveContent(kind=move["kind"], prompt=move["prompt"] or "", passage=move["passage"] or "", says=move["says"])
        for move in item["moves"]
    ]
    send_review(
        state.person(item["by"]),
        reflection,
        str(uuid4()),
        item["outcome"],
        moves,
        version=reflection.submitted_version or reflection.version,
    )


def _reply(item: Item, state: ReplayState) -> None:
    reflection = state.entries[item["on"]]
    moves = moves_of_latest_answer(reflection.id)
    replies = {moves[reply["move"] - 1]: reply["says"] for reply in item["answers"]}
    send_replies(state.person(item["by"]), reflection, str(uuid4()), replies)


register(Act("answer", ANSWER, _check_answer, _answer))
register(Act("response", RESPONSE, _check_response, _reply))
