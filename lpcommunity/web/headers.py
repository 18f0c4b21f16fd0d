"""The headers of every answer: set in WSGI outside everything, so that static files and errors carry them too."""

import re
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request

from lpcommunity.access import origin
from lpcommunity.access.routes import ANYONE, TOKEN
from lpcommunity.web import authentication, urls

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip

UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "Referrer-Policy": "same-origin",  # addresses carry tokens: nobody else learns them
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
A_YEAR = 365 * 24 * 60 * 60
REQUEST_ID = "lpcommunity.request_id"
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class SecurityHeaders:
    """WSGI middleware that adds what is missing. An answer may be stricter, never laxer."""

    def __init__(self, wsgi_app: "WSGIApplication", *, secure: bool, trusted: tuple[str, ...] = ()) -> None:
        self.wsgi_app = wsgi_app
        self.trusted = trusted
        self.always = dict(ALWAYS)
        if secure:
            self.always["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, with our headers on it."""
        environ[REQUEST_ID] = request_id = self._given_id(environ) or secrets.token_hex(8)

        def start(status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None) -> Any:
            present = {name.lower() for name, _ in headers}
            ours = [*self.always.items(), ("X-Request-ID", request_id)]
            return start_response(status, headers + [pair for pair in ours if pair[0].lower() not in present], exc_info)

        return self.wsgi_app(environ, start)

    def _given_id(self, environ: "WSGIEnvironment") -> str | None:
        """The name that a proxy of ours gave to this request. From anybody else it could be another's, in our logs."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        believed = urls.is_trusted(environ.get("REMOTE_ADDR", ""), self.trusted)
        return given if believed and _GIVEN_ID.fullmatch(given) else None


def request_id() -> str:
    """The name of this request in logs and in the X-Request-ID header."""
    return str(request.environ.get(REQUEST_ID, "-"))


def note_origin() -> None:
    """Say where whatever happens in this request comes from: to the audit record, and to the rate limits."""
    limited = bool(current_app.config.get("RATE_LIMITS", True))
    origin.enter(origin.Origin(request_id(), urls.client_address()[:45] or None, limited))


def forget_origin(_error: BaseException | None) -> None:
    """The thread that served this request serves another next."""
    origin.leave()


def keep_private(response: Response) -> Response:
    """Let no cache keep what is somebody's own. Public pages may be kept if asked about again (`no-cache`)."""
    view = current_app.view_functions.get(request.endpoint or "")
    level = getattr(view, "access", None)
    if level == TOKEN:
        response.headers["Referrer-Policy"] = "no-referrer"
    if response.headers.get("Cache-Control", "").startswith("private, max-age="):
        return response  # a picture whose address names its content: this browser may keep it
    public = level == ANYONE and (response.status_code < 300 or response.status_code == 304)
    if not public or authentication.may_be_signed_in() or "csrf_token" in g:
        response.headers.pop("ETag", None)
        response.headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    return response


def register(app: Flask) -> None:
    """Wrap the application. Call it last, so that nothing is outside."""
    app.before_request_funcs.setdefault(None, []).insert(0, note_origin)  # before anything that leaves a row
    app.teardown_request(forget_origin)
    app.after_request(keep_private)
    app.wsgi_app = SecurityHeaders(  # type: ignore[method-assign]
        app.wsgi_app,
        secure=app.config["PUBLIC_URL"].startswith("https://"),
        trusted=tuple(app.config.get("TRUSTED_PROXIES", ())),
    )
