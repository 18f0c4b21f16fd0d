"""Reports: sending one, what became of it, and the pages of whoever decides."""

from flask import Blueprint

from lpcommunity.moderation import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.moderation import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.moderation import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.moderation import registrations as _registrations  # noqa: F401  (what can be reported)

pages = Blueprint("moderation", "lpcommunity.moderation", template_folder="templates")

from lpcommunity.moderation.views import deciding, of_texts, reporting  # noqa: E402, F401
