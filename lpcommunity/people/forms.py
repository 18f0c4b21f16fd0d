"""The forms of a profile. Lengths are judged by the commands; here is only what must be there at all."""

from lpcommunity.web.forms import FilesField, Form, Length, LongTextField, Required, SelectOneField, TextField

NO_ORGANISATION = ""


class ProfileForm(Form):
    """What one says of oneself."""

    name = TextField("Name", [Required("Write your name, as colleagues know you"), Length(120)])
    job_title = TextField("Job title", [Length(120)])
    organisation = SelectOneField("Organisation", none_chosen="Choose an organisation from the list, or none of these")
    helps_with = LongTextField("What I can help with", [Length(2000, thing="The text")])


class PhotoForm(Form):
    """A photo of oneself."""

    photo = FilesField("Choose a picture", accept="image/jpeg,image/png,image/webp,image/gif")
