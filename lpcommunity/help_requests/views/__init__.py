"""Help that is wanted: the board, the block on the page of an entry, and what whoever asked does about it."""

from flask import Blueprint

from lpcommunity.help_requests import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.help_requests import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.help_requests import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("help_requests", "lpcommunity.help_requests", template_folder="templates")

from lpcommunity.help_requests.views import board, of_comment, of_entry, request  # noqa: E402, F401
