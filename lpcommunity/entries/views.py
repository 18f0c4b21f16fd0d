"""What can be done with any entry."""

from flask import Blueprint

pages = Blueprint("entries", __name__, template_folder="templates")
