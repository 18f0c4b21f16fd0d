"""Every e-mail that was sent, on a page: in development and demonstration only, and on this machine only."""

import ipaddress
from typing import Any

from flask import Response, jsonify, render_template, request

from lpcommunity.access import Missing, access
from lpcommunity.notifications import queries
from lpcommunity.notifications.queries import SentMail
from lpcommunity.notifications.views import pages
from lpcommunity.web import client_address


def _on_this_machine() -> None:
    """Raises Missing for whoever asks from elsewhere: the mails hold links that open things."""
    try:
        here = ipaddress.ip_address(client_address()).is_loopback
    except ValueError:
        here = False
    if not here:
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
