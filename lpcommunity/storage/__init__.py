"""Where everything is kept: database, files, time."""

from lpcommunity.storage import blobs, change_stamp, clock, name_locks, statistics
from lpcommunity.storage.clock import now, today
from lpcommunity.storage.columns import Json, Moment, folded, slug_of, sort_key, sparse_index
from lpcommunity.storage.database import Base, db, engine_options, let_go, prepare, session
from lpcommunity.storage.statements import Statement
from lpcommunity.storage.transactions import renewals, transactional, uncommitted, writing

__all__ = [
    "Base",
    "Json",
    "Moment",
    "Statement",
    "blobs",
    "change_stamp",
    "clock",
    "db",
    "engine_options",
    "folded",
    "let_go",
    "name_locks",
    "now",
    "prepare",
    "renewals",
    "session",
    "slug_of",
    "sort_key",
    "sparse_index",
    "statistics",
    "today",
    "transactional",
    "uncommitted",
    "writing",
]
