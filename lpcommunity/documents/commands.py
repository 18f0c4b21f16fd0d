"""The queue of documents: what is to be read comes in, is taken up by a worker, and its text is kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity.documents import queries
from lpcommunity.documents.models import BEGUN, EMPTY, READ, UNREADABLE, WAITING, DocumentText
from lpcommunity.search import analysis
from lpcommunity.storage import now, session, transactional

MOST_TRIES = 3  # of which each may have brought a worker down
AT_ONCE = 200  # that are queued anew in one step
LEASE = timedelta(minutes=2)  # far longer than reading may take
LATER = timedelta(minutes=30)  # where it was not the document that failed
# Characters of terms that are kept of one document: PostgreSQL takes a megabyte of them at most, with their places.
MOST_WORDS = 500_000

TEXT: FromClause = DocumentText.__table__


@dataclass(frozen=True)
class Taken:
    """A document in a worker's hands."""

    blob_key: str
    token: str


@dataclass(frozen=True)
class Result:
    """What came of reading a document: a state, and its text where there is one."""

    state: str
    text: str = ""


@transactional
def want(blob_keys: Collection[str]) -> None:
    """Let these contents be read, of which some may have been, or wait already."""
    if not blob_keys:
        return
    moment, connection = now(), session().connection()
    rows = [
        {"blob_key": key, "state": WAITING, "text": "", "words": "", "queued_at": moment, "run_at": moment, "tries": 0}
        for key in sorted(set(blob_keys))
    ]
    connection.execute(_insertion(connection.dialect.name), rows)


@cache
def _insertion(dialect: str) -> Any:
    table: Any = TEXT
    made = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return made.on_conflict_do_nothing()


@transactional
def hold(blob_keys: Collection[str]) -> None:
    """Let nobody attach these contents anew until it is decided whether what they say goes; whoever just does comes
    first.
    """
    these = select(DocumentText.blob_key).where(DocumentText.blob_key.in_(sorted(blob_keys)))
    session().execute(these.order_by(DocumentText.blob_key).with_for_update())


@transactional
def forget(blob_keys: Collection[str]) -> None:
    """Let go of what these contents say, since nobody is shown a file of them any more."""
    of_these = delete(DocumentText).where(DocumentText.blob_key.in_(sorted(blob_keys)))
    session().execute(of_these, execution_options={"synchronize_session": "fetch"})


@transactional
def take() -> Taken | None:
    """Take up what has waited longest; None where nothing is due. What was tried often enough is left as it is."""
    moment = now()
    tried = update(DocumentText).where(*_is_due(moment), DocumentText.tries >= MOST_TRIES)
    was_read = case((DocumentText.text != "", READ), else_=UNREADABLE)  # of one that was to be read anew
    given_up = {"state": was_read, "read_at": moment, "token": None}
    session().execute(tried.values(given_up).execution_options(synchronize_session=False))
    due = queries.NEXT.first(moment=moment)
    if due is None:
        return None
    token = secrets.token_urlsafe(16)
    values = {"run_at": moment + LEASE, "token": token, "tries": due.tries + 1}
    ours = update(DocumentText).where(DocumentText.blob_key == due.blob_key)
    session().execute(ours.values(values).execution_options(synchronize_session=False))
    return Taken(due.blob_key, token)


def _is_due(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return DocumentText.state == WAITING, DocumentText.run_at <= moment


def keep(taken: Taken, result: Result) -> bool:
    """Keep what came of it, unless another worker took it over, or nobody wants it any more. Says whether it was."""
    words, is_all = _terms(result.text)
    return _keep(taken, result if is_all else replace(result, state=BEGUN), words)


@transactional
def _keep(taken: Taken, result: Result, words: str) -> bool:
    row = session().get(DocumentText, taken.blob_key, with_for_update=True)
    if row is None or row.token != taken.token or row.state != WAITING:
        return False
    row.state, row.text, row.words, row.token, row.read_at = result.state, result.text, words, None, now()
    return True


def _terms(text: str) -> tuple[str, bool]:
    """What it is found by, and whether that is all of it. Made before the transaction: of a long document it takes a
    moment.
    """
    terms = analysis.kept(text)
    is_all = len(terms) <= MOST_WORDS
    return terms if is_all else terms[:MOST_WORDS].rpartition(" ")[0], is_all


@transactional
def put_off(taken: Taken) -> None:
    """Read it later: something else failed, such as the disk. That was no try: it is not the document's fault."""
    _change(taken, run_at=now() + LATER, token=None, tries=DocumentText.tries - 1)


@transactional
def give_back(taken: Taken) -> None:
    """Let another worker read it, as if it had not been taken: this one is told to stop."""
    _change(taken, run_at=now(), token=None, tries=DocumentText.tries - 1)


def _change(taken: Taken, **values: Any) -> None:
    session().execute(
        update(DocumentText)
        .where(DocumentText.blob_key == taken.blob_key, DocumentText.token == taken.token)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def read_again(states: Collection[str] = (READ, BEGUN, EMPTY, UNREADABLE)) -> int:
    """Let all documents in these states be read anew, some at a time, so that nobody waits who writes meanwhile; what
    is known of them stays until then. Returns how many.
    """
    began, many = now(), 0
    while some := _read_again(states, began):
        many += some
    return many


@transactional
def _read_again(states: Collection[str], began: datetime) -> int:
    still = (DocumentText.state.in_(sorted(states)), DocumentText.queued_at < began)
    keys = session().scalars(select(DocumentText.blob_key).where(*still).limit(AT_ONCE)).all()
    anew = {"state": WAITING, "queued_at": began, "run_at": began, "tries": 0, "token": None}
    these = update(DocumentText).where(DocumentText.blob_key.in_(keys))
    session().execute(these.values(anew).execution_options(synchronize_session=False))
    return len(keys)
