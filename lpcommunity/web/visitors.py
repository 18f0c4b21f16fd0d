"""Who is at the door, and how somebody who is signed out is asked to sign in without losing what they typed."""

from collections.abc import Callable
from typing import Any

from flask import Request, request, session
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.web import addresses, posting

KeepWords = Callable[[Request], str | None]

_keepers: list[KeepWords] = []


def keep_words(keeper: KeepWords) -> KeepWords:
    """Register what keeps a text that somebody sends who is signed out. It returns the path to carry on at."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def person() -> Any:
    """Whoever is signed in, or None."""
    return current_user._get_current_object() if current_user and current_user.is_authenticated else None


def perhaps_signed_in() -> bool:
    """Whether this browser says that somebody is signed in. Asks no database, so it may be out of date."""
    return "_user_id" in session


def to_sign_in() -> AnyResponse:
    """Ask to sign in first, and lead back here. The same whether or not there is something here."""
    return posting.see_other(addresses.sign_in_url(_way_back()))


def _way_back() -> str:
    if request.method in posting.SAFE_METHODS:
        return addresses.here()
    for keeper in _keepers:
        if path := keeper(request):
            return path
    return addresses.came_from(otherwise="/home")
