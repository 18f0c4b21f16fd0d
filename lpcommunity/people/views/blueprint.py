"""The blueprint that every page of people hangs on."""

from flask import Blueprint

pages = Blueprint("people", "lpcommunity.people", template_folder="templates")
