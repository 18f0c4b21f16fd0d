"""Home, landing, directory, partnership, theme, person: whatever shows several features at once."""

from lpcommunity.pages import masthead as _masthead  # noqa: F401  (provides itself)
from lpcommunity.pages.blueprint import pages
from lpcommunity.pages.views import directory, home, partnership, person, themes

__all__ = ["directory", "home", "pages", "partnership", "person", "themes"]
