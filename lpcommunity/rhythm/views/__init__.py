"""Pages of a place's rhythm: how often it checks in, checking in, and its chances to look back."""

from flask import Blueprint

from lpcommunity.rhythm import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.rhythm import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.rhythm import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("rhythm", "lpcommunity.rhythm", template_folder="templates")

from lpcommunity.rhythm.views import chances, check_in, rhythm  # noqa: E402, F401
