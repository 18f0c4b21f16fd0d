"""What may stand in an address. Whatever does not fit is an ordinary 404, never an error further in."""

import re
from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

LARGEST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds


class Id(BaseConverter):
    """The number of a row, from 1 to what a column can hold."""

    regex = r"[1-9][0-9]{0,9}"
    part_isolating = True

    def to_python(self, value: str) -> int:
        """Turn the digits into a number. Raises ValidationError where no row can have it."""
        if not value.isascii() or (number := int(value)) > LARGEST_ID:
            raise ValidationError
        return number

    def to_url(self, value: Any) -> str:
        """Write the number into an address."""
        return str(int(value))


class _Plain(BaseConverter):
    allowed = re.compile("")

    def to_python(self, value: str) -> str:
        if not self.allowed.fullmatch(value):
            raise ValidationError
        return value


class Slug(_Plain):
    """A name in an address: small letters, digits and hyphens, at most eighty."""

    regex = r"[a-z0-9-]{1,80}"
    allowed = re.compile(regex)


class Token(_Plain):
    """A key in a link: what URL-safe Base64 and signed tokens are made of, at most 512 characters."""

    regex = r"[A-Za-z0-9_.-]{8,512}"
    allowed = re.compile(regex)


def register(app: Flask) -> None:
    """Give the application `<id:…>`, `<slug:…>` and `<token:…>`."""
    app.url_map.merge_slashes = False
    app.url_map.converters.update({"id": Id, "slug": Slug, "token": Token})
