"""The pages of partnerships."""

from flask import Blueprint

from lpcommunity.partnerships import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("partnerships", __name__, template_folder="templates")
