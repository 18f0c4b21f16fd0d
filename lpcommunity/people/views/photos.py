"""Photos of people, for those who may see them as a person."""

from flask import Response, make_response, request

from lpcommunity.access import Missing, access, require
from lpcommunity.people import photos, policy, queries
from lpcommunity.people.current_user import me, whom
from lpcommunity.people.models import photo_url_of
from lpcommunity.people.views import pages
from lpcommunity.storage import blobs

A_YEAR = 365 * 24 * 60 * 60


@pages.get("/people/<id:person_id>/photo")
@access("signed-in")
def photo(person_id: int) -> Response:
    """The photo. Its address names its content, so that a browser may keep it; a shared cache may not."""
    require(policy.can_see_person(me(), whom(person_id)))
    key = queries.person(person_id).photo_key
    if key is None:
        hidden = queries.hidden_details(me(), person_id)
        key = hidden.photo_key if hidden else None
    if key is None:
        raise Missing
    try:
        content = blobs.read(key)
    except FileNotFoundError as error:
        raise Missing from error
    response = make_response(content)
    response.headers["Content-Type"] = photos.TYPE
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if request.full_path == photo_url_of(person_id, key):  # this address will never show another picture
        response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
