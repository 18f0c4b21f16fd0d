"""Where the pages that show several features at once are registered."""

from flask import Blueprint

pages = Blueprint("pages", __name__, template_folder="templates")
