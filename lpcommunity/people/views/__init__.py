"""The pages of people: the door, and one's own account."""

from lpcommunity.people import models as tables  # a table that nobody imports does not exist
from lpcommunity.people.views import (
    account,
    disabling,
    door,
    emails,
    forgotten,
    passwords,
    photos,
    profile,
    roles,
    signed_in,
)
from lpcommunity.people.views.blueprint import pages

__all__ = [
    "account", "disabling", "door", "emails", "forgotten", "pages", "passwords", "photos", "profile", "roles",
    "signed_in", "tables",
]  # fmt: skip
