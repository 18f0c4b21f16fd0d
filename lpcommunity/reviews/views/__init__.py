"""The pages of reviews: a reflection with its exchange, answering, replying, the queue, who waits."""

from flask import Blueprint

from lpcommunity.reviews import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.reviews import found_texts as _found_texts  # noqa: F401  (how they are found)
from lpcommunity.reviews import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.reviews import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.reviews import registrations as _registrations  # noqa: F401

pages = Blueprint("reviews", "lpcommunity.reviews", template_folder="templates")

from lpcommunity.reviews.views import answer, confided, queue, reflection, response  # noqa: E402, F401
