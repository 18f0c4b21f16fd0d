"""Access control of every route: what `access(...)` declared is decided here, before the view runs.

Which row somebody may see or change is for the policies; here it is only whether they may knock at all.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access.routes import DEMO, DEVELOPMENT, PROGRAMME_TEAM, SIGNED_IN, TOKEN
from lpcommunity.storage import uncommitted
from lpcommunity.web import authentication, csrf
from lpcommunity.web.errors import somebody_else, stale_token

level_checks: dict[str, Callable[[Any], bool]] = {}  # access level → whether this person may pass; `app` fills it


def check_sender() -> AnyResponse | None:
    """Look at the form token of whatever may change something; refuse what another site made a browser send."""
    if b"%00" in request.query_string:
        raise BadRequest  # no database keeps it, and nobody types it
    if request.method in csrf.SAFE_METHODS or getattr(_view(), "without_form_token", False):
        return None
    csrf.check_form_token(anybodys=getattr(_view(), "in_nobodys_name", False))
    if csrf.sent_from_elsewhere():
        g.csrf_valid = False
        return stale_token()
    return None


def check_access() -> AnyResponse | None:
    """Let through, send to the sign-in page, or say that there is nothing here."""
    view = _view()
    if view is None:
        return None  # no such address: the error page decides
    level = access_level_of(view)
    if not _exists_here(level):
        raise NotFound
    if level not in (SIGNED_IN, PROGRAMME_TEAM):
        return None
    someone = authentication.current_person()
    if someone is None:
        return authentication.redirect_to_sign_in()
    if level == PROGRAMME_TEAM and not level_checks[PROGRAMME_TEAM](someone):
        raise NotFound
    return None


def check_writer() -> AnyResponse | None:
    """Refuse what comes from a page that somebody else opened in this browser before whoever is signed in now: it would
    be done, or their words posted, under another name. The words are kept for their writer.
    """
    signed = not getattr(_view(), "asks_about_forms", False) and authentication.is_form_of_somebody_else()
    if not signed and not (csrf.is_of_somebody_else() and authentication.current_person() is not None):
        return None
    g.words_withheld = True
    return somebody_else(kept=authentication.keep_for_owner())


def _exists_here(level: str) -> bool:
    return bool({DEMO: current_app.config["DEMO"], DEVELOPMENT: current_app.config["MAILBOX"]}.get(level, True))


def check_token() -> AnyResponse | None:
    """Refuse what changes something without a valid form token, unless the view's own form will, which shows what was
    typed: not where somebody else typed it.
    """
    view = _view()
    if view is None or g.get("csrf_valid", True):
        return None
    g.left_to_the_form = getattr(view, "re_renders", False) and not g.get("words_withheld", False)
    return None if g.left_to_the_form else stale_token()


def check_uncommitted(response: AnyResponse) -> AnyResponse:
    """Fail loudly in tests and development where a request changed rows without a command: they would be lost."""
    if current_app.testing or current_app.debug:
        changed = uncommitted()
        assert changed is None, f"{request.endpoint} leaves {changed} uncommitted: changes are made by commands"
    return response


def check_outcome(response: AnyResponse) -> AnyResponse:
    """Fail loudly in tests and development where a view said `@re_renders` and then never asked its form."""
    if g.get("left_to_the_form", False) and response.status_code < 400:
        careful = current_app.testing or current_app.debug
        assert not careful, f"{request.endpoint} acted without a form token"
    return response


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def access_level_of(view: Callable[..., Any]) -> str:
    """What a view declared. Raises AssertionError where it declared nothing."""
    level = getattr(view, "access", None)
    assert level is not None, f"{view.__module__}.{view.__name__} does not say who may use it: add @access(…)"
    return str(level)


def check_routes(app: Flask) -> None:
    """Fail where a route does not say who may use it, or does without form tokens and must not."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        assert access_level_of(view) == TOKEN or not getattr(view, "without_form_token", False), rule.endpoint


def register(app: Flask) -> None:
    """Put access control before every view."""
    app.before_request(check_sender)
    app.before_request(check_writer)  # before access: a page that says no gives back what was typed
    app.before_request(check_access)
    app.before_request(check_token)
    app.after_request(check_outcome)
    app.after_request(check_uncommitted)


__all__ = ["access_level_of", "check_routes", "level_checks", "register"]
