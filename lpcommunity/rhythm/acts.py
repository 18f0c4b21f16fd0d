"""How rhythms, pauses, check-ins and chances passed over are told in a programme's history."""

from datetime import date
from uuid import uuid4

from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES as FOR
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape, day, email, moment, one_of, or_nothing, slug, text
from lpcommunity.rhythm.commands import pausing
from lpcommunity.rhythm.commands.check_ins import NextStep, check_in
from lpcommunity.rhythm.commands.told_chances import Told, pass_over_as_told
from lpcommunity.rhythm.models import CHECK_IN, END, EVERY, MIDDLE, MOVED, REACHED
from lpcommunity.rhythm.policy import AUDIENCES
from lpcommunity.updates.acts import check_reason
from lpcommunity.updates.fields import BODY, HELP
from lpcommunity.updates.models import STANDINGS

WHERE = {"partnership": slug, "by": email, "at": moment}
RHYTHM = Shape({**WHERE, "every": one_of(*EVERY)})
PAUSE = Shape({**WHERE, "until": day, "reason": text(500)}, {"audience": or_nothing(one_of(*AUDIENCES))})
PASSED_OVER = Shape(
    {**WHERE, "what": one_of(CHECK_IN, REACHED, MOVED, MIDDLE, END), "day": day, "why": text(500)},
    {"milestone": or_nothing(text(200))},
)
CHECKED_IN = Shape(
    {**WHERE, "ref": slug, "audience": one_of(*FOR), "standing": one_of(*STANDINGS), "says": text(BODY)},
    {
        "reason": or_nothing(text(HELP)),
        "next": or_nothing(text(300)),
        "next-owner": or_nothing(email),
        "next-due": or_nothing(day),
        "help": or_nothing(text(HELP)),
        "for-facilitators": or_nothing(text(HELP)),
    },
)


def _rhythm(item: Item, state: ReplayState) -> None:
    place = state.provisioned.partnerships.find(item["partnership"])
    pausing.set_rhythm(state.person(item["by"]), place, item["every"])


def _pause(item: Item, state: ReplayState) -> None:
    place = state.provisioned.partnerships.find(item["partnership"])
    audience = item["audience"] or "partnership"
    pausing.pause(state.person(item["by"]), place, item["until"], item["reason"], audience)


def _pass_over(item: Item, state: ReplayState) -> None:
    place = state.provisioned.partnerships.find(item["partnership"])
    if (item["what"] in (REACHED, MOVED)) != (item["milestone"] is not None):
        raise Unfit(item.where("what"), "a milestone is named where one was reached or moved, and only there")
    stone = None
    if item["milestone"] is not None:
        stone = state.provisioned.milestones(item["partnership"]).find(item["milestone"]).id
    said = Told(item["what"], item["day"], stone)
    pass_over_as_told(state.person(item["by"]), place, said, item["why"])


def _check_in(item: Item, state: ReplayState) -> None:
    check_reason(item, item["standing"], item["reason"])
    place = state.provisioned.partnerships.find(item["partnership"])
    update = check_in(
        state.person(item["by"]),
        place,
        str(uuid4()),
        _said(item),
        audience=item["audience"],
        standing=item["standing"],
        reason=item["reason"] or "",
        help_wanted=item["help"] or "",
        next_step=_next(item, state),
        confided=item["for-facilitators"] or "",
    )
    state.entries.put(item["ref"], update)


def _said(item: Item) -> Content:
    """What is next without a day is part of the text."""
    lines = [item["says"]]
    if item["next"] and not item["next-due"]:
        lines.append(f"Next: {item['next']}")
    return Content.written("", {"body": "\n\n".join(lines)})


def _next(item: Item, state: ReplayState) -> NextStep | None:
    due: date | None = item["next-due"]
    if due is None:
        if item["next-owner"]:
            raise Unfit(item.where("next-owner"), "whoever does what is next has a day: “next-due”")
        return None
    if not item["next"]:
        raise Unfit(item.where("next-due"), "a day belongs to something that is “next”")
    return NextStep(item["next"], state.provisioned.people.find(item["next-owner"] or item["by"]).id, due)


FIELDS = {"due": "next-due", "owner": "next-owner", "what": "next", "help_wanted": "help", "body": "says"}
register(Act("rhythm", RHYTHM, _rhythm, {"rhythm": "every"}))
register(Act("pause", PAUSE, _pause))
register(Act("passing-over", PASSED_OVER, _pass_over))
register(Act("check-in", CHECKED_IN, _check_in, FIELDS))
