"""The pages of drafts."""

from flask import Blueprint

from lpcommunity.drafts import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("drafts", __name__, template_folder="templates")
