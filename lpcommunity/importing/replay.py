"""Living through a history again: every act by whoever did it, through the command that their click would use."""

from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.drafts.commands import save_draft
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.following.commands import follow
from lpcommunity.histories.acts import Act, EntryAct, acts, entry_acts
from lpcommunity.histories.replay_state import Provisioned, ReplayState
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.history_check import in_order
from lpcommunity.importing.provisioning import Step
from lpcommunity.thanks.commands import say_thanks

Draw = Callable[[str], bytes]
A = TypeVar("A")


class Replay:
    """One history and what it has brought about so far."""

    def __init__(self, file: Item, provisioned: Provisioned, draw: Draw | None) -> None:
        self.file = file
        self.draw = draw
        places = {item["ref"]: item["partnership"] for item in file["history"] if item.get("ref")}
        self.state = ReplayState(provisioned, places)

    def steps(self) -> list[Step]:
        """Every act, in order of time."""
        return [Step(item["at"], item.place, self._act(item)) for item in in_order(self.file)]

    def _act(self, item: Item) -> Callable[[], None]:
        general: dict[str, Callable[[Item], None]] = {
            "revision": self.revision,
            "audience": self.audience,
            "withdrawal": self.withdrawal,
            "thanks": self.thanks,
            "follow": self.follow,
        }
        name = item["act"]
        if name in entry_acts():
            return _bind(self.entry, item, entry_acts()[name])
        if name in acts():
            return _bind(self.other, item, acts()[name])
        return lambda: general[name](item)

    def entry(self, item: Item, act: EntryAct) -> None:
        """Put an entry on record, with its pictures; or keep it as a draft."""
        kind, author, idempotency_key = kind_of(act.kind), self.state.person(item["author"]), str(uuid4())
        if item["draft"]:
            self._keep_draft(kind, author, item, act.fields(item, self.state))
            return
        for picture in item.get("pictures") or []:
            assert self.draw is not None
            add_attachment(
                author, idempotency_key, f"{picture['draw']}.png", self.draw(picture["draw"]), alt=picture["alt"]
            )
        self.state.entries[item["ref"]] = kind.post(
            author,
            self.state.provisioned.partnerships[item["partnership"]],
            idempotency_key,
            act.content(item),
            audience=item["audience"],
            **act.values(item, self.state),
        )

    def other(self, item: Item, act: Act) -> None:
        """Do what a feature registered."""
        act.do(item, self.state)

    def revision(self, item: Item) -> None:
        """Change one's own entry; what the file does not name stays as it is."""
        entry, author = self.state.entries[item["of"]], self.state.person(item["by"])
        content, values = entry_acts()[entry.kind].revised(entry, item, self.state)
        kind_of(entry.kind).edit(author, entry, content, entry.version, **values)

    def audience(self, item: Item) -> None:
        """Open an entry to other people."""
        change_entry_audience(self.state.person(item["by"]), self.state.entries[item["of"]], item["audience"])

    def withdrawal(self, item: Item) -> None:
        """Take an entry off the record."""
        withdraw_entry(self.state.person(item["by"]), self.state.entries[item["of"]])

    def thanks(self, item: Item) -> None:
        """Say thanks, one person after the other."""
        for who in item["by"]:
            say_thanks(self.state.person(who), self.state.entries[item["for"]])

    def follow(self, item: Item) -> None:
        """Follow a partnership, a theme or a person."""
        named = self.state.provisioned
        follow(
            self.state.person(item["who"]),
            partnership=named.partnerships[item["partnership"]] if item["partnership"] else None,
            theme=named.themes[item["theme"]] if item["theme"] else None,
            person=named.people[item["person"]] if item["person"] else None,
        )

    def _keep_draft(self, kind: Kind, author: Reader, item: Item, fields: dict[str, list[str]]) -> None:
        partnership = self.state.provisioned.partnerships[item["partnership"]]
        path = kind.new_path(partnership.slug)
        save_draft(author, str(uuid4()), f"{kind.key}:new:{partnership.id}", path, item["title"] or "", fields)


def _bind(act: Callable[[Item, A], None], item: Item, which: A) -> Callable[[], None]:
    return lambda: act(item, which)
