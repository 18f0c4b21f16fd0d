"""The pages of attachments."""

from flask import Blueprint

from lpcommunity.attachments import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("attachments", __name__, template_folder="templates")
