"""How reflections are told in a programme's history: written, changed, sent again, taken back."""

from typing import Any

from lpcommunity.entries import titles
from lpcommunity.entries.content import Content
from lpcommunity.histories.acts import Act, EntryAct, register, register_entry
from lpcommunity.histories.problems import Unfit
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
from lpcommunity.reflections.models import Reflection
from lpcommunity.reflections.texts import content_of


def _answers(item: Item, cycle: str) -> dict[str, str]:
    """What was written, by prompt. Raises Unfit for what is no prompt of this cycle."""
    keys = {prompt.key for prompt in prompts_of(cycle)}
    for key in item["answers"] or {}:
        if key not in keys:
            where = item["answers"].where(key)
            raise Unfit(where, f"“{key}” is no prompt of {cycle}; its prompts are {', '.join(sorted(keys))}")
    return dict(item["answers"] or {})


def _content(item: Item) -> Content:
    return content_of(item["title"], item["cycle"], _answers(item, item["cycle"]))


def _about(item: Item, state: ReplayState) -> dict[str, list[int]]:
    return {
        "about_entry_ids": [entry.id for entry in _entries(item, state)],
        "about_milestone_ids": [state.milestone_id(item["partnership"], name) for name in _goals(item, state)],
    }


def _goals(item: Item, state: ReplayState) -> list[LocatedText]:
    return [name for name in item["about"] or [] if state.is_milestone(item["partnership"], name)]


def _entries(item: Item, state: ReplayState) -> list[Any]:
    goals, found = _goals(item, state), []
    for name in item["about"] or []:
        if name not in goals:
            if not state.is_told(name):
                raise Unfit(name.place, f"“{name}” is neither a milestone here nor anything told before")
            found.append(state.entry(name))
    return found


def _values(item: Item, state: ReplayState) -> dict[str, Any]:
    send = item["audience"] != "me" if item["send"] is None else item["send"]
    return {"cycle": item["cycle"], "submit": send, **_about(item, state)}


def _form(item: Item, state: ReplayState) -> dict[str, list[str]]:
    if item["send"]:
        raise Unfit(item.where("send"), "a draft is not sent")
    fields = {name: [str(item[name])] for name in ("title", "cycle", "audience")}
    fields |= {key: [str(said)] for key, said in _answers(item, item["cycle"]).items() if said}
    ticked = [f"{entry.kind}-{entry.id}" for entry in _entries(item, state)]
    ticked += [f"{queries.MILESTONE_KIND}-{n}" for n in _about(item, state)["about_milestone_ids"]]
    return fields | ({"about": ticked} if ticked else {})


def _revised(reflection: Reflection, item: Item, _state: ReplayState) -> tuple[Content, dict[str, Any]]:
    answers = {**reflection.fields, **_answers(item, reflection.cycle)}
    title = item["title"] or titles.kept(reflection.title, reflection.fields)
    content = content_of(title, reflection.cycle, answers)
    return content, {"cycle": reflection.cycle, **queries.tied_ids(reflection.id)}


def _submit(item: Item, state: ReplayState) -> None:
    commands.submit(state.person(item["by"]), state.entry(item["of"], REFLECTION.key))


def _take_back(item: Item, state: ReplayState) -> None:
    commands.take_back(state.person(item["by"]), state.entry(item["of"], REFLECTION.key))


register_entry(
    EntryAct(
        kind=REFLECTION.key,
        must={"cycle": one_of(*CYCLES), "title": text(200), "answers": by_name(passage(LONGEST))},
        may={"about": many(text(200), 50), "send": yes_or_no},
        revision={"answers": by_name(passage(LONGEST))},
        content=_content,
        values=_values,
        form=_form,
        revised=_revised,
        fields={"body": "answers"},
    )
)
_OF = Shape({"of": slug, "by": email, "at": moment})
register(Act("submission", _OF, _submit))
register(Act("taking-back", _OF, _take_back))
