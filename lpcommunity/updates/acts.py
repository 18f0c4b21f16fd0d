"""How updates are told in a programme's history."""

from typing import Any

from lpcommunity.entries import titles
from lpcommunity.entries.content import Content
from lpcommunity.histories.acts import EntryAct, register_entry
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Kind, Shape, many, one_of, or_nothing, slug, text
from lpcommunity.updates.fields import BODY, HELP
from lpcommunity.updates.kind import UPDATE
from lpcommunity.updates.models import STANDINGS, Update
from lpcommunity.updates.queries import theme_ids_of

OPTIONAL: dict[str, Kind] = {
    "reason": or_nothing(text(500)),
    "help": or_nothing(text(HELP)),
    "milestone": or_nothing(text(200)),
    "themes": many(slug, 20),
}
PICTURE = Shape({"draw": slug, "alt": text(500)})


def _content(item: Item) -> Content:
    return Content.written(item["title"] or "", {"body": item["body"]})


def check_reason(item: Item, standing: str, reason: str | None) -> None:
    """What is not on track says why. Raises Unfit."""
    if standing != "on-track" and not reason:
        raise Unfit(item.where("standing"), f"“{standing}” wants a reason")


def _values(item: Item, state: ReplayState) -> dict[str, Any]:
    if not item["draft"]:
        check_reason(item, item["standing"], item["reason"])
    milestone = item["milestone"]
    return {
        "standing": item["standing"],
        "reason": item["reason"] or "",
        "help_wanted": item["help"] or "",
        "milestone_id": state.milestone_id(item["partnership"], milestone) if milestone else None,
        "theme_ids": state.theme_ids(item["themes"] or []),
    }


def _form(item: Item, state: ReplayState) -> dict[str, list[str]]:
    values = _values(item, state)
    said = {name: item[name] for name in ("title", "body", "standing", "reason", "help", "audience")}
    fields = {name: [str(value)] for name, value in said.items() if value}
    if values["milestone_id"] is not None:
        fields["milestone"] = [str(values["milestone_id"])]
    return fields | ({"themes": [str(theme_id) for theme_id in values["theme_ids"]]} if values["theme_ids"] else {})


def _revised(update: Update, item: Item, state: ReplayState) -> tuple[Content, dict[str, Any]]:
    themes, milestone = item["themes"], item["milestone"]
    title = item["title"] or titles.kept(update.title, update.fields)
    content = Content.written(title, {"body": item["body"] or update.fields["body"]})
    standing, reason = item["standing"] or update.standing, item["reason"] or update.reason
    if item["standing"]:
        check_reason(item, standing, reason)
    return content, {
        "standing": standing,
        "reason": reason,
        "help_wanted": item["help"] or update.help_wanted,
        "milestone_id": state.milestone_id(state.places[item["of"]], milestone) if milestone else update.milestone_id,
        "theme_ids": theme_ids_of(update.id) if themes is None else state.theme_ids(themes),
    }


register_entry(
    EntryAct(
        kind=UPDATE.key,
        must={"standing": one_of(*STANDINGS), "body": text(BODY)},
        may={
            "title": or_nothing(text(200)),
            **OPTIONAL,
            "pictures": many(PICTURE, 10),
            "documents": many(text(80), 10),
        },
        revision={"body": text(BODY), "standing": one_of(*STANDINGS), **OPTIONAL},
        content=_content,
        values=_values,
        form=_form,
        revised=_revised,
    )
)
