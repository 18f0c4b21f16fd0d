"""Reading drafts: one's own, and nobody else's."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, String, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft, draft_address
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.storage import Statement

MOST = 100
MOST_ABOUT_ONE_THING = 20

DRAFT: FromClause = Draft.__table__


@dataclass(frozen=True)
class DraftLine:
    """A draft of one's own, with what one wrote in it."""

    id: int
    idempotency_key: str
    subject: str
    path: str
    label: str
    fields: dict[str, Any]
    base_version: int | None
    saved_at: datetime
    window: str | None = None
    saves: int = 0
    spent_at: None = None  # what is read here is not

    @property
    def what(self) -> str:
        """What is being written: an entry by the word of its kind, Change, Answer, Reply."""
        return subject_of(self.subject, self.path).word

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Their own words, each with what stands before it. What was only chosen is left out, and so is what the form
        quotes of somebody else: its writer may no longer be one who may read that.
        """
        subject = subject_of(self.subject, self.path)
        return self._said(subject.named, subject.written)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The same, with names and other lines that they typed: all there is to read of it."""
        subject = subject_of(self.subject, self.path)
        return self._said(subject.named, subject.typed or subject.written)

    @property
    def title(self) -> str:
        """What it is called: by its first words, or as all of its sort are. Nothing where it has no words."""
        return subject_of(self.subject, self.path).title or self.label

    @property
    def title_in_list(self) -> str:
        """The same, beside others: its own words in quotes."""
        return subject_of(self.subject, self.path).title or (f"“{self.label}”" if self.label else "")

    @property
    def address(self) -> str:
        """Where to carry on with exactly this draft."""
        return draft_address(self.path, self.idempotency_key)

    @property
    def page(self) -> str:
        """Where its words are read, once its form is no longer its writer's to open."""
        return f"/drafts/{self.id}?closed=1"

    def _said(self, named: Callable[[str], str], counts: Callable[[str], bool]) -> list[tuple[str, str]]:
        said = [(name, text.strip()) for name, values in self.fields.items() if counts(name) for text in values]
        return [(named(name), text) for name, text in said if text]


def _theirs(*where: ColumnElement[bool]) -> Select[Any]:
    """What this person has not sent."""
    columns = (
        DRAFT.c.id,
        DRAFT.c.idempotency_key,
        DRAFT.c.subject,
        DRAFT.c.path,
        DRAFT.c.label,
        DRAFT.c.fields,
        DRAFT.c.base_version,
        DRAFT.c.saved_at,
        DRAFT.c.window,
        DRAFT.c.saves,
    )
    owned = DRAFT.c.person_id == bindparam("owner", type_=Integer)
    return select(*columns).where(owned, DRAFT.c.spent_at.is_(None), *where)


_newest_first = (DRAFT.c.saved_at.desc(), DRAFT.c.id.desc())
ALL = Statement(_theirs().order_by(*_newest_first).limit(bindparam("size", type_=Integer)), DraftLine)
ABOUT = Statement(
    _theirs(DRAFT.c.subject == bindparam("subject", type_=String)).order_by(*_newest_first).limit(MOST_ABOUT_ONE_THING),
    DraftLine,
)
WITH_ID = Statement(_theirs(DRAFT.c.id == bindparam("draft", type_=Integer)), DraftLine)
WITH_KEY = Statement(_theirs(DRAFT.c.idempotency_key == bindparam("key", type_=String)), DraftLine)
LATEST_ABOUT = Statement(
    _theirs(DRAFT.c.subject.in_(bindparam("subjects", type_=String, expanding=True))).order_by(
        DRAFT.c.saved_at, DRAFT.c.id
    ),
    DraftLine,
)


FileFinder = Callable[[Reader, Collection[str]], Collection[str]]
_file_finders: list[FileFinder] = []


def register_file_finder(finder: FileFinder) -> FileFinder:
    """Register what finds those of these keys of forms for which files of this person wait: one query."""
    _file_finders.append(finder)
    return finder


def with_files(person: Reader, idempotency_keys: Collection[str]) -> set[str]:
    """For which of these forms files wait: one query, and none for none."""
    return {key for finder in _file_finders if idempotency_keys for key in finder(person, idempotency_keys)}


def worth_offering(person: Reader, drafts: Iterable[DraftLine]) -> list[DraftLine]:
    """Those with words or files in them: what was only chosen is chosen again more quickly than it is read."""
    begun = list(drafts)
    holding = with_files(person, [draft.idempotency_key for draft in begun if not draft.typed])
    return [draft for draft in begun if draft.typed or draft.idempotency_key in holding]


def all_of(person: Reader, limit: int = MOST) -> list[DraftLine]:
    """What this person is still writing, the latest first."""
    return ALL.all(owner=person.id, size=limit)


def latest(person: Reader) -> DraftLine | None:
    """What this person wrote last and has not sent."""
    return ALL.first(owner=person.id, size=1)


def about(person: Reader, subject: str) -> list[DraftLine]:
    """This person's drafts of one thing, such as `entry:17`, the latest first."""
    return ABOUT.all(owner=person.id, subject=subject)


def with_id(person: Reader, draft_id: int) -> DraftLine | None:
    """This person's draft of that number, if there is one."""
    return WITH_ID.first(owner=person.id, draft=draft_id)


def with_key(person: Reader, idempotency_key: str) -> DraftLine | None:
    """This person's draft of the form with this key, if there is one that is not sent."""
    return WITH_KEY.first(owner=person.id, key=idempotency_key)


def latest_about(person: Reader, subjects: Collection[str]) -> dict[str, DraftLine]:
    """This person's latest draft of each of these things that has something in it, by the thing."""
    found = LATEST_ABOUT.all(owner=person.id, subjects=list(subjects))
    return {draft.subject: draft for draft in worth_offering(person, found)}
