"""The pages of pages."""

from flask import Blueprint

pages = Blueprint("pages", __name__, template_folder="templates")
