"""SQLite's index of words, kept in few parts.

Each command adds a part to it. SQLite merges some of them as more come, and leaves twenty or so; a search looks for
each of its words in each of them, which was half of what two words cost at a million texts. So they are merged further
while nobody waits, the small ones first. (PostgreSQL's index is one.)
"""

from collections.abc import Iterator

from sqlalchemy import text

from lpcommunity.storage import session, transactional

PAGES = 500  # of the index (4 KB each) in one step: some 20 ms, within which nobody else writes
MOST = 40  # steps at a time: of the largest parts as much the next time
MERGE = text("INSERT INTO search_text(search_text, rank) VALUES ('merge', :pages)")
CHANGES = text("SELECT total_changes()")
NOTHING = 2  # changes, of which fewer say that there was nothing to merge (SQLite's documentation of FTS5, merge)


def steps() -> Iterator[None]:
    """Merge what there is, a little at a time; the caller rests in between, and stops when it likes."""
    for _ in range(MOST):
        if not _merge():
            return
        yield


@transactional
def _merge() -> bool:
    """Merge some pages. Returns whether there were any."""
    connection = session().connection()
    if connection.dialect.name != "sqlite":
        return False
    before = connection.scalar(CHANGES)
    connection.execute(MERGE, {"pages": PAGES})
    return bool(connection.scalar(CHANGES) - before >= NOTHING)
