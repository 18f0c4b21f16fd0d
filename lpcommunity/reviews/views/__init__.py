"""The pages of reviews: reading a reflection with its exchange, answering, replying, the queue, who waits."""

from lpcommunity.reviews import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.reviews.views import answering, queue, reading, replying, waiting  # noqa: F401
from lpcommunity.reviews.views.blueprint import pages

__all__ = ["pages"]
