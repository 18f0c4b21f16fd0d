"""Every e-mail that was sent, on a page: in development and demonstration only, and on this machine only."""

from typing import Any

from flask import Response, current_app, jsonify, render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.notifications import queries
from lpcommunity.notifications.queries import SentMail
from lpcommunity.notifications.views import pages
from lpcommunity.storage.loopback import is_loopback, leads_here
from lpcommunity.web import client_address

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def _on_this_machine() -> None:
    """Raises Missing for whoever asks from elsewhere: the mails hold links that open things.

    Who comes through a proxy on this machine, known to us or not, is from elsewhere; and so is a page of somebody
    else's whose name was made to lead here.
    """
    here = leads_here(current_app.config["PUBLIC_URL"]) and leads_here(request.host_url)
    if not here or not is_loopback(client_address()) or any(name in request.headers for name in FORWARDED):
        raise Missing


@pages.get("/mailbox")
@access("development")
def mailbox() -> str:
    """The e-mails sent last."""
    _on_this_machine()
    wanted = request.args.get("to", "").strip().lower()
    mails = [mail for mail in queries.sent_mails() if not wanted or mail.to.lower() == wanted]
    return render_template("notifications/mailbox.html", mails=mails, wanted=wanted)


@pages.get("/mailbox.json")
@access("development")
def mailbox_json() -> Response:
    """The same for programs."""
    _on_this_machine()
    return jsonify([_as_json(mail) for mail in queries.sent_mails()])


def _as_json(mail: SentMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "message_id": mail.message_id,
        "to": mail.to,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "sent_at": mail.sent_at.isoformat(),
    }
