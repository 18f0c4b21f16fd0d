"""The outer door of every route: what `access(...)` declared is decided here, before the view runs.

Which row somebody may see or change is for the policies; here it is only whether they may knock at all.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access.routes import DEMO, DEVELOPMENT, PROGRAMME_TEAM, SIGNED_IN, TOKEN
from lpcommunity.web import posting, visitors
from lpcommunity.web.errors import stale_token
from lpcommunity.web.visitors import keep_words

gates: dict[str, Callable[[Any], bool]] = {}  # door → whether this person may pass; `app` fills it


def check_sender() -> AnyResponse | None:
    """Look at the form token of whatever may change something; refuse what another site made a browser send."""
    if b"%00" in request.query_string:
        raise BadRequest  # no database keeps it, and nobody types it
    if request.method in posting.SAFE_METHODS or getattr(_view(), "without_form_token", False):
        return None
    posting.check_form_token()
    if posting.sent_from_elsewhere():
        g.csrf_valid = False
        return stale_token()
    return None


def check_door() -> AnyResponse | None:
    """Let through, send to the sign-in page, or say that there is nothing here."""
    view = _view()
    if view is None:
        return None  # no such address: the error page decides
    door = door_of(view)
    if not _exists_here(door):
        raise NotFound
    if door not in (SIGNED_IN, PROGRAMME_TEAM):
        return None
    someone = visitors.person()
    if someone is None:
        return visitors.to_sign_in()
    if door == PROGRAMME_TEAM and not gates[PROGRAMME_TEAM](someone):
        raise NotFound
    return None


def _exists_here(door: str) -> bool:
    return bool({DEMO: current_app.config["DEMO"], DEVELOPMENT: current_app.config["MAILBOX"]}.get(door, True))


def check_token() -> AnyResponse | None:
    """Refuse what changes something without a valid form token, unless the view's own form will."""
    view = _view()
    if view is None or g.get("csrf_valid", True):
        return None
    g.left_to_the_form = getattr(view, "re_renders", False)
    return None if g.left_to_the_form else stale_token()


def check_outcome(response: AnyResponse) -> AnyResponse:
    """Fail loudly in tests and development where a view said `@re_renders` and then never asked its form."""
    if g.get("left_to_the_form", False) and response.status_code < 400:
        careful = current_app.testing or current_app.debug
        assert not careful, f"{request.endpoint} acted without a form token"
    return response


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def door_of(view: Callable[..., Any]) -> str:
    """What a view declared. Raises AssertionError where it declared nothing."""
    door = getattr(view, "access", None)
    assert door is not None, f"{view.__module__}.{view.__name__} does not say who may use it: add @access(…)"
    return str(door)


def check_routes(app: Flask) -> None:
    """Fail where a route does not say who may use it, or does without form tokens and must not."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        assert door_of(view) == TOKEN or not getattr(view, "without_form_token", False), rule.endpoint


def register(app: Flask) -> None:
    """Put the guard before every view."""
    app.before_request(check_sender)
    app.before_request(check_door)
    app.before_request(check_token)
    app.after_request(check_outcome)


__all__ = ["check_routes", "door_of", "gates", "keep_words", "register"]
