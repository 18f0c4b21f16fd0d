"""With which status the reader ends."""

TEXT, NONE, UNREADABLE, UNBOUNDED, BEGUN = 0, 3, 4, 5, 6  # BEGUN: text, but not all that there is
