"""Pages about places: setting them up, and who belongs to them."""

from flask import Blueprint

pages = Blueprint("partnerships", __name__, template_folder="../templates")

from lpcommunity.partnerships.views import memberships, organisations, places  # noqa: E402, F401  (they add their pages)
