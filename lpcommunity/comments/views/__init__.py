"""The pages of conversations: saying something, changing it, taking it back, closing a conversation."""

from flask import Blueprint

from lpcommunity.comments import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.comments import found_texts as _found_texts  # noqa: F401  (that a search finds them)
from lpcommunity.comments import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.comments import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.comments import registrations as _registrations  # noqa: F401

pages = Blueprint("comments", "lpcommunity.comments", template_folder="templates")

from lpcommunity.comments.views import closing, comment, conversation, looks, posting  # noqa: E402, F401
