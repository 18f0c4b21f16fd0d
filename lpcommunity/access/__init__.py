"""Who may: doors of routes, refusals, audit, limits."""

from .refusals import Conflict, Invalid, Missing, Refused, require
from .routes import access

__all__ = ["Conflict", "Invalid", "Missing", "Refused", "access", "require"]
