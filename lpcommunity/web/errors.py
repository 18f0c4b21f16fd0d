"""The pages that say why something did not work. Each says what to do next, and gives back what was typed.

What one may not see does not exist: Refused, Missing and an unknown address are one and the same page, and
for whoever is signed out one and the same way to the sign-in page.
"""

import errno
from contextlib import suppress

from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.storage import session
from lpcommunity.web import assets, authentication, echo, logs, masthead, metrics, responses, templating, urls

RETRY_AFTER = 20  # seconds
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def page(name: str, status: int, **context: object) -> Response:
    """One of our error pages."""
    back = urls.came_from()
    return make_response(render_template(f"errors/{name}.html", back=back, **context), status)


def not_found(_error: Exception) -> AnyResponse:
    """There is nothing here, or nothing for this person. Words of their own that they wrote here are theirs to read; so
    is what they typed just now, whatever is here.
    """
    if request.path.startswith(assets.PREFIX) or request.path == "/favicon.ico":
        return make_response("There is no such file.\n", 404, {"Content-Type": "text/plain; charset=utf-8"})
    _end_transaction()
    try:
        someone = authentication.current_person()
        own_words = authentication.path_of_kept_words() if someone else None
    except SQLAlchemyError as error:
        return unavailable(error)
    if own_words:
        return responses.see_other(own_words)
    typed = [] if responses.asks_for_address() else echo.echoed_fields()  # whose page keeps what was typed
    return page("404", 404, typed_words=typed) if someone else authentication.redirect_to_sign_in()


def wrong_method(error: HTTPException) -> AnyResponse:
    """The address exists but cannot be used like this; whoever is signed out does not learn that."""
    return page("405", 405, typed_words=echo.echoed_fields()) if authentication.may_be_signed_in() else not_found(error)


def conflict(error: Conflict) -> Response:
    """Somebody else was there first."""
    _end_transaction()
    return page("409", 409, reason=str(error), typed_words=echo.echoed_fields())


def invalid(error: Invalid) -> Response:
    """Something that no form took beside its field."""
    _end_transaction()
    return page("422", 422, reason=str(error), typed_words=echo.echoed_fields())


def done_too_often(error: TooMany) -> Response:
    """One too many for this hour: when it can be sent, and what was typed."""
    _end_transaction()
    response = page("429-act", 429, reason=str(error), typed_words=echo.echoed_fields())
    return responses.refused_until(response, error.until)


def stale_token() -> Response:
    """The form token is missing, too old or of another session."""
    return page("stale", 422, typed_words=echo.echoed_fields())


def somebody_else(*, kept: bool) -> Response:
    """The form is of somebody else, who was signed in here before. Their words are kept for them, and not shown."""
    if responses.asks_for_address() or request.accept_mimetypes.best == "application/json":
        return make_response({"code": "somebody-else", "kept": kept}, 403)
    return page("somebody-else", 403, kept=kept)


def bad_request(_error: Exception) -> Response:
    """The browser sent something that cannot be read."""
    _end_transaction()
    return page("400", 400)


def too_large(_error: HTTPException) -> Response:
    """More was sent than is taken at once."""
    return page("413", 413, most=current_app.config["MAX_CONTENT_LENGTH"] or 0)


def too_many(error: HTTPException) -> Response:
    """Somebody tries too often."""
    response = page("429", 429)
    response.headers["Retry-After"] = str(getattr(error, "retry_after", None) or 300)
    return response


def broken(_error: Exception) -> Response:
    """Our own mistake."""
    return _without_database("500", 500)


def unavailable(error: Exception) -> Response:
    """The database or the disk does not answer just now. Raises the error again where it is a mistake of ours."""
    if isinstance(error, DBAPIError) and _is_our_mistake(error):
        raise error
    logs.failed(error, "unavailable")
    metrics.database_failed()
    response = _without_database("503", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def disk(error: OSError) -> Response:
    """A file could not be kept. Raises the error again where the disk is not to blame."""
    if error.errno not in FULL:
        raise error
    return unavailable(error)


def _is_our_mistake(error: DBAPIError) -> bool:
    return isinstance(error, OperationalError) and "no such " in str(error.orig)


def _without_database(name: str, status: int) -> Response:
    """A page rendered without the context that features add to every page: it might ask the database."""
    _end_transaction()
    g.masthead = masthead.PLAIN
    template = current_app.jinja_env.get_template(f"errors/{name}.html")
    body = template.render(**templating.page_context(), typed_words=echo.echoed_fields(), again=echo.resubmission())
    return make_response(body, status)


def _end_transaction() -> None:
    with suppress(SQLAlchemyError, RuntimeError):
        session().rollback()


def register(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(Refused, not_found)
    app.register_error_handler(Conflict, conflict)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(TooMany, done_too_often)
    for status, handler in {
        400: bad_request,
        404: not_found,
        403: not_found,
        405: wrong_method,
        413: too_large,
        429: too_many,
        500: broken,
        503: unavailable,
    }.items():
        app.register_error_handler(status, handler)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, unavailable)
    app.register_error_handler(OSError, disk)
    app.register_error_handler(DataError, bad_request)  # a number or a letter that no column can hold


__all__ = ["page", "register", "somebody_else", "stale_token"]
