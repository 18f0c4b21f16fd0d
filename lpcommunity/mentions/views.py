"""Suggesting people while somebody types their name after an @."""

from flask import Blueprint, Response, jsonify, request

from lpcommunity.access import access
from lpcommunity.access.reader import Reader
from lpcommunity.mentions import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.mentions import queries
from lpcommunity.mentions.policy import Reach
from lpcommunity.people.current_user import me
from lpcommunity.web.request_budgets import RequestBudget

pages = Blueprint("mentions", __name__, template_folder="templates")

BUDGET = RequestBudget(240)  # each key that somebody presses may ask


@pages.get("/mentions")
@access("signed-in")
def suggest() -> Response:
    """Up to eight people whom one may mention, by name and place; nobody for what one may not read or write.

    `entry` or, for one that is being written, `partnership` and `audience`. With both, a text below an entry that is
    for these people.
    """
    if refusal := BUDGET.refusal(me().id):
        return refusal
    reach = _reach(me())
    found = queries.suggestions(me(), reach, request.args.get("q", "")) if reach is not None else []
    return jsonify(people=[{"id": one.id, "name": one.name, "where": one.where} for one in found])


def _reach(actor: Reader) -> Reach | None:
    entry, audience = request.args.get("entry", ""), request.args.get("audience", "")
    if not entry:
        return queries.reach_to_come(actor, request.args.get("partnership", ""), audience)
    known = entry.isascii() and entry.isdigit() and len(entry) < 10
    reach = queries.reach_of(actor, int(entry) if known else 0)
    return reach.narrowed(audience) if reach is not None else None
