"""Addresses of the next twenty."""

from typing import Any

from flask import url_for


def more(endpoint: str, after: str | None, anchor: str | None = None, **values: Any) -> str | None:
    """Where “Show more” leads: the same page from this cursor on; None at the end of the list."""
    return url_for(endpoint, **values, after=after, _anchor=anchor) if after else None
