"""The form of a check-in: four short questions, for one thumb."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from lpcommunity.access.reader import Reader
from lpcommunity.actions.forms import WHAT, mine_first
from lpcommunity.actions.queries import OwnerChoice, owners_in
from lpcommunity.editing.forms import EntryForm
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.entries.content import Content
from lpcommunity.people.names import first_name_of
from lpcommunity.rhythm.check_in_days import on_a_weekday
from lpcommunity.rhythm.commands.check_ins import NextStep
from lpcommunity.storage import today
from lpcommunity.updates.fields import BODY, HELP
from lpcommunity.updates.forms import WHY
from lpcommunity.updates.models import STANDINGS
from lpcommunity.web.forms import (
    NEAR,
    ChoiceField,
    DateField,
    Length,
    LongTextField,
    Optional,
    Required,
    SelectChoice,
    TextField,
)
from lpcommunity.web.humanize import short_day

SOON = (timedelta(days=7), timedelta(days=14))
NO_DAY, OTHER_DAY = "none", "other"
HELP_WANTED, CONFIDED, OPENLY = "help", "facilitators", "none"  # whom the words on what is in the way are for
WRITTEN = {"body": "What moved", "reason": "Why", "next": "What is next", "blocker": "What is in the way"}


class CheckInForm(EntryForm):
    """How it stands, what moved, what is next, what is in the way."""

    only_with = {**WHY, "next_due": ("next_by", (OTHER_DAY,))}
    title = None  # type: ignore[assignment]  # its first words are
    standing = ChoiceField("How does it stand?", choices=STANDINGS, none_chosen="Say how the project stands")
    reason = TextField("Why?", [Length(HELP, thing="The reason")])
    body = LongTextField(
        "What moved, in a sentence?",
        [Required("Write a sentence on what moved, even if it is that nothing did"), Length(BODY, thing="Your text")],
    )
    next = TextField("What is next?", [Length(WHAT, thing="What is next")])
    next_owner = ChoiceField("Who", none_chosen="Choose one of the people in the list", validate_choice=True)
    next_by = ChoiceField("By when", validate_choice=False)
    next_due = DateField("Another day", validators=[Optional()], years=NEAR)
    blocker = TextField("Is anything in the way?", [Length(HELP, thing="What is in the way")])
    blocker_for = ChoiceField("Who should read this line?", default=OPENLY, none_chosen="Choose who should read it")
    audience = ChoiceField("Who is it for?", choices=NAMES, default="community", none_chosen="Choose who it is for")
    days: Mapping[str, date] = MappingProxyType({})  # that are offered
    others: Mapping[str, str] = MappingProxyType({})  # who else can do what is next, by the value of the choice

    def offer(self, actor: Reader, place_id: int, entry: Any = None) -> None:
        """Who can do what is next, oneself first, and by when."""
        people = mine_first(owners_in(place_id), actor)
        self.others = {str(one.id): one.name for one in people if one.id != actor.id}
        self.next_owner.choices = [
            SelectChoice(str(one.id), "Me" if one.id == actor.id else called) for one, called in _called(people)
        ]
        if self.next_owner.data in (None, ""):
            self.next_owner.data = str(actor.id)
        chosen = _day(self.next_by.data)  # perhaps days ago, when the form was opened, or kept as a draft
        offered = {on_a_weekday(today() + after) for after in SOON} | ({chosen} if chosen else set())
        self.days = {day.isoformat(): day for day in sorted(offered)}
        self.next_by.choices = [
            SelectChoice(NO_DAY, "No day"),
            *(SelectChoice(key, short_day(day)) for key, day in self.days.items()),
            SelectChoice(OTHER_DAY, "Another day"),
        ]
        self.blocker_for.choices = [
            SelectChoice(OPENLY, "Everyone who reads this"),
            SelectChoice(HELP_WANTED, "Everyone: we would like help"),
            SelectChoice(CONFIDED, "Only my facilitators"),
        ]
        if not self.blocker_for.data:
            self.blocker_for.data = OPENLY

    @property
    def due_on(self) -> date | None:
        """By when what is next is to be done, as far as it is said."""
        chosen = self.next_by.data
        if chosen == NO_DAY:
            return None
        if chosen in self.days:
            return self.days[chosen]
        day: date | None = self.counted("next_due")
        return day

    @property
    def next_step(self) -> NextStep | None:
        """What becomes an action: what is next, with a name and a day."""
        what, due_on, owner = self.next.data, self.due_on, self.next_owner.data
        return NextStep(what, int(owner), due_on) if what and due_on and owner else None

    @property
    def confided(self) -> str:
        """What is in the way, where it is for the facilitators alone. Nothing else of this form knows of it then."""
        return str(self.blocker.data or "") if self.blocker_for.data == CONFIDED else ""

    @property
    def content(self) -> Content:
        """The words of the update: what moved, and what is next and in the way as far as they are not elsewhere."""
        said = [self.body.data or ""]
        if self.next.data and self.next_step is None:
            who = self.others.get(self.next_owner.data)
            said.append(f"Next: {self.next.data} ({who})" if who else f"Next: {self.next.data}")
        if self.blocker.data and self.blocker_for.data == OPENLY:
            said.append(f"In the way: {self.blocker.data}")
        return Content.written("", {"body": "\n\n".join(said)}, mentions=self.people)

    @property
    def first_text(self) -> str:
        """What moved."""
        return "body"

    @property
    def values(self) -> dict[str, Any]:
        """What the command needs besides the words."""
        return {
            "standing": self.standing.data,
            "reason": self.counted("reason") or "",
            "help_wanted": str(self.blocker.data or "") if self.blocker_for.data == HELP_WANTED else "",
            "next_step": self.next_step,
            "confided": self.confided,
        }

    def complete(self) -> bool:
        """Whether a day has something that is to be done by it, and one that is still to come."""
        if self.due_on is not None and not self.next.data:
            self.refuse("Say what is next, or choose “No day”", "next")
        elif self.due_on is not None and self.due_on < today():
            self.refuse("Give a day that is still to come", "next_by" if self.next_by.data in self.days else "next_due")
        elif self.next_by.data == OTHER_DAY and self.next.data and self.due_on is None and not self.next_due.errors:
            self.refuse("Give the day, or choose “No day”", "next_due")
        return not self.has_errors

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """An action is refused in words of its own."""
        named = {"what": "next", "owner": "next_owner", "due": "next_due", "help_wanted": "blocker"}
        return named.get(str(path[0]), super().name_of(path))


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


def _called(people: Sequence[OwnerChoice]) -> list[tuple[OwnerChoice, str]]:
    """Each with a first name, or the whole of it where two are called so."""
    first = [first_name_of(one.name) for one in people]
    return [(one, one.name if first.count(called) > 1 else called) for one, called in zip(people, first, strict=True)]
