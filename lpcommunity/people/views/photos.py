"""Photos of people, for whoever is signed in."""

from flask import Response, make_response, request

from lpcommunity.access import Missing, access
from lpcommunity.people import photos, queries
from lpcommunity.people.views import pages
from lpcommunity.storage import blobs

A_YEAR = 365 * 24 * 60 * 60


@pages.get("/people/<id:person_id>/photo")
@access("signed-in")
def photo(person_id: int) -> Response:
    """The photo. Its address names its content, so that a browser may keep it; a shared cache may not."""
    key = queries.person(person_id).photo_key
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
    if key.startswith(request.args.get("v") or "-"):  # this address will never show another picture
        response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
