"""The pages of demo."""

from flask import Blueprint

pages = Blueprint("demo", __name__, template_folder="templates")
