"""The pages of reviews."""

from flask import Blueprint

from lpcommunity.reviews import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("reviews", __name__, template_folder="templates")
