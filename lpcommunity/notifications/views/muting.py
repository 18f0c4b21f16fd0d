"""One click leaves a place out of somebody's letters. The link alone changes nothing: mail scanners open links."""

from flask import Response, render_template

from lpcommunity.access import Missing, access
from lpcommunity.notifications.views import pages
from lpcommunity.notifications.what_moved import choices, mute_tokens
from lpcommunity.notifications.what_moved.choices import PlaceLine
from lpcommunity.web import see_other


@pages.get("/muting/<token:token>")
@access("token")
def muting(token: str) -> str:
    """Ask whether it is meant; or say that it is done, and offer to undo it."""
    person_id, place = _read(token)
    muted = choices.is_muted(person_id, place.id)
    return render_template("notifications/muting.html", place=place, muted=muted, token=token)


@pages.post("/muting/<token:token>")
@access("token")
def mute(token: str) -> Response:
    """Leave it out."""
    person_id, place = _read(token)
    choices.mute(person_id, place.id)
    return see_other(f"/muting/{token}")


@pages.post("/muting/<token:token>/undoing")
@access("token")
def undo_muting(token: str) -> Response:
    """Tell of it again."""
    person_id, place = _read(token)
    choices.hear_again(person_id, place.id)
    return see_other(f"/muting/{token}")


def _read(token: str) -> tuple[int, PlaceLine]:
    person_id, place_id = mute_tokens.read(token) or (0, 0)
    place = choices.place_with_id(place_id)
    if place is None:
        raise Missing
    return person_id, place
