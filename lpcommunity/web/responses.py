"""How a POST ends: at another page (303), or at its form again (422)."""

from typing import Any

from flask import Response, make_response, redirect, render_template

from lpcommunity.web.forms import Form


def see_other(url: str) -> Response:
    """Send the browser on after a POST, so that reloading repeats nothing."""
    return make_response(redirect(url, code=303))


def render_form(template: str, form: Form, *, status: int | None = None, **context: Any) -> Response:
    """A page with a form: 422 when the form has errors, else 200."""
    body = render_template(template, form=form, **context)
    return make_response(body, status or (422 if form.has_errors else 200))
