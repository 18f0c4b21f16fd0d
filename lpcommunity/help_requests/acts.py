"""How requests for help are told in a programme's history: somebody is asked, it is said what helped, it is closed.

That help is asked for, the entry says that asks.
"""

from lpcommunity.access import Missing
from lpcommunity.comments.models import Comment
from lpcommunity.help_requests.commands import (
    WORDS,
    answer_request,
    ask_person,
    close_request,
    open_request,
    suggest_people,
)
from lpcommunity.help_requests.models import ANSWERED, CLOSED, OPEN
from lpcommunity.help_requests.queries import request_row
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, email, moment, one_of, or_nothing, slug, text

HELP = Shape(
    {"of": slug, "by": email, "at": moment, "state": one_of(OPEN, ANSWERED, CLOSED)},
    {"words": or_nothing(text(WORDS)), "helper": or_nothing(email), "helped": or_nothing(slug)},
)
ASKED = Shape({"of": slug, "by": email, "at": moment, "person": email})


def _decide(item: Item, state: ReplayState) -> None:
    actor, entry = state.person(item["by"]), state.entry(item["of"])
    if item["state"] == CLOSED:
        close_request(actor, entry)
    elif item["state"] == OPEN:
        open_request(actor, entry)
    else:
        helper = state.person(item["helper"]).id if item["helper"] else None
        answer_request(actor, entry, item["words"] or "", helper, comment=_comment(item, state))


def _comment(item: Item, state: ReplayState) -> Comment | None:
    """What was said below it and helped, by the name under which the history tells that."""
    if not item["helped"]:
        return None
    found = state.entries.find(item["helped"])
    if not isinstance(found, Comment):
        raise Unfit(item["helped"].place, f"“{item['helped']}” is not a comment")
    return found


def _ask(item: Item, state: ReplayState) -> None:
    """Of those who are thought of when it is asked: the worker that thinks of them comes after the history."""
    entry = state.entry(item["of"])
    request = request_row(entry.id)
    if request is not None:
        suggest_people(request.id, request.asked_at)
    try:
        ask_person(state.person(item["by"]), entry, state.person(item["person"]).id)
    except Missing as error:
        raise Unfit(item["person"].place, f"nothing suggests “{item['person']}” for “{item['of']}”") from error


register(Act("help", HELP, _decide))
register(Act("help-asking", ASKED, _ask))
