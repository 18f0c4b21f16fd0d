"""Forms about projects and milestones."""

from lpcommunity.web.forms import (
    NEAR,
    DateField,
    Form,
    Length,
    LongTextField,
    Optional,
    Required,
    SelectOneField,
    SentenceField,
    TextField,
)


class ProjectForm(Form):
    """What a place works on within a programme."""

    title = TextField("Title", validators=[Required("Give the project a title"), Length(200)])
    aim = LongTextField("Aim", validators=[Length(2000)])
    theme = SelectOneField("Challenge theme", validators=[Optional()], default="", none_chosen="Choose one, or none")
    programme = SelectOneField("Programme", none_chosen="Choose the programme")


class MilestoneForm(Form):
    """Something to be reached by a day."""

    name = SentenceField("What is to be reached?", validators=[Required("Say what is to be reached"), Length(200)])
    due_on = DateField("By when?", validators=[Required("Give the day by which it is to be reached")], years=NEAR)


class NameForm(Form):
    """What is to be reached, in other words."""

    name = SentenceField("What is to be reached?", validators=[Required("Say what is to be reached"), Length(200)])


class ReachedForm(Form):
    """A milestone was reached."""

    reached_on = DateField("When was it reached?", validators=[Optional()], years=NEAR)


class TakeInForm(Form):
    """A place that is there already takes part in a programme."""

    place = SelectOneField("Which place?", none_chosen="Choose the place")
