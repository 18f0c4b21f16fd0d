"""Writing an e-mail, in the transaction of what it tells: a row, and the event that has it sent."""

import hashlib
import re
from functools import cache
from urllib.parse import urlsplit

import css_inline
from flask import current_app, render_template

from lpcommunity import outbox
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail import unsubscribe_tokens
from lpcommunity.notifications.mail.letters import Letter
from lpcommunity.notifications.mail_types import MAIL_TYPES
from lpcommunity.notifications.models import Mail
from lpcommunity.outbox import EventMeta
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session

LONGEST_SUBJECT = 250


def absolute_url(path: str) -> str:
    """The full address of a path, by PUBLIC_URL and nothing else."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def enqueue(
    letter: Letter,
    meta: EventMeta,
    *,
    to: str,
    person: Person | None = None,
    about_id: int | None = None,
    round: int | None = None,  # noqa: A002  (the word of reflections)
) -> None:
    """Write this letter to `to`, and have it sent. Within a handler's transaction."""
    kind = MAIL_TYPES[letter.kind]
    unsubscribe = ""
    if kind.choosable and person is not None:
        unsubscribe = absolute_url(f"/unsubscribe/{unsubscribe_tokens.sign(person.id, kind.key)}")
    shown = {"letter": letter, "kind": kind, "unsubscribe": unsubscribe, "home": absolute_url("/")}
    mail = Mail(
        message_id=message_id(meta, kind.key, to),
        kind=kind.key,
        person_id=person.id if person is not None else None,
        to=to,
        subject=one_line(letter.subject),
        text=render_template("notifications/mail/letter.txt", **shown),
        html=_inliner().inline(render_template("notifications/mail/letter.html", **shown)),
        unsubscribe_url=unsubscribe,
        written_at=now(),
    )
    session().add(mail)
    session().flush()
    outbox.record(MailWritten(mail.id, about_id, round))


def one_line(words: str) -> str:
    """Words for a header: whatever could begin a new line is a space."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", words).strip()[:LONGEST_SUBJECT]


def message_id(meta: EventMeta, kind: str, to: str) -> str:
    """The same for the same event, kind and address, whatever is tried how often; never the same for another."""
    seen = f"{current_app.config['SECRET_KEY']}|{meta.event_id}|{meta.at.isoformat()}|{kind}|{to}"
    digest = hashlib.sha256(seen.encode()).hexdigest()[:32]
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    return f"<{digest}@{host}>"


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
