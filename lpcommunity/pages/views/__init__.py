"""Home, landing, directory, partnership, theme, person: whatever shows several features at once."""

from lpcommunity.pages import masthead as _masthead  # noqa: F401  (provides itself)
from lpcommunity.pages.blueprint import pages
from lpcommunity.pages.views import directory, home, landing, partnership, person, statements, themes

__all__ = ["directory", "home", "landing", "pages", "partnership", "person", "statements", "themes"]
