"""The blueprint that every page of invitations hangs on."""

from flask import Blueprint

pages = Blueprint("invitations", "lpcommunity.invitations", template_folder="templates")
