"""The rhythm of a place: the days on which it checks in, and what else is a chance to look back."""
