"""Forms about places and who belongs to them."""

from typing import Any

from lpcommunity.partnerships.commands import NamedOrganisation, wrong_in_position
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.partnerships.queries import MembershipLine
from lpcommunity.people.models import SECTORS
from lpcommunity.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    EmailAddress,
    EmailField,
    Form,
    HiddenTextField,
    Length,
    LongTextField,
    Optional,
    Required,
    SelectOneField,
    TextField,
    TickField,
)


class OrganisationForm(Form):
    """A council, university, NHS body, business or charity."""

    name = TextField("Name", validators=[Required("Give the organisation a name"), Length(200)])
    sector = ChoiceField("What kind of organisation is it?", choices=SECTORS, none_chosen="Choose the kind")


class PartnershipForm(Form):
    """A place and the organisations in it."""

    name = TextField("Name of the place", validators=[Required("Give the place a name"), Length(120)])
    summary = LongTextField("What the partnership is for", validators=[Length(1000)])
    organisations = ChoicesField("Organisations in it", none_chosen="Choose from the list")
    organisation = TextField("Another organisation", validators=[Length(200)])
    sector = SelectOneField(
        "What kind of organisation is it?",
        choices={"": "Choose the kind", **SECTORS},
        validators=[Optional()],
        default="",
        none_chosen="Choose the kind of organisation",
    )
    latitude = TextField("Latitude", validators=[Optional(), Length(12)])
    longitude = TextField("Longitude", validators=[Optional(), Length(12)])

    def one_more(self) -> NamedOrganisation | None:
        """The organisation that was written beside the list, if any."""
        name = self.organisation.data
        return NamedOrganisation(name, self.sector.data or "") if name else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at where it is as well: whatever is wrong is said at once."""
        fine = super().validate(extra_validators)
        where, wrong = self.where, bool(self.latitude.errors or self.longitude.errors)
        for field, degrees, example in ((self.latitude, where[0], "53.74"), (self.longitude, where[1], "-0.33")):
            if field.data and degrees is None and not field.errors:
                self.refuse(f"{field.label.text}: write a number of degrees, such as {example}", field.name)
                wrong = True
        for error in () if wrong else wrong_in_position(*where):
            missing = "longitude" if self.latitude.data else "latitude"  # what is to be written now
            self.take(error, missing if error.code == "position-incomplete" else None)
            wrong = True
        return fine and not wrong

    @property
    def where(self) -> tuple[float | None, float | None]:
        """Latitude and longitude in degrees; none where nothing was written, or no number."""
        return _degrees(self.latitude.data), _degrees(self.longitude.data)


def _degrees(text: str | None) -> float | None:
    try:
        return float((text or "").replace("−", "-").strip())
    except ValueError:
        return None


class MembershipForm(Form):
    """Somebody with an account comes to a place."""

    email = EmailField("E-mail address", validators=[Required("Write their e-mail address"), EmailAddress()])
    role = ChoiceField("What will they be?", choices=PARTNERSHIP_ROLES, none_chosen="Choose a role")
    starts_on = DateField("From", validators=[Optional()])
    ends_on = DateField("To", validators=[Optional()])
    asked_of = HiddenTextField()  # the facilitator's membership that would end, of which the page asks
    may_end = TickField("They may stop facilitating")

    def agrees_to_end(self, held: MembershipLine, place: str) -> bool:
        """Whether this facilitator's role may end, as was asked; if not, it is asked now."""
        if self.may_end.data and self.asked_of.data == str(held.id):
            return True
        self.asked_of.data, self.may_end.data = str(held.id), False
        self.may_end.label.text = f"Yes, {held.name} stops facilitating {place}"
        self.refuse(
            f"{held.name} facilitates {place}, and would do so no longer. Say yes to that, or change nothing", "may_end"
        )
        return False

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """Here one names a person by their address."""
        return "email" if path == ("person",) else super().name_of(path)


class ChangedBelongingForm(Form):
    """A role or its days change."""

    role = ChoiceField("What are they?", choices=PARTNERSHIP_ROLES, none_chosen="Choose a role")
    ends_on = DateField("To", validators=[Optional()])

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """Whose role it is, is settled here: what cannot be done to them is said beside what they are to be."""
        return "role" if path == ("person",) else super().name_of(path)


class EndingForm(Form):
    """Somebody leaves. The last lead names who takes over."""

    successor = SelectOneField("Who takes over as lead?", validators=[Optional()], default="", none_chosen="Choose who")
