"""Living through a history again: every act by whoever did it, through the command that their click would use."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from lpcommunity.access import Refused
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.drafts.commands import save_draft
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import Entry
from lpcommunity.following.commands import follow
from lpcommunity.importing import queries
from lpcommunity.importing.history_check import in_order
from lpcommunity.importing.mapping import reflection_content, reflection_fields, update_content, update_fields
from lpcommunity.importing.provisioning import Provisioned, Step
from lpcommunity.importing.schema_types import Item
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.commands import MoveContent, send_replies, send_review
from lpcommunity.thanks.commands import say_thanks
from lpcommunity.updates import commands as updates
from lpcommunity.updates.models import Update

Draw = Callable[[str], bytes]


class Replay:
    """One history and what it has brought about so far."""

    def __init__(self, file: Item, provisioned: Provisioned, draw: Draw | None) -> None:
        self.file = file
        self.provisioned = provisioned
        self.draw = draw
        self.entries: dict[str, Any] = {}
        self.places = {item["ref"]: item["partnership"] for item in file["history"] if item.get("ref")}

    def steps(self) -> list[Step]:
        """Every act, in order of time."""
        acts: dict[str, Callable[[Item], None]] = {
            "update": self.update,
            "reflection": self.reflection,
            "answer": self.answer,
            "response": self.response,
            "revision": self.revision,
            "submission": self.submission,
            "audience": self.audience,
            "taking-back": self.taking_back,
            "withdrawal": self.withdrawal,
            "thanks": self.thanks,
            "follow": self.follow,
        }
        return [Step(item["at"], item.place, _bind(acts[item["act"]], item)) for item in in_order(self.file)]

    def update(self, item: Item) -> None:
        """Post an update, with its pictures; or keep it as a draft."""
        author, idempotency_key = self._person(item["author"]), str(uuid4())
        milestone_id = self._milestone_id(item["partnership"], item["milestone"]) if item["milestone"] else None
        theme_ids = self._theme_ids(item["themes"] or [])
        if item["draft"]:
            self._keep_draft(author, item, update_fields(item, milestone_id, theme_ids))
            return
        for picture in item["pictures"] or []:
            assert self.draw is not None
            add_attachment(
                author, idempotency_key, f"{picture['draw']}.png", self.draw(picture["draw"]), alt=picture["alt"]
            )
        self.entries[item["ref"]] = updates.post_update(
            author,
            self.provisioned.partnerships[item["partnership"]],
            idempotency_key,
            update_content(item["title"] or "", item["body"]),
            audience=item["audience"],
            standing=item["standing"],
            reason=item["reason"] or "",
            help_wanted=item["help"] or "",
            milestone_id=milestone_id,
            theme_ids=theme_ids,
        )

    def reflection(self, item: Item) -> None:
        """Write a reflection and send it to the facilitators; or keep it; or keep it as a draft."""
        author, idempotency_key = self._person(item["author"]), str(uuid4())
        if item["draft"]:
            about = self._about(item)
            ticked = [f"update-{n}" for n in about["about_entry_ids"]]
            ticked += [f"milestone-{n}" for n in about["about_milestone_ids"]]
            self._keep_draft(author, item, reflection_fields(item, ticked))
            return
        self.entries[item["ref"]] = reflections.write_reflection(
            author,
            self.provisioned.partnerships[item["partnership"]],
            idempotency_key,
            reflection_content(item["title"], item["cycle"], item["answers"]),
            cycle=item["cycle"],
            audience=item["audience"],
            submit=item["send"],
            **self._about(item),
        )

    def answer(self, item: Item) -> None:
        """Answer a reflection as its facilitator."""
        reflection = self._reflection(item["on"])
        moves = [
            MoveContent(
                kind=move["kind"], prompt=move["prompt"] or "", passage=move["passage"] or "", says=move["says"]
            )
            for move in item["moves"]
        ]
        send_review(
            self._person(item["by"]),
            reflection,
            str(uuid4()),
            item["outcome"],
            moves,
            version=reflection.submitted_version or reflection.version,
        )

    def response(self, item: Item) -> None:
        """Reply to moves of the newest answer."""
        reflection = self._reflection(item["on"])
        moves = queries.moves_of_newest_answer(reflection.id)
        replies = {moves[reply["move"] - 1]: reply["says"] for reply in item["answers"]}
        send_replies(self._person(item["by"]), reflection, str(uuid4()), replies)

    def revision(self, item: Item) -> None:
        """Change the words of one's own entry; what the file does not name stays as it is."""
        entry, author = self.entries[item["of"]], self._person(item["by"])
        if isinstance(entry, Reflection):
            self._revise_reflection(author, entry, item)
        else:
            self._revise_update(author, entry, item)

    def _revise_reflection(self, author: Reader, reflection: Reflection, item: Item) -> None:
        answers = {**reflection.fields, **(item["answers"] or {})}
        about = queries.subjects(reflection.id)
        reflections.edit_reflection(
            author,
            reflection,
            reflection_content(item["title"] or reflection.title, reflection.cycle, answers),
            reflection.version,
            cycle=reflection.cycle,
            about_entry_ids=about["about_entry_ids"],
            about_milestone_ids=about["about_milestone_ids"],
        )

    def _revise_update(self, author: Reader, update: Update, item: Item) -> None:
        themes = item["themes"]
        milestone = item["milestone"]
        updates.edit_update(
            author,
            update,
            update_content(item["title"] or update.title, item["body"] or update.fields["body"]),
            update.version,
            standing=item["standing"] or update.standing,
            reason=item["reason"] or update.reason,
            help_wanted=item["help"] or update.help_wanted,
            milestone_id=self._milestone_id(self.places[item["of"]], milestone) if milestone else update.milestone_id,
            theme_ids=queries.theme_ids(update.id) if themes is None else self._theme_ids(themes),
        )

    def submission(self, item: Item) -> None:
        """Send a reflection to the facilitators again."""
        reflections.submit(self._person(item["by"]), self._reflection(item["of"]))

    def audience(self, item: Item) -> None:
        """Open an entry to other people."""
        entry, author = self.entries[item["of"]], self._person(item["by"])
        if isinstance(entry, Reflection):
            reflections.change_audience(author, entry, item["audience"])
        else:
            change_entry_audience(author, entry, item["audience"])

    def taking_back(self, item: Item) -> None:
        """Take a reflection back before anyone has answered."""
        reflections.take_back(self._person(item["by"]), self._reflection(item["of"]))

    def withdrawal(self, item: Item) -> None:
        """Take an entry off the record."""
        withdraw_entry(self._person(item["by"]), self.entries[item["of"]])

    def thanks(self, item: Item) -> None:
        """Say thanks, one person after the other."""
        for who in item["by"]:
            say_thanks(self._person(who), self.entries[item["for"]])

    def follow(self, item: Item) -> None:
        """Follow a partnership, a theme or a person."""
        follow(
            self._person(item["who"]),
            partnership=self.provisioned.partnerships[item["partnership"]] if item["partnership"] else None,
            theme=self.provisioned.themes[item["theme"]] if item["theme"] else None,
            person=self.provisioned.people[item["person"]] if item["person"] else None,
        )

    def _person(self, email: str) -> Reader:
        """Whoever did it, with the rights that they had at that moment. Raises Refused for a closed account."""
        person = reader_of(self.provisioned.people[email].id)
        if isinstance(person, Visitor):
            raise Refused
        return person

    def _reflection(self, ref: str) -> Reflection:
        entry: Entry = self.entries[ref]
        assert isinstance(entry, Reflection)
        return entry

    def _theme_ids(self, slugs: Iterable[str]) -> list[int]:
        return [self.provisioned.themes[slug].id for slug in slugs]

    def _milestone_id(self, partnership: str, name: str) -> int:
        return self.provisioned.milestones[partnership, name].id

    def _about(self, item: Item) -> dict[str, list[int]]:
        names = item["about"] or []
        stones = self.provisioned.milestones
        return {
            "about_entry_ids": [self.entries[name].id for name in names if (item["partnership"], name) not in stones],
            "about_milestone_ids": [
                stones[item["partnership"], n].id for n in names if (item["partnership"], n) in stones
            ],
        }

    def _keep_draft(self, author: Reader, item: Item, fields: dict[str, list[str]]) -> None:
        kind, partnership = item["act"], self.provisioned.partnerships[item["partnership"]]
        path = f"/partnerships/{partnership.slug}/{kind}s/new"
        save_draft(author, str(uuid4()), f"{kind}:new:{partnership.id}", path, item["title"] or "", fields)


def _bind(act: Callable[[Item], None], item: Item) -> Callable[[], None]:
    return lambda: act(item)
