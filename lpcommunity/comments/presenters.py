"""A page of a conversation, as templates show it: threads, what is new, what is quoted, whose files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments import queries as attachments
from lpcommunity.attachments.queries import FileLine
from lpcommunity.comments import policy, queries
from lpcommunity.comments.counts import counts_for
from lpcommunity.comments.models import HOLDER
from lpcommunity.comments.queries import At, ClosedTalk, CommentLine, Earlier
from lpcommunity.comments.quoted_words import Quoted, quoted_in
from lpcommunity.comments.talk_text import heading, new_line
from lpcommunity.entries.models import EntryLike


@dataclass(frozen=True)
class ShownComment:
    """A comment with what stands around it."""

    line: CommentLine
    place: str
    own: bool
    is_new: bool
    quoted: Quoted | None
    pictures: list[FileLine]
    documents: list[FileLine]
    replies: list["ShownComment"] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """Which comments of how many a page shows. Of a page in the middle of many nobody counts those before."""

    first: int | None
    last: int | None
    total: int


@dataclass(frozen=True)
class Talk:
    """A page of a conversation for one reader."""

    entry: EntryLike
    path: str  # of its entry
    heading: str
    span: Span | None  # None: all of them
    threads: list[ShownComment]  # a reply stands among them where its page begins within a thread
    first_new: At | None  # among all pages
    new: str  # how many are new, in words; empty if none
    next: At | None
    before: At | None  # where the page before begins; None where nothing stands there (any more)
    is_first: bool
    closed: ClosedTalk | None
    is_signed_out: bool
    can_comment: bool
    can_steer: bool

    @property
    def has_others(self) -> bool:
        """Whether somebody else said something on this page."""
        return any(not one.own for thread in self.threads for one in (thread, *thread.replies))

    @property
    def first_new_thread(self) -> int | None:
        """The first thread of this page that is new as a whole."""
        return next((one.line.id for one in self.threads if one.is_new), None)


def talk_of(actor: Reader | Visitor, entry: EntryLike, path: str, start: At) -> Talk:
    """The page of the conversation below an entry that begins there."""
    lines = queries.talk(actor, entry.id, start)
    shown, more = lines[: queries.PAGE], lines[queries.PAGE :]
    total = counts_for(actor, [entry.id]).get(entry.id, 0) if shown else 0
    earlier = queries.earlier(actor, entry.id, start)
    since = _since(actor, entry.id) if shown else None
    new = queries.new_since(actor, entry.id, since) if since is not None and isinstance(actor, Reader) else []
    around = _Around.of(actor, entry, shown, since)
    threads: list[ShownComment] = []
    for line in shown:
        one = around.show(line)
        within = threads and threads[-1].line.thread_id == line.thread_id and line.parent_id is not None
        (threads[-1].replies if within else threads).append(one)
    return Talk(
        entry=entry,
        path=path,
        heading=heading(total),
        span=_span(sum(line.stands for line in shown), total, start, earlier, bool(more)),
        threads=threads,
        first_new=new[0] if new else None,
        new=new_line(len(new), queries.MOST_NEW) if new else "",
        next=more[0].at if more else None,
        before=earlier.start if earlier is not None else None,
        is_first=start == queries.START,
        closed=queries.closed(actor, entry.id),
        is_signed_out=isinstance(actor, Visitor),
        can_comment=isinstance(actor, Reader) and policy.can_comment(actor, entry),
        can_steer=isinstance(actor, Reader) and policy.can_steer(actor, entry),
    )


def _span(said: int, total: int, start: At, earlier: Earlier | None, goes_on: bool) -> Span | None:
    """Counted from the beginning or from the end, where one is near: else it would cost whatever lies between."""
    if not said or (earlier is None and not goes_on):
        return None
    before = 0 if start == queries.START else total - said if not goes_on else earlier.said if earlier else 0
    if before is None:
        return Span(None, None, total)
    return Span(before + 1, before + said, total) if before + said <= total else None


def _since(actor: Reader | Visitor, entry_id: int) -> datetime | None:
    look = queries.look_at(actor, entry_id) if isinstance(actor, Reader) else None
    return look.new_since if look is not None else None


@dataclass(frozen=True)
class _Around:
    """What stands around the comments of a page."""

    reader_id: int
    since: datetime | None
    places: Mapping[int, str]
    quoted: Mapping[int, Quoted]
    files: Mapping[int, list[FileLine]]

    @classmethod
    def of(
        cls, actor: Reader | Visitor, entry: EntryLike, shown: list[CommentLine], since: datetime | None
    ) -> "_Around":
        there = [line for line in shown if line.stands]
        files: dict[int, list[FileLine]] = {}
        for one in attachments.held_by(HOLDER, [line.id for line in there]):
            if one.last_n is None:
                files.setdefault(one.holder_id, []).append(one.line)
        return cls(
            actor.id if isinstance(actor, Reader) else 0,
            since,
            queries.places_of_authors([line.author_id for line in shown], entry.partnership_id),
            quoted_in(actor, [line.id for line in there if line.quotes]),
            files,
        )

    def show(self, line: CommentLine) -> ShownComment:
        files = self.files.get(line.id, [])
        own = line.author_id == self.reader_id
        return ShownComment(
            line=line,
            place=self.places.get(line.author_id, ""),
            own=own,
            is_new=self.since is not None and line.said_at > self.since and not own and line.stands,
            quoted=self.quoted.get(line.id),
            pictures=[one for one in files if one.kind == "picture"],
            documents=[one for one in files if one.kind != "picture"],
        )
