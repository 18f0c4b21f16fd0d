"""What programs look for on every site: what they may index, and where to report a weakness."""

from datetime import UTC, timedelta

from flask import Blueprint, current_app

from lpcommunity.access import access
from lpcommunity.storage import now

well_known = Blueprint("well_known", __name__)

Answer = tuple[str, int, dict[str, str]]
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
# Public pages are meant to be found. These hold a form, or are reached by a link that somebody was sent.
NOT_INDEXED = (
    "/account", "/confirm-", "/forgotten-password", "/invitations/", "/reset-password/", "/sign-in", "/unsubscribe/",
)  # fmt: skip
COUNTS_FOR = timedelta(days=180)  # RFC 9116 wants less than a year


@well_known.get("/robots.txt")
@access("anyone")
def robots() -> Answer:
    """What search engines may index: of a real service whatever is public, of anything else nothing."""
    shut = NOT_INDEXED if current_app.config["ENV_NAME"] == "production" else ("/",)
    return "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in shut), ""]), 200, PLAIN


@well_known.get("/.well-known/security.txt")
@access("anyone")
def security() -> Answer:
    """Where to report a weakness (RFC 9116): to CONTACT. Without one there is no such file."""
    contact = str(current_app.config["CONTACT"])
    if not contact:
        return "There is no such file.\n", 404, PLAIN
    until = (now() + COUNTS_FOR).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {current_app.config['PUBLIC_URL']}/.well-known/security.txt",
    ]
    return "\n".join([*lines, ""]), 200, PLAIN
