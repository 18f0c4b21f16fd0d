"""The pages of thanks."""

from flask import Blueprint

from lpcommunity.thanks import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("thanks", __name__, template_folder="templates")
