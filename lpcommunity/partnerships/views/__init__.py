"""Pages about places: setting them up, and who belongs to them."""

from flask import Blueprint

from lpcommunity.partnerships import refusal_text as _refusal_text  # noqa: F401  (its sentences)

pages = Blueprint("partnerships", __name__, template_folder="../templates")

from lpcommunity.partnerships.views import memberships, organisations, places  # noqa: E402, F401  (they add their pages)
