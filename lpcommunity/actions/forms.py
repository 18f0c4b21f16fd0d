"""Forms about actions."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from lpcommunity.access.reader import Reader
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.reporting import Report
from lpcommunity.actions.commands.undertaking import Undertaking
from lpcommunity.actions.models import CHANGED, OUTCOMES
from lpcommunity.actions.queries import OwnerChoice
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.web.forms import (
    NEAR,
    ChoiceField,
    DateField,
    EmailAddress,
    EmailField,
    Form,
    HiddenTextField,
    Length,
    LongTextField,
    OnlyWith,
    Optional,
    Required,
    SelectChoice,
    SelectOneField,
    TextField,
)

WHAT, SENTENCE, WHY = 300, 1_000, 300
PARTNER = "partner"  # in the list of owners: somebody without an account


class ActionForm(WritingForm):
    """Write down who does what by when."""

    only_with = dict.fromkeys(("owner_name", "owner_email", "owner_organisation"), ("owner", (PARTNER,)))
    what = LongTextField("What is to be done?", [Required("Say in a few words what is to be done"), Length(WHAT)])
    owner = SelectOneField("Who does it?", none_chosen="Choose who does it")
    owner_name = TextField("Their name", [Length(120, thing="The name")])
    owner_email = EmailField("Their e-mail address", [Optional(), EmailAddress(), Length(254, thing="The address")])
    owner_organisation = SelectOneField("Their organisation", default="", none_chosen="Choose from the list")
    due = DateField("By when?", validators=[Required("Give the day by which it is to be done")], years=NEAR)
    expects = LongTextField("What do you expect?", [Length(SENTENCE, thing="What you expect")])
    audience = ChoiceField("Who is it for?", choices=NAMES, none_chosen="Choose who it is for")
    source = HiddenTextField()

    def offer(
        self, actor: Reader, people: Sequence[OwnerChoice], organisations: Sequence[Any], audiences: Sequence[str]
    ) -> None:
        """Fill in who can own it, oneself first, and whom it can be for."""
        self.owner.choices = [
            *(SelectChoice(str(one.id), named(one, actor)) for one in mine_first(people, actor)),
            SelectChoice(PARTNER, "Somebody without an account, by e-mail"),
        ]
        self.owner_organisation.choices = [
            SelectChoice("", "Choose one, or none"),
            *(SelectChoice(str(one.id), one.name) for one in organisations),
        ]
        self.audience.choices = [SelectChoice(one, NAMES[one]) for one in audiences]

    @property
    def partner(self) -> PartnerContact | None:
        """Somebody without an account, where they are chosen; or where only an address was sent."""
        if not self.counts("owner_name"):
            return None
        organisation = self.owner_organisation.data
        return PartnerContact(
            self.owner_name.data or "", self.owner_email.data or "", int(organisation) if organisation else None
        )

    @property
    def undertaking(self) -> Undertaking:
        """As the command takes it."""
        return Undertaking(
            what=self.what.data or "",
            due_on=self.due.data,
            owner_id=int(self.owner.data) if self.owner.data not in (None, "", PARTNER) else None,
            partner=self.partner,
            audience=self.audience.data or "",
            expects=self.expects.data or "",
            source=self.source.data or "",
        )


class CorrectionForm(Form):
    """Put right what was written down a moment ago."""

    what = LongTextField("What is to be done?", [Required("Say in a few words what is to be done"), Length(WHAT)])
    due = DateField("By when?", validators=[Required("Give the day by which it is to be done")], years=NEAR)
    expects = LongTextField("What do you expect?", [Length(SENTENCE, thing="What you expect")])


class ReportFields:
    """What became of an action, and what came of it: asked alike of whoever has an account and whoever has none."""

    only_with: ClassVar[OnlyWith] = dict.fromkeys(("new_what", "new_due"), ("outcome", (CHANGED,)))
    counted: Callable[[str], Any]  # of the form that has these fields
    outcome = ChoiceField(
        "What became of it?", choices=OUTCOMES, none_chosen="Say what became of it: done, changed or dropped"
    )
    came_of_it = LongTextField(
        "What came of it",
        [Required("Write at least a sentence on what came of it"), Length(SENTENCE * 2, thing="What came of it")],
    )
    new_what = LongTextField("What is it now?", [Length(WHAT, thing="What it is now")])
    new_due = DateField("By when?", validators=[Optional()], years=NEAR)

    @property
    def report(self) -> Report:
        """As the command takes it."""
        return Report(
            outcome=self.outcome.data or "",
            came_of_it=self.came_of_it.data or "",
            new_what=self.counted("new_what") or "",
            new_due_on=self.counted("new_due"),
        )


class ReportForm(ReportFields, WritingForm):
    """Report back, with a draft. `carry_on`: the key of the draft from which one came to report first."""

    carry_on = HiddenTextField()


class PartnerReportForm(ReportFields, Form):
    """The same for an owner without an account."""

    told = HiddenTextField()  # whom it is for (offline.resends)


class HandOverForm(Form):
    """Let somebody else do it."""

    owner = SelectOneField("Who does it from now on?", none_chosen="Choose who does it")
    why = LongTextField("A word with it", [Length(WHY)])

    def offer(self, actor: Reader, people: Sequence[OwnerChoice], present: int | None) -> None:
        """Everybody of the place but who has it now."""
        others = [one for one in mine_first(people, actor) if one.id != present]
        self.owner.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(str(one.id), named(one, actor)) for one in others),
        ]


class RefusalForm(Form):
    """Give an action back."""

    why = LongTextField("Why?", [Required("Say in a few words why, so that the others know"), Length(WHY)])


class ActionAudienceForm(Form):
    """For whom it is from now on."""

    audience = ChoiceField("Who is it for?", choices=NAMES, none_chosen="Choose who it is for")
    what = LongTextField("What is to be done, in your own words", [Length(WHAT)])


def mine_first(people: Sequence[OwnerChoice], actor: Reader) -> list[OwnerChoice]:
    """The same people, with this reader first."""
    return sorted(people, key=lambda one: one.id != actor.id)


def named(one: OwnerChoice, actor: Reader) -> str:
    """How somebody is called in the list: oneself as such, others with their organisation."""
    if one.id == actor.id:
        return f"I do ({one.name})"
    beside = "facilitator" if one.role == "facilitator" else one.organisation
    return f"{one.name}, {beside}" if beside else one.name
