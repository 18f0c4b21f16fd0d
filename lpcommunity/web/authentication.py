"""Who is signed in, and how somebody who is signed out is asked to sign in without losing what they typed."""

from collections.abc import Callable
from typing import Any

from flask import Request, request, session
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.web import csrf, responses, signatures, urls

FormRescuer = Callable[[Request], str | None]

FormOwner = Callable[[Request], int | None]

TAG = 16  # letters

_rescuers: list[FormRescuer] = []
_draft_keepers: list[FormRescuer] = []
_owners: list[FormOwner] = []


def register_form_rescuer(rescuer: FormRescuer) -> FormRescuer:
    """Register what keeps a text that somebody sends who is signed out. It returns the path to carry on at."""
    if rescuer not in _rescuers:
        _rescuers.append(rescuer)
    return rescuer


def register_form_owner(owner: FormOwner) -> FormOwner:
    """Register what says by its signature whose form was sent: the number of a person, or None."""
    if owner not in _owners:
        _owners.append(owner)
    return owner


def register_draft_keeper(keeper: FormRescuer) -> FormRescuer:
    """Register what keeps the words of a form that is not, or no longer, there for whoever is signed in: one that they
    carry on with, or that they send. It returns the path at which they read them, or None where there are none.
    """
    if keeper not in _draft_keepers:
        _draft_keepers.append(keeper)
    return keeper


def path_of_kept_words() -> str | None:
    """Where whoever is signed in reads what they wrote in the form that they asked for, or sent."""
    if request.url_rule is None:  # no address of ours, so no form of ours
        return None
    return next((path for keeper in _draft_keepers if (path := keeper(request))), None)


def current_person() -> Any:
    """Whoever is signed in, or None."""
    return current_user._get_current_object() if current_user and current_user.is_authenticated else None


def is_form_of_somebody_else() -> bool:
    """Whether what is sent was opened by one person in this browser, in which another one is signed in now."""
    if request.method in csrf.SAFE_METHODS:
        return False
    owner = next((found for of in _owners if (found := of(request)) is not None), None)
    someone = current_person() if owner is not None else None
    return someone is not None and int(someone.reader.id) != owner


def keep_for_owner() -> bool:
    """Keep what was sent for the person whose form it is, whoever is signed in. Returns whether that can be."""
    return any(rescuer(request) for rescuer in _rescuers)


def writer_tags() -> list[str]:
    """What tells the pages of whoever is signed in from those of somebody else in the same browser: the same in every
    session of theirs, and says nothing else. The present one first, then those of earlier keys.
    """
    someone = current_person()
    keys = signatures.derived_keys("web.writer", str(someone.reader.id)) if someone is not None else []
    return [key.hex()[:TAG] for key in keys]


def may_be_signed_in() -> bool:
    """Whether this browser says that somebody is signed in. Asks no database, so it may be out of date."""
    return "_user_id" in session


def redirect_to_sign_in() -> AnyResponse:
    """Ask to sign in first, and lead back here. The same whether or not there is something here."""
    return responses.see_other(urls.sign_in_url(_way_back()))


def _way_back() -> str:
    if request.method in csrf.SAFE_METHODS:
        return urls.here()
    for rescuer in _rescuers:
        if path := rescuer(request):
            return path
    return urls.came_from(otherwise="/home")
