"""Which entries have files: what is looked for can be narrowed to them.

The text inside documents becomes a source of its own here: its rows hang on an attachment, and are read by whoever may
read one of the versions that it is part of (policy).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, Select, select

from lpcommunity.attachments.models import Attachment
from lpcommunity.search.entry_texts import SOURCE, files_from
from lpcommunity.search.sources import follow

FILE: FromClause = Attachment.__table__


@files_from
def entries_with_files(ids: Sequence[int]) -> Select[Any]:
    """Of these entries those that have files today."""
    return select(FILE.c.entry_id).where(FILE.c.entry_id.in_(ids), FILE.c.last_n.is_(None)).distinct()


follow(Attachment, SOURCE, lambda file: [file.entry_id], columns={"entry_id", "last_n"})
