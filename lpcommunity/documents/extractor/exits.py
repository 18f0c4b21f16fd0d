"""With which status the reader ends."""

TEXT, NONE, UNREADABLE, UNBOUNDED = 0, 3, 4, 5
