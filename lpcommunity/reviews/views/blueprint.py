"""The blueprint that the modules beside this one hang their pages on."""

from flask import Blueprint

pages = Blueprint("reviews", "lpcommunity.reviews", template_folder="templates")
