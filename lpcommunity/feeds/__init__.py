"""Feeds: what is new, for programs in which people read news (Atom, RFC 4287)."""
