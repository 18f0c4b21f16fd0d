"""The pages of invitations: inviting, coming in, and the first page one sees."""

from lpcommunity.invitations import models as tables  # a table that nobody imports does not exist
from lpcommunity.invitations.views import claiming, inviting, welcome
from lpcommunity.invitations.views.blueprint import pages

__all__ = ["claiming", "inviting", "pages", "tables", "welcome"]
