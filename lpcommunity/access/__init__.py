"""Who may: access levels of routes, refusals, audit, limits."""

from lpcommunity.access.refusals import Conflict, Invalid, Missing, Refused, require
from lpcommunity.access.routes import access

__all__ = ["Conflict", "Invalid", "Missing", "Refused", "access", "require"]
