"""The pages of updates."""

from flask import Blueprint

from lpcommunity.updates import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("updates", __name__, template_folder="templates")
