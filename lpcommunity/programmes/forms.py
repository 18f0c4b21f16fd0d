"""Forms of the programme team: programmes and themes."""

from lpcommunity.programmes.models import RHYTHMS
from lpcommunity.web.forms import DateField, Form, Length, LongTextField, Optional, Required, SelectOneField, TextField


class ProgrammeForm(Form):
    """A national programme."""

    name = TextField("Name", validators=[Required("Give the programme a name"), Length(200)])
    summary = LongTextField("What it is for", validators=[Length(2000)])
    starts_on = DateField("First day", validators=[Optional()])
    ends_on = DateField("Last day", validators=[Optional()])
    rhythm = SelectOneField(
        "How often do its places check in?",
        validators=[Optional()],
        choices={"": "Every month, unless a place says otherwise", **RHYTHMS},
        default="",
        filters=[lambda chosen: chosen or ""],  # a programme that proposes none
        none_chosen="Choose how often",
    )
    predecessor = SelectOneField(
        "Follows on from", validators=[Optional()], default="", none_chosen="Choose one, or none"
    )


class ThemeForm(Form):
    """A subject that cuts across places."""

    name = TextField("Name", validators=[Required("Give the theme a name"), Length(120)])
    summary = LongTextField("What it is about", validators=[Length(1000)])
