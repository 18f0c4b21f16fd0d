"""How actions are told in a programme's history: undertaken, handed on, given back, reported."""

from uuid import uuid4

from lpcommunity.actions.commands.owners import decline, hand_over
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.actions.models import CHANGED, OUTCOMES, Action
from lpcommunity.actions.queries import goes_on_from
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import (
    Item,
    LocatedText,
    Shape,
    day,
    email,
    moment,
    one_of,
    or_nothing,
    slug,
    text,
    whole_number,
)
from lpcommunity.reviews.answers import moves_of_latest_answer

PARTNER = Shape({"name": text(120), "email": email}, {"organisation": or_nothing(slug)})
UNDERTAKEN = Shape(
    {"ref": slug, "partnership": slug, "by": email, "at": moment, "what": text(300), "due": day},
    {
        "owner": or_nothing(email),
        "partner": PARTNER,
        "expects": or_nothing(text(1_000)),
        "audience": or_nothing(one_of(*AUDIENCES)),
        "from": or_nothing(slug),
        "move": or_nothing(whole_number),
    },
)
REPORTED = Shape(
    {"of": slug, "by": email, "at": moment, "outcome": one_of(*OUTCOMES), "came-of-it": text(2_000)},
    {"now": or_nothing(text(300)), "due": or_nothing(day), "ref": or_nothing(slug)},
)
HANDED_ON = Shape({"of": slug, "by": email, "to": email, "at": moment}, {"why": or_nothing(text(300))})
DECLINED = Shape({"of": slug, "by": email, "at": moment, "why": text(300)})


def _undertake(item: Item, state: ReplayState) -> None:
    partnership = state.provisioned.partnerships.find(item["partnership"])
    people, partner = state.provisioned.people, item["partner"]
    if partner and item["owner"]:
        raise Unfit(item.where("owner"), "an action has an “owner” or a “partner”, not both")
    said = Undertaking(
        what=item["what"],
        due_on=item["due"],
        owner_id=None if partner else people.find(item["owner"] or item["by"]).id,
        partner=_contact(partner, state) if partner else None,
        audience=item["audience"] or "",
        expects=item["expects"] or "",
        source=_source(item, state),
    )
    state.entries.put(item["ref"], undertake(state.person(item["by"]), partnership, str(uuid4()), said))


def _contact(item: Item, state: ReplayState) -> PartnerContact:
    organisation = state.provisioned.organisations.find(item["organisation"]) if item["organisation"] else None
    if not state.writes_to_partners:
        state.not_written_to.add(item["email"])
    where = organisation.id if organisation else None
    return PartnerContact(item["name"], item["email"], where, written_to=state.writes_to_partners)


def _source(item: Item, state: ReplayState) -> str:
    """What it comes from: an entry, or a move of the newest answer to it, counted from 1."""
    if item["from"] is None:
        if item["move"] is not None:
            raise Unfit(item.where("move"), "a move is one of the newest answer to what it comes “from”")
        return ""
    entry = state.entry(item["from"])
    if item["move"] is None:
        return f"{entry.kind}:{entry.id}"
    moves = dict(enumerate(moves_of_latest_answer(entry.id), 1))
    if item["move"] not in moves:
        raise Unfit(item.where("move"), f"the answer has {len(moves)} moves, counted from 1")
    return f"move:{moves[item['move']]}"


def _report(item: Item, state: ReplayState) -> None:
    action = _action(item["of"], state)
    for key in ("now", "due", "ref"):
        if item[key] and item["outcome"] != CHANGED:
            raise Unfit(item.where(key), f"only what has “changed” goes on, and has a “{key}”")
    said = Report(item["outcome"], item["came-of-it"], item["now"] or "", item["due"])
    report(state.person(item["by"]), action, said)
    if item["ref"]:
        state.entries.put(item["ref"], goes_on_from(action.id))


def _hand_on(item: Item, state: ReplayState) -> None:
    to = state.provisioned.people.find(item["to"])
    hand_over(state.person(item["by"]), _action(item["of"], state), to.id, item["why"] or "")


def _decline(item: Item, state: ReplayState) -> None:
    decline(state.person(item["by"]), _action(item["of"], state), item["why"])


def _action(ref: LocatedText, state: ReplayState) -> Action:
    found = state.entries.find(ref)
    if isinstance(found, Entry) or not isinstance(found, Action):
        raise Unfit(ref.place, f"“{ref}” is not an action")
    return found


register(Act("action", UNDERTAKEN, _undertake, {"owner_name": "partner", "owner_email": "partner", "source": "from"}))
register(Act("report", REPORTED, _report, {"came_of_it": "came-of-it", "new_what": "now", "new_due": "due"}))
register(Act("hand-over", HANDED_ON, _hand_on, {"owner": "to"}))
register(Act("declining", DECLINED, _decline))
