"""How reflections are told in a programme's history: written, changed, sent again, taken back."""

from dataclasses import dataclass, field
from typing import Any

from lpcommunity.entries.content import Content
from lpcommunity.entries.models import DRAFT, PUBLISHED
from lpcommunity.histories.acts import Act, EntryAct, register, register_entry
from lpcommunity.histories.history_state import EntryState, HistoryState
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import (
    Item,
    LocatedText,
    Shape,
    by_name,
    email,
    many,
    moment,
    one_of,
    passage,
    slug,
    text,
    yes_or_no,
)
from lpcommunity.reflections import commands, queries
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.fields import LONGEST
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, NONE, WAITING, Reflection
from lpcommunity.reflections.texts import headings_of


@dataclass
class ReflectionState:
    """How the exchange of a reflection stands, as far as the story has told it."""

    review: str = NONE
    answers: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)  # the texts as they were sent
    moves: int = 0  # in the newest answer


# Whether it could have been.


def _check(item: Item, told: EntryState, state: HistoryState) -> None:
    own = told.own = ReflectionState(answers=_answers(item, item["cycle"], state))
    if not any(own.answers.values()):
        state.problems.add(item.where("answers"), "a reflection has at least one answer")
    for thing in item["about"] or []:
        _check_subject(thing, item, state)
    wants_review = item["send"] if item["send"] is not None else item["audience"] != "me" and not item["draft"]
    item["send"] = wants_review
    if wants_review and item["draft"]:
        state.problems.add(item.where("send"), "a draft is not sent")
    elif wants_review and item["audience"] == "me":
        state.problems.add(item.where("audience"), "what is only for me is not sent to facilitators")
    elif wants_review:
        own.review, own.waiting = WAITING, dict(own.answers)


def _check_revision(item: Item, told: EntryState, state: HistoryState) -> None:
    told.own.answers.update(_answers(item, told.item["cycle"], state))


def _check_subject(thing: LocatedText, item: Item, state: HistoryState) -> None:
    if thing in state.roster.milestones(item["partnership"]):
        return
    about = state.told.get(thing)
    if about is None:
        state.problems.add(thing.place, f"“{thing}” is neither a milestone here nor anything told before")
    elif about.item["partnership"] != item["partnership"] or about.state == DRAFT:
        state.problems.add(thing.place, f"“{thing}” is not on record in “{item['partnership']}”")


def _answers(item: Item, cycle: str, state: HistoryState) -> dict[str, str]:
    keys = {prompt.key for prompt in prompts_of(cycle)} if cycle in CYCLES else set()
    for key in item["answers"] or {}:
        if key not in keys:
            where = item["answers"].where(key)
            state.problems.add(where, f"“{key}” is no prompt of {cycle}; its prompts are {', '.join(sorted(keys))}")
    return {key: said or "" for key, said in (item["answers"] or {}).items()}


def _check_submission(item: Item, state: HistoryState) -> None:
    told = state.own(item, "of", REFLECTION.key, drafts=True)
    if told is None:
        return
    own: ReflectionState = told.own
    if own.review in (WAITING, ACKNOWLEDGED) or told.audience == "me":
        why = "is for its author only" if told.audience == "me" else f"is {own.review} at that time"
        state.problems.add(item.where("of"), f"“{item['of']}” {why}, so it cannot be sent")
    state.still_a_member(item, told)
    told.state, own.review, own.waiting = PUBLISHED, WAITING, dict(own.answers)


def _check_taking_back(item: Item, state: HistoryState) -> None:
    told = state.own(item, "of", REFLECTION.key)
    if told is None:
        return
    own: ReflectionState = told.own
    if own.review != WAITING:
        state.problems.add(item.where("of"), f"“{item['of']}” is not waiting at that time")
    own.review = ANSWERED if own.moves else NONE
    if told.audience == "facilitators" and not own.moves:
        told.state = DRAFT


# Doing it again.


def _written(title: str, cycle: str, answers: dict[str, Any]) -> Content:
    said = {prompt.key: answers.get(prompt.key) or "" for prompt in prompts_of(cycle)}
    return Content.written(title, said, headings_of(cycle))


def _content(item: Item) -> Content:
    return _written(item["title"], item["cycle"], item["answers"])


def _about(item: Item, state: ReplayState) -> dict[str, list[int]]:
    names, place = item["about"] or [], item["partnership"]
    return {
        "about_entry_ids": [state.entries[name].id for name in names if not state.is_milestone(place, name)],
        "about_milestone_ids": [state.milestone_id(place, name) for name in names if state.is_milestone(place, name)],
    }


def _values(item: Item, state: ReplayState) -> dict[str, Any]:
    return {"cycle": item["cycle"], "submit": item["send"], **_about(item, state)}


def _fields(item: Item, state: ReplayState) -> dict[str, list[str]]:
    fields = {name: [str(item[name])] for name in ("title", "cycle", "audience")}
    fields |= {key: [str(said)] for key, said in item["answers"].items() if said}
    names, place = item["about"] or [], item["partnership"]
    entries = [state.entries[name] for name in names if not state.is_milestone(place, name)]
    ticked = [f"{entry.kind}-{entry.id}" for entry in entries]
    ticked += [f"{queries.MILESTONE_KIND}-{n}" for n in _about(item, state)["about_milestone_ids"]]
    return fields | ({"about": ticked} if ticked else {})


def _revised(reflection: Reflection, item: Item, _state: ReplayState) -> tuple[Content, dict[str, Any]]:
    answers = {**reflection.fields, **(item["answers"] or {})}
    content = _written(item["title"] or reflection.title, reflection.cycle, answers)
    return content, {"cycle": reflection.cycle, **queries.tied_ids(reflection.id)}


def _submit(item: Item, state: ReplayState) -> None:
    commands.submit(state.person(item["by"]), state.entries[item["of"]])


def _take_back(item: Item, state: ReplayState) -> None:
    commands.take_back(state.person(item["by"]), state.entries[item["of"]])


register_entry(
    EntryAct(
        kind=REFLECTION.key,
        must={"cycle": one_of(*CYCLES), "title": text(200), "answers": by_name(passage(LONGEST))},
        may={"about": many(text(200), 50), "send": yes_or_no},
        revision={"answers": by_name(passage(LONGEST))},
        content=_content,
        values=_values,
        fields=_fields,
        revised=_revised,
        check=_check,
        check_revision=_check_revision,
    )
)
_OF = Shape({"of": slug, "by": email, "at": moment})
register(Act("submission", _OF, _check_submission, _submit))
register(Act("taking-back", _OF, _check_taking_back, _take_back))
