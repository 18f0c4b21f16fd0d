"""Living through a history again: every act by whoever did it, through the command that their click would use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import uuid4

from lpcommunity.access import require
from lpcommunity.access.reader import Reader
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.drafts.commands import save_draft
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.policy import can_post
from lpcommunity.following.commands import follow
from lpcommunity.histories.acts import EntryAct, acts, entry_acts
from lpcommunity.histories.problems import PassedOver, Unfit
from lpcommunity.histories.replay_state import Provisioned, ReplayState
from lpcommunity.histories.schema_types import Item, LocatedText
from lpcommunity.importing.file_rules import in_order
from lpcommunity.importing.steps import Step
from lpcommunity.thanks.commands import say_thanks

Draw = Callable[[str], bytes]
Do = Callable[[Item], None]
NO_FIELDS: Mapping[str, str] = {}


class Replay:
    """One history and what it has brought about so far."""

    def __init__(
        self, file: Item, provisioned: Provisioned, draw: Draw | None, *, writes_to_partners: bool = False
    ) -> None:
        self.file = file
        self.draw = draw
        told = [item for item in file["history"] if item.get("ref") and item.get("partnership")]
        places = {item["ref"]: item["partnership"] for item in told}
        self.state = ReplayState(provisioned, places, writes_to_partners=writes_to_partners)

    def steps(self) -> Iterator[Step]:
        """Every act, in order of time."""
        for item in in_order(self.file):
            name = item["act"]
            if name == "thanks":
                yield from self._thanks(item)
            elif name == "follow":
                yield Step(item["at"], item, _bind(self._follow, item), actor=item.where("who"), changes=True)
            elif name in entry_acts():
                yield self._step(item, self._entry, "author", ("ref",), entry_acts()[name].fields)
            elif name in acts():
                act = acts()[name]
                yield self._step(item, self._other, "by", act.spoils, act.fields)
            else:
                general: dict[str, Do] = {
                    "revision": self._revision,
                    "audience": self._audience,
                    "withdrawal": self._withdrawal,
                }
                yield self._step(item, general[name], "by", ("of",))

    def _step(
        self, item: Item, do: Do, who: str, entries: Sequence[str], fields: Mapping[str, str] = NO_FIELDS
    ) -> Step:
        """An act with an entry: where it is refused, whatever else is told of that entry is passed over, and of what
        would have come of it.
        """

        def refused() -> None:
            for name in (item[key] for key in entries if item.get(key)):
                self.state.entries.refuse(name)

        return Step(item["at"], item, _bind(do, item), refused, fields, item.where(who), changes=True)

    def _entry(self, item: Item) -> None:
        """Put an entry on record, with its pictures and documents; or keep it as a draft."""
        if self.state.is_told(item["ref"]):
            raise PassedOver  # file_rules tells that the name is taken; which of the two is meant later, nobody knows
        act = entry_acts()[item["act"]]
        partnership = self.state.provisioned.partnerships.find(item["partnership"])
        kind, author, idempotency_key = kind_of(act.kind), self.state.person(item["author"]), str(uuid4())
        if item["draft"]:
            require(can_post(author, partnership.id))
            self._keep_draft(kind, author, item, act)
            self.state.drafts.add(item["ref"])
            return
        content, values = act.content(item), act.values(item, self.state)
        if self.draw is not None:
            for picture in item.get("pictures") or []:
                drawn = self.draw(picture["draw"])
                add_attachment(author, idempotency_key, f"{picture['draw']}.png", drawn, alt=picture["alt"])
            for name in item.get("documents") or []:
                add_attachment(author, idempotency_key, name, self.draw(name))
        entry = kind.post(author, partnership, idempotency_key, content, audience=item["audience"], **values)
        self.state.entries.put(item["ref"], entry)

    def _other(self, item: Item) -> None:
        """Do what a feature registered."""
        acts()[item["act"]].do(item, self.state)

    def _revision(self, item: Item) -> None:
        """Change one's own entry; what the file does not name stays as it is."""
        author, entry = self.state.person(item["by"]), self.state.entry(item["of"])
        act = entry_acts()[entry.kind]
        for key in sorted({key for other in entry_acts().values() for key in other.revision} - {*act.revision}):
            if item[key] is not None:
                raise Unfit(item.where(key), f"a {entry.kind} has no “{key}”")
        content, values = act.revised(entry, item, self.state)
        kind_of(entry.kind).edit(author, entry, content, entry.version, **values)

    def _audience(self, item: Item) -> None:
        """Open an entry to other people."""
        change_entry_audience(self.state.person(item["by"]), self.state.entry(item["of"]), item["audience"])

    def _withdrawal(self, item: Item) -> None:
        """Take an entry off the record."""
        withdraw_entry(self.state.person(item["by"]), self.state.entry(item["of"]))

    def _thanks(self, item: Item) -> Iterator[Step]:
        """Say thanks, one person after the other."""
        for who in item["by"]:
            yield Step(item["at"], item, self._thank(item, who), actor=who.place, changes=True)

    def _thank(self, item: Item, who: LocatedText) -> Callable[[], None]:
        return lambda: say_thanks(self.state.person(who), self.state.entry(item["for"]))

    def _follow(self, item: Item) -> None:
        """Follow a partnership, a theme or a person."""
        if len([key for key in ("partnership", "theme", "person") if item[key] is not None]) != 1:
            raise Unfit(item.place, "one follows exactly one of: partnership, theme, person")
        named = self.state.provisioned
        follow(
            self.state.person(item["who"]),
            partnership=named.partnerships.find(item["partnership"]) if item["partnership"] else None,
            theme=named.themes.find(item["theme"]) if item["theme"] else None,
            person=named.people.find(item["person"]) if item["person"] else None,
        )

    def _keep_draft(self, kind: Kind, author: Reader, item: Item, act: EntryAct) -> None:
        partnership = self.state.provisioned.partnerships.find(item["partnership"])
        path, form = kind.new_path(partnership.slug), act.form(item, self.state)
        save_draft(author, str(uuid4()), f"{kind.key}:new:{partnership.id}", path, item["title"] or "", form)


def _bind(do: Do, item: Item) -> Callable[[], None]:
    return lambda: do(item)
