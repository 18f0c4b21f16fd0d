"""The pages of reflections."""

from flask import Blueprint

from lpcommunity.reflections import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("reflections", __name__, template_folder="templates")
