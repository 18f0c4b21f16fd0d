"""The pages of people."""

from flask import Blueprint

from lpcommunity.people import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("people", __name__, template_folder="templates")
