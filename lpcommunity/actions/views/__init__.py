"""Pages of actions: what a place undertook, one action, and reporting back."""

from flask import Blueprint

from lpcommunity.actions import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.actions import found_texts as _found_texts  # noqa: F401  (how they are found)
from lpcommunity.actions import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.actions import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.actions import registrations as _registrations  # noqa: F401

pages = Blueprint("actions", "lpcommunity.actions", template_folder="templates")

from lpcommunity.actions.views import action, below_entry, beside_writing, changes, partner, place  # noqa: E402, F401
