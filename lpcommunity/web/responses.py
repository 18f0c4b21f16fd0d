"""How a POST ends: at another page (303), or at its form again (422; 429 where it was done too often)."""

import math
from datetime import datetime
from typing import Any

from flask import Flask, Response, json, make_response, redirect, render_template, request

from lpcommunity.storage import now
from lpcommunity.web.forms import Form

ANSWER_WITH = "X-Answer-With"  # "address": a script sends the form, and leads the browser on by itself


def asks_for_address() -> bool:
    """Whether a script sends the form, and its page stays with everything in it until the answer leads on."""
    return request.headers.get(ANSWER_WITH) == "address"


def see_other(url: str) -> Response:
    """Send the browser on after a POST, so that reloading repeats nothing."""
    return make_response(redirect(url, code=303))


def render_form(template: str, form: Form, *, status: int | None = None, **context: Any) -> Response:
    """A page with a form: 429 where it was sent too often, 422 when it has other errors or asks something, else 200."""
    body = render_template(template, form=form, **context)
    if form.too_many is not None:
        return refused_until(make_response(body, 429), form.too_many.until)
    return make_response(body, status or (422 if form.has_errors or form.question else 200))


def refused_until(response: Response, moment: datetime) -> Response:
    """429, and said to programs, too: from when on it may be tried again."""
    response.status_code = 429
    response.headers["Retry-After"] = str(max(1, math.ceil((moment - now()).total_seconds())))
    return response


def tell_address(response: Response) -> Response:
    """Give a script that sends a form the address instead of leading it there: it would follow out of sight, and what
    is said once on the page there would be lost.
    """
    if response.status_code != 303 or request.headers.get(ANSWER_WITH) != "address":
        return response
    address = response.headers.pop("Location", "")
    response.status_code, response.mimetype = 200, "application/json"
    response.set_data(json.dumps({"address": address}))
    return response


def register(app: Flask) -> None:
    """Answer scripts as they ask."""
    app.after_request(tell_address)
