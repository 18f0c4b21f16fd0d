"""The form of a profile. Lengths are judged by the commands; here is only what must be there at all."""

from lpcommunity.people.models import DETAILS
from lpcommunity.web.forms import (
    ChoicesField,
    FilesField,
    Form,
    Length,
    LongTextField,
    Required,
    SelectChoice,
    SelectOneField,
    TextField,
    TickField,
)

NO_ORGANISATION = ""


class ProfileForm(Form):
    """What one says of oneself."""

    name = TextField("Name", [Required("Write your name, as colleagues know you"), Length(120)])
    called = TextField("What shall we call you?", [Length(60, thing="What we call you")])
    job_title = TextField("Job title", [Length(120)])
    organisation = SelectOneField("Organisation", none_chosen="Choose an organisation from the list, or none of these")
    helps_with = LongTextField("What I can help with", [Length(2000, thing="The text")])
    hides = ChoicesField(
        "Keep from the community",
        choices=[SelectChoice(key, words) for key, words in DETAILS.items()],
        none_chosen="Choose from the list what only the programme team may see",
    )
    photo = FilesField("Photo", accept="image/jpeg,image/png,image/webp,image/gif")
    without_photo = TickField("Take my photo away")
