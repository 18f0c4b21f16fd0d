"""One click ends one kind of e-mail. The link alone changes nothing: mail scanners open links."""

from flask import Response, render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.notifications import commands, queries, registry
from lpcommunity.notifications.mail import unsubscribe_tokens
from lpcommunity.notifications.notification_types import NotificationType
from lpcommunity.notifications.views import pages
from lpcommunity.web import see_other, without_form_token


@pages.get("/unsubscribe/<token:token>")
@access("token")
def unsubscribe(token: str) -> str:
    """Ask whether it is meant; or say that it is done, and offer to undo it."""
    person_id, one = _read(token)
    off = one.key in queries.kinds_off(person_id)
    return render_template("notifications/unsubscribe.html", says=one.box, off=off, token=token)


@pages.post("/unsubscribe/<token:token>")
@access("token")
@without_form_token
def turn_off(token: str) -> Response:
    """Turn it off: by the page's button, or by the mail program's own, which follows no redirect (RFC 8058)."""
    person_id, one = _read(token)
    commands.turn_off(person_id, one.key)
    if request.form.get("List-Unsubscribe") == "One-Click":
        return Response("You get no more of these e-mails.\n", mimetype="text/plain")
    return see_other(f"/unsubscribe/{token}")


@pages.post("/unsubscribe/<token:token>/undoing")
@access("token")
def undo(token: str) -> Response:
    """Turn it on again."""
    person_id, one = _read(token)
    commands.turn_on(person_id, one.key)
    return see_other(f"/unsubscribe/{token}")


def _read(token: str) -> tuple[int, NotificationType]:
    person_id, key = unsubscribe_tokens.read(token) or (0, "")
    one = registry.choosable(key)
    if one is None:
        raise Missing
    return person_id, one
