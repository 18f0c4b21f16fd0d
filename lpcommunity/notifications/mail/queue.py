"""Writing e-mails, in the transaction of what they tell: a row for each, and the event that has it sent."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import current_app, render_template
from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.inbox import is_recent
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail import arrivals, unsubscribe_tokens
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.models import Mail, MailChoice
from lpcommunity.notifications.notification_types import AT_ONCE, NotificationType, always_at_once
from lpcommunity.outbox import EventMeta
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Statement, now, session

LONGEST_SUBJECT = 250
CHOICE: FromClause = MailChoice.__table__
PEOPLE = bindparam("people", type_=Integer, expanding=True)

CLOSED = Statement(select(PERSON.c.id).where(PERSON.c.id.in_(PEOPLE), ~can_sign_in()))
CHOSEN: Statement[dict[str, Any]] = Statement(
    select(CHOICE.c.person_id, CHOICE.c.how).where(CHOICE.c.person_id.in_(PEOPLE), CHOICE.c.kind == bindparam("kind"))
)


def write(one: NotificationType, event: object, meta: EventMeta) -> None:
    """Write what is to be told by e-mail because of this event, and have it sent. Within a handler's transaction.

    Nothing of what happened long ago, nothing to a closed account, nothing but the way in to those who had neither come
    in nor been invited when it happened, and nothing to those who do without it.
    """
    assert one.by_mail is not None
    if not is_recent(meta):
        return
    letters = list(one.by_mail.letters(event, meta))
    people = [letter.person_id for letter in letters if letter.person_id is not None]
    without: set[int | None] = set()
    if people:
        without |= {*CLOSED.values(people=people)}
        if not one.by_mail.way_in:
            without |= arrivals.strangers(people, meta.at)
        without |= _otherwise(one, people)
    for letter in letters:
        if letter.person_id not in without:
            _enqueue(one, letter, meta)


def _otherwise(one: NotificationType, people: Sequence[int]) -> set[int]:
    """Those of them who do not hear of it at once."""
    if one.choice is None:
        return set()
    chosen = {row["person_id"]: row["how"] for row in CHOSEN.all(people=people, kind=one.key)}
    otherwise = {person_id for person_id, how in chosen.items() if how != AT_ONCE}
    if one.choice.default is not always_at_once:
        for person_id in set(people) - chosen.keys():
            reader = reader_of(person_id)
            if isinstance(reader, Reader) and one.choice.default(reader) != AT_ONCE:
                otherwise.add(person_id)
    return otherwise


def unsubscribe_url(person_id: int, kind: str) -> str:
    """Where e-mails of this kind to this person end with one click."""
    return absolute_url(f"/unsubscribe/{unsubscribe_tokens.sign(person_id, kind)}")


def _enqueue(one: NotificationType, letter: Letter, meta: EventMeta) -> None:
    assert one.by_mail is not None
    unsubscribe = ""
    if one.by_mail.choice is not None and letter.person_id is not None:
        unsubscribe = unsubscribe_url(letter.person_id, one.key)
    why = letter.why or one.by_mail.why
    shown = {"letter": letter, "why": why, "unsubscribe": unsubscribe, "home": absolute_url("/")}
    mail = Mail(
        message_id=message_id(meta, one.key, letter.to),
        kind=one.key,
        person_id=letter.person_id,
        to=letter.to,
        subject=one_line(letter.subject),
        text=render_template("notifications/mail/letter.txt", **shown),
        html=inlined(render_template("notifications/mail/letter.html", **shown)),
        unsubscribe_url=unsubscribe,
        written_at=now(),
    )
    session().add(mail)
    session().flush()
    outbox.record(MailWritten(mail.id, letter.about_id, letter.round))


def one_line(words: str) -> str:
    """Words for a header: whatever could begin a new line is a space."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", words).strip()[:LONGEST_SUBJECT]


def message_id(meta: EventMeta, kind: str, to: str) -> str:
    """The same for the same event, kind and address, whatever is tried how often; never the same for another."""
    seen = f"{current_app.config['SECRET_KEY']}|{meta.event_id}|{meta.at.isoformat()}|{kind}|{to}"
    digest = hashlib.sha256(seen.encode()).hexdigest()[:32]
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    return f"<{digest}@{host}>"


def inlined(html: str, *, dark: bool = False) -> str:
    """A page with its styles where mail programs look for them. `dark`: its rules for dark screens stay in its head."""
    return _inliner(dark).inline(html)


@cache
def _inliner(dark: bool) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=dark)
