"""What people say in a file, made ready for the commands: words to be posted, and forms still being filled in."""

from collections.abc import Mapping

from lpcommunity.entries.content import Content
from lpcommunity.importing.schema_types import Item
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.texts import headings_of


def update_content(title: str, body: str) -> Content:
    """The words of an update, as its form gives them."""
    return Content.written(title, {"body": body})


def reflection_content(title: str, cycle: str, answers: Mapping[str, str]) -> Content:
    """The words of a reflection, in the order of its cycle's prompts."""
    said = {prompt.key: answers.get(prompt.key) or "" for prompt in prompts_of(cycle)}
    return Content.written(title, said, headings_of(cycle))


def update_fields(item: Item, milestone_id: int | None, theme_ids: list[int]) -> dict[str, list[str]]:
    """The form of an update that is still being filled in, field by field."""
    said = {name: item[name] for name in ("title", "body", "standing", "reason", "help", "audience")}
    fields = {name: [str(value)] for name, value in said.items() if value}
    if milestone_id is not None:
        fields["milestone"] = [str(milestone_id)]
    return fields | ({"themes": [str(theme_id) for theme_id in theme_ids]} if theme_ids else {})


def reflection_fields(item: Item, about: list[str]) -> dict[str, list[str]]:
    """The form of a reflection that is still being filled in, field by field; `about` as its checkboxes say it."""
    fields = {name: [str(item[name])] for name in ("title", "cycle", "audience")}
    fields |= {key: [str(said)] for key, said in item["answers"].items() if said}
    return fields | ({"about": about} if about else {})
