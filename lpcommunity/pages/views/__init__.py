"""Home, landing, directory, partnership, theme, person: whatever shows several features at once."""

from flask import Blueprint

from lpcommunity.pages import masthead as _masthead  # noqa: F401  (provides itself)

pages = Blueprint("pages", "lpcommunity.pages", template_folder="templates")

from lpcommunity.pages.views import (  # noqa: E402, F401
    compare,
    directory,
    home,
    journey,
    landing,
    milestones,
    months,
    partnership,
    people,
    person,
    place_aside,
    programme_desk,
    programme_slips,
    statements,
    themes,
)  # fmt: skip
