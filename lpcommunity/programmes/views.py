"""The pages of programmes."""

from flask import Blueprint

from lpcommunity.programmes import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("programmes", __name__, template_folder="templates")
