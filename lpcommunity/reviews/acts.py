"""How answers, and the replies to them, are told in a programme's history."""

from uuid import uuid4

from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
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
from lpcommunity.openings.commands import say
from lpcommunity.openings.queries import newcomers_to
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reviews.answers import moves_of_latest_answer
from lpcommunity.reviews.commands import MoveContent, leave_there, send_replies, send_review
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, MOVES

MOVE = Shape(
    {"kind": one_of(*MOVES), "says": text(20_000)}, {"prompt": or_nothing(slug), "passage": or_nothing(text(500))}
)
ANSWER = Shape(
    {"on": slug, "by": email, "at": moment, "outcome": one_of(ACKNOWLEDGES, INVITES), "moves": many(MOVE, 50)}
)
OPENING = Shape({"on": slug, "by": email, "to": email, "at": moment})
REPLY = Shape({"move": whole_number, "says": text(20_000)})
LEAVING = Shape({"of": slug, "by": email, "at": moment})
RESPONSE = Shape({"on": slug, "by": email, "at": moment, "answers": many(REPLY, 50)})


def _check_prompts(item: Item, cycle: str) -> None:
    """A move names a prompt by its key. Raises Unfit for what is none."""
    keys = [prompt.key for prompt in prompts_of(cycle)]
    for move in item["moves"]:
        if move["prompt"] is not None and move["prompt"] not in keys:
            raise Unfit(move.where("prompt"), f"“{move['prompt']}” is none of its prompts: {', '.join(keys)}")


def _answer(item: Item, state: ReplayState) -> None:
    actor, reflection = state.person(item["by"]), state.entry(item["on"], REFLECTION.key)
    _check_prompts(item, reflection.cycle)
    moves = [
        MoveContent(kind=move["kind"], prompt=move["prompt"] or "", passage=move["passage"] or "", says=move["says"])
        for move in item["moves"]
    ]
    review = send_review(
        actor,
        reflection,
        str(uuid4()),
        item["outcome"],
        moves,
        version=reflection.submitted_version or reflection.version,
    )
    for move, sent in zip(item["moves"], review.moves, strict=True):
        if move["prompt"] is not None and move["prompt"] != sent.prompt:  # the command looked for the words elsewhere
            raise Unfit(move.where("passage"), "these words are not in the text of this prompt, letter for letter")


def _reply(item: Item, state: ReplayState) -> None:
    actor, reflection = state.person(item["by"]), state.entry(item["on"], REFLECTION.key)
    moves = dict(enumerate(moves_of_latest_answer(reflection.id), 1))
    if not moves:
        raise Unfit(item.where("on"), f"“{item['on']}” has no answer yet")
    for reply in item["answers"]:
        if reply["move"] not in moves:
            raise Unfit(reply.where("move"), f"the answer has {len(moves)} moves, counted from 1")
    replies = {moves[reply["move"]]: reply["says"] for reply in item["answers"]}
    send_replies(actor, reflection, str(uuid4()), replies)


def _open(item: Item, state: ReplayState) -> None:
    author, reflection = state.person(item["by"]), state.entry(item["on"], REFLECTION.key)
    facilitator = state.provisioned.people.find(item["to"])
    terms = {one.person_id: one.membership_id for one in newcomers_to(author, reflection)}
    if facilitator.id not in terms:
        raise Unfit(item.where("to"), f"“{item['on']}” is not closed to this person at that time")
    say(author, {(reflection.id, terms[facilitator.id]): True})


def _leave_there(item: Item, state: ReplayState) -> None:
    leave_there(state.person(item["by"]), state.entry(item["of"], REFLECTION.key))


register(Act("answer", ANSWER, _answer))
register(Act("opening", OPENING, _open))
register(Act("response", RESPONSE, _reply, {"replies": "answers"}))
register(Act("leaving-there", LEAVING, _leave_there))
