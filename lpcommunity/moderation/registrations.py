"""What can be reported here: entries of every kind, comments, and what was said in exchanges."""

from html import escape
from typing import Any

from lpcommunity.access.reader import Reader
from lpcommunity.comments import commands as comments
from lpcommunity.comments import single_comments
from lpcommunity.entries import lifecycle, periods
from lpcommunity.entries.kinds import Kind, for_each_kind, kind_of
from lpcommunity.entries.markdown import render
from lpcommunity.entries.models import FACILITATORS, PUBLISHED, Entry
from lpcommunity.entries.policy import reads
from lpcommunity.entries.queries import readable
from lpcommunity.moderation.readable_texts import (
    COMMENT_TEXT,
    MOVE_TEXT,
    OWN_MOVE,
    OWN_REPLY,
    REPLY_TEXT,
    FoundText,
    OwnText,
)
from lpcommunity.moderation.subjects import OwnWords, Readable, Subject, register, without_pictures
from lpcommunity.people.models import Person
from lpcommunity.reviews.models import Move, Reply
from lpcommunity.storage import now, session

COMMENT, ANSWER, REPLY = "comment", "answer", "reply"


@for_each_kind
def _entries(kind: Kind) -> None:
    def find(actor: Reader, entry_id: int) -> Readable | None:
        entry = readable(actor, kind.model, entry_id)
        if entry is None or entry.state != PUBLISHED:
            return None
        author = session().get_one(Person, entry.author_id)
        return Readable(
            kind.key, entry.id, kind.word.lower(), entry.title, without_pictures(_said(kind, entry)), author.id,
            author.name, entry.id, entry.partnership_id, kind.path(entry.id), entry.audience == FACILITATORS,
            entry.confided_at,
        )  # fmt: skip

    def own(actor: Reader, entry_id: int) -> OwnWords | None:
        entry = readable(actor, kind.model, entry_id)
        return OwnWords(_said(kind, entry), entry.title) if entry is not None and entry.author_id == actor.id else None

    register(
        Subject(
            kind.key,
            kind.word.lower(),
            find,
            own,
            lambda entry_id: periods.hide(_entry(entry_id)),
            lambda entry_id: lifecycle.show_again(_entry(entry_id)),
            lambda entry_id, _entry_id: kind.path(entry_id),
            lambda entry_id, _entry_id: f"{kind.path(entry_id)}/edit",
        )
    )


def _said(kind: Kind, entry: Entry) -> str:
    """All that it says in somebody's own words, those of its kind's own fields included."""
    own = [(one.label, getattr(entry, one.column)) for one in kind.fields if one.written and one.column]
    more = [f"<h3>{escape(label)}</h3><p>{escape(said)}</p>" for label, said in own if said]
    return "\n".join([entry.body_html, *more])


def _entry(entry_id: int) -> Entry:
    return session().get_one(Entry, entry_id)


def _comment(actor: Reader, comment_id: int) -> Readable | None:
    found = COMMENT_TEXT.first(reads(actor), thing=comment_id)
    if found is None:
        return None
    entry = session().get_one(Entry, found.entry_id)  # narrowed since, it is as confided as what it is said of
    own = found.audience == FACILITATORS
    return Readable(
        COMMENT, comment_id, "comment", "", without_pictures(found.text), found.author_id, found.author,
        found.entry_id, found.partnership_id, f"/comments/{comment_id}",
        own or entry.audience == FACILITATORS, found.confided_at if own else entry.confided_at,
    )  # fmt: skip


def _own_comment(actor: Reader, comment_id: int) -> OwnWords | None:
    found = single_comments.one(actor, comment_id)
    return OwnWords(found.html) if found is not None and found.author_id == actor.id else None


def _hide_comment(comment_id: int) -> bool:
    comment = single_comments.row(comment_id)
    return comment is not None and comments.hide(comment)


def _show_comment(comment_id: int) -> bool:
    comment = single_comments.row(comment_id)
    return comment is not None and comments.show_again(comment)


register(
    Subject(
        COMMENT, "comment", _comment, _own_comment, _hide_comment, _show_comment,
        lambda comment_id, _entry_id: f"/comments/{comment_id}",
        lambda comment_id, _entry_id: f"/comments/{comment_id}/edit",
    )
)  # fmt: skip


def _of_exchange(about: str, thing_id: int, found: FoundText | None) -> Readable | None:
    if found is None:
        return None
    return Readable(
        about, thing_id, about, "", render(found.text), found.author_id, found.author, found.entry_id,
        found.partnership_id, f"{kind_of(found.kind).path(found.entry_id)}#m{found.move_id}", True, found.confided_at,
    )  # fmt: skip


def _own_of_exchange(found: OwnText | None) -> OwnWords | None:
    return OwnWords(render(found.text), there=found.there) if found is not None else None


def _line(model: type[Move] | type[Reply], thing_id: int) -> Move | Reply:
    found: Any = session().get_one(model, thing_id)
    line: Move | Reply = found
    return line


def _hide_line(line: Move | Reply) -> bool:
    was_there = line.hidden_at is None
    line.hidden_at = line.hidden_at or now()
    return was_there


def _show_line(line: Move | Reply) -> bool:
    was_hidden = line.hidden_at is not None
    line.hidden_at = None
    return was_hidden


def _exchange_path(_thing_id: int, entry_id: int) -> str:
    return kind_of(_entry(entry_id).kind).path(entry_id)


register(
    Subject(
        ANSWER, "answer",
        lambda actor, move_id: _of_exchange(ANSWER, move_id, MOVE_TEXT.first(reads(actor), thing=move_id)),
        lambda actor, move_id: _own_of_exchange(OWN_MOVE.first(reads(actor), thing=move_id)),
        lambda move_id: _hide_line(_line(Move, move_id)),
        lambda move_id: _show_line(_line(Move, move_id)),
        _exchange_path,
    )
)  # fmt: skip
register(
    Subject(
        REPLY, "reply",
        lambda actor, reply_id: _of_exchange(REPLY, reply_id, REPLY_TEXT.first(reads(actor), thing=reply_id)),
        lambda actor, reply_id: _own_of_exchange(OWN_REPLY.first(reads(actor), thing=reply_id)),
        lambda reply_id: _hide_line(_line(Reply, reply_id)),
        lambda reply_id: _show_line(_line(Reply, reply_id)),
        _exchange_path,
    )
)  # fmt: skip
