"""Forms of the programme team: programmes and themes."""

from lpcommunity.web.forms import DateField, Form, Length, LongTextField, Optional, Required, SelectOneField, TextField


class ProgrammeForm(Form):
    """A national programme."""

    name = TextField("Name", validators=[Required("Give the programme a name"), Length(200)])
    summary = LongTextField("What it is for", validators=[Length(2000)])
    starts_on = DateField("First day", validators=[Optional()])
    ends_on = DateField("Last day", validators=[Optional()])
    predecessor = SelectOneField(
        "Follows on from", validators=[Optional()], default="", none_chosen="Choose one, or none"
    )


class ThemeForm(Form):
    """A subject that cuts across places."""

    name = TextField("Name", validators=[Required("Give the theme a name"), Length(120)])
    summary = LongTextField("What it is about", validators=[Length(1000)])
