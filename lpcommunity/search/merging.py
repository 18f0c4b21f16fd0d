"""SQLite's index of words, kept in few parts.

Each command adds a part to it. SQLite merges some of them as more come, and leaves twenty or so; a search looks for
each of its words in each of them, which was half of what two words cost at a million texts. So they are merged further
while nobody waits: the small ones first, and where those leave many, all into one. (PostgreSQL's index is one.)
"""

from collections.abc import Iterator

from sqlalchemy import text

from lpcommunity.storage import session, transactional

PAGES = 500  # of the index (4 KB each) in one step: 35 ms and at most 100, within which nobody else writes
FEW = 6  # parts that stay: a day's writing leaves two to six, and to merge all of them writes all of the index anew
MOST = 20_000  # steps at a time, which is never reached: a million texts take 500
MERGE = text("INSERT INTO search_text(search_text, rank) VALUES ('merge', :pages)")
PARTS = text("SELECT count(DISTINCT segid) FROM search_text_idx")
CHANGES = text("SELECT total_changes()")
NOTHING = 2  # changes, of which fewer say that there was nothing to merge (SQLite's documentation of FTS5, merge)


def steps() -> Iterator[None]:
    """Merge what there is, a little at a time; the caller rests in between, and stops when it likes."""
    for _ in range(MOST):
        if not (_merge(PAGES) or _merge_all()):
            return
        yield


@transactional
def _merge(pages: int) -> bool:
    """Merge some pages of parts of one size; with a negative number of any size. Returns whether there were any."""
    connection = session().connection()
    if connection.dialect.name != "sqlite":
        return False
    before = connection.scalar(CHANGES)
    connection.execute(MERGE, {"pages": pages})
    return bool(connection.scalar(CHANGES) - before >= NOTHING)


@transactional
def _merge_all() -> bool:
    """Begin to merge all parts where they are many: whatever is merged next goes on with it."""
    connection = session().connection()
    return connection.dialect.name == "sqlite" and connection.scalar(PARTS) > FEW and _merge(-PAGES)
