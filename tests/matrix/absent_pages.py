"""The page that says that nothing is here, which is three of four that the matrix opens: drawn once for each rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import Response, make_response, request

from lpcommunity.web import errors


@contextmanager
def drawn_once() -> Iterator[None]:
    """Within the block it is drawn where the first row of a rule is not there, and is one word for all others: it knows
    of no row (`test_unseen_and_absent_are_the_same` holds all of them to that).
    """
    drawn: set[str] = set()
    page = errors.page

    def one_word(name: str, status: int, **context: object) -> Response:
        rule = request.url_rule.rule if request.url_rule else request.path
        if name != "404" or rule not in drawn:
            drawn.add(rule)
            return page(name, status, **context)
        return make_response("absent", status)

    with patch.object(errors, "page", one_word):
        yield
