"""The letter as it goes out: plain text and HTML, with its signed links. Composed when it is sent, for its reader."""

from datetime import datetime
from functools import partial

from flask import render_template
from sqlalchemy import or_, update

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.mail.queue import inlined, unsubscribe_url
from lpcommunity.notifications.models import LetterReader
from lpcommunity.notifications.notification_types import NEVER, Composed
from lpcommunity.notifications.what_moved import mute_tokens
from lpcommunity.notifications.what_moved.choices import KEY, wishes_of
from lpcommunity.notifications.what_moved.gathering import PlaceOfMine, gather
from lpcommunity.notifications.what_moved.letter_text import WhatMoved, letter_of
from lpcommunity.storage import session


def is_meant(_event: MailWritten, reader: Reader | Visitor) -> bool:
    """They belong somewhere, or hold a role, today."""
    return reader.in_community


def composed(event: MailWritten, reader: Reader) -> Composed | None:
    """What moved for this reader; None where nothing did, or a later letter was written to them meanwhile, which tells
    of all of it.
    """
    chosen = wishes_of(reader)
    if chosen.how == NEVER or chosen.last_day is None or chosen.last_day.toordinal() != event.about_id:
        return None
    news = gather(reader, chosen)
    letter = letter_of(reader, news, chosen.comes)
    if letter is None:
        return None

    text, html = written(letter)
    return Composed(letter.subject, text, html, noted=partial(_note, reader.id, news.until))


def written(letter: WhatMoved) -> tuple[str, str]:
    """A letter as plain text and as HTML."""

    def mute_url(place: PlaceOfMine) -> str:
        return absolute_url(f"/muting/{mute_tokens.sign(letter.reader.id, place.id)}")

    stop = unsubscribe_url(letter.reader.id, KEY)
    shown = {"letter": letter, "url": absolute_url, "stop": stop, "mute_url": mute_url}
    text = render_template("notifications/mail/what_moved.txt", **shown).strip() + "\n"
    return text, inlined(render_template("notifications/mail/what_moved.html", **shown), dark=True)


def _note(person_id: int, until: datetime) -> None:
    """As far as they were told by now; never back."""
    later = or_(LetterReader.told_until.is_(None), LetterReader.told_until < until)
    theirs = update(LetterReader).where(LetterReader.person_id == person_id, later)
    session().execute(theirs.values(told_until=until))
