"""Somebody said something below an entry. Told to its author, and to whoever has said something there before: once, for
as long as they have not read it. What is new since they looked, the conversation says. A reply is a line of its own.
"""

from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.comments.commands import part_of
from lpcommunity.comments.domain_events import CommentPosted
from lpcommunity.comments.models import PUBLISHED as STANDS
from lpcommunity.comments.participants import circle_of, participants
from lpcommunity.comments.single_comments import row
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.mentions.queries import told_of
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_author
from lpcommunity.notifications.recipients import AUTHOR, Recipient, entry_facts, who_have_a_line
from lpcommunity.outbox import EventMeta

KEY = "commented"
TOOK_PART, REPLIED_TO = "took-part", "replied-to"


def news(event: CommentPosted, _meta: EventMeta) -> News | None:
    """Those for whom it was said and who may read the entry now; nobody, once it was withdrawn."""
    entry, comment = entry_facts(event.entry_id), row(event.comment_id)
    if entry is None or comment is None or entry.state != PUBLISHED or comment.state != STANDS:
        return None
    writer = reader_of(comment.author_id)
    if not isinstance(writer, Reader):
        return None
    parent = row(event.parent_id) if event.parent_id is not None else None
    replied_to = parent.author_id if parent is not None else None
    mentioned = told_of(comment.entry_id, part_of(comment))
    told = [
        Recipient(
            one.person_id,
            REPLIED_TO if one.person_id == replied_to else AUTHOR if one.entry_author else TOOK_PART,
        )
        for one in participants(circle_of(writer, comment, entry))
        if one.person_id not in mentioned  # they are told that they are named there
    ]
    waits = who_have_a_line(KEY, entry.entry_id, [one.person_id for one in told if one.reason != REPLIED_TO])
    told = [one for one in told if one.person_id not in waits]
    return News(told, entry.entry_id, entry.partnership_id, event.actor_id, facts={"comment": comment.id})


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    did = "replied to your comment below" if line.reason == REPLIED_TO else "commented on"
    there = line.entry_link
    number = line.facts.get("comment")
    return [f"{line.actor} {did} ", Link(there.text, f"/comments/{number}") if number else there]


def because(line: Line) -> str:
    """Why its reader is told."""
    if line.reason == AUTHOR:
        return because_author(line)
    return "" if line.reason == REPLIED_TO else "Because you took part in this conversation"


TYPE = NotificationType(
    key=KEY,
    in_app=InApp(event=CommentPosted, news=news, sign="talk", words=words, because=because),
)
