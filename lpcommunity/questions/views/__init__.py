"""Questions that stay open: saying so, and saying what answers them."""

from flask import Blueprint

from lpcommunity.questions import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.questions import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.questions import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("questions", "lpcommunity.questions", template_folder="templates")

from lpcommunity.questions.views import of_answer, of_move, question  # noqa: E402, F401
