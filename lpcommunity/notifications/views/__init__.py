"""The pages of notifications."""

from flask import Blueprint

from lpcommunity.notifications import models as _tables  # noqa: F401  (a table that nobody imports does not exist)

pages = Blueprint("notifications", __name__, template_folder="../templates")

from lpcommunity.notifications.views import inbox, mailbox, muting, preferences, unsubscription  # noqa: E402, F401
