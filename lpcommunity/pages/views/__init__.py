"""Home, landing, directory, partnership, theme, person: whatever shows several features at once."""

from lpcommunity.pages import masthead as _masthead  # noqa: F401  (provides itself)
from lpcommunity.pages.blueprint import pages

__all__ = ["pages"]
