"""The pages of projects."""

from flask import Blueprint

from lpcommunity.projects import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("projects", __name__, template_folder="templates")
