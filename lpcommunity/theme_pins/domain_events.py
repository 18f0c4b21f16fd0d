"""What happens with what is pinned on themes. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThemePinned:
    """Somebody pinned an entry on a theme."""

    theme_id: int
    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class ThemeUnpinned:
    """It is pinned there no longer."""

    theme_id: int
    entry_id: int
    actor_id: int
