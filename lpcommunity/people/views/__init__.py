"""The pages of people: a profile, and photos."""

from flask import Blueprint

from lpcommunity.people import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.people import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("people", "lpcommunity.people", template_folder="templates")

from lpcommunity.people.views import photos, profile  # noqa: E402, F401
