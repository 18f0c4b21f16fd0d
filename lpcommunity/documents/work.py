"""The worker's part: it goes through what waits to be read, one document after the other."""

from collections.abc import Callable

import structlog

from lpcommunity.documents import commands, extraction
from lpcommunity.documents.commands import Result, Taken
from lpcommunity.documents.extraction import NotNow, Stopped
from lpcommunity.documents.models import UNREADABLE
from lpcommunity.documents.queries import any_due
from lpcommunity.storage import blobs

log = structlog.get_logger("lpcommunity.documents")


def read_next(stop: Callable[[], bool] = lambda: False) -> bool:
    """Read the document that has waited longest, and keep what it says. Returns whether there was one."""
    if not any_due():
        return False
    taken = commands.take()
    if taken is None:
        return False
    try:
        result = _read(taken, stop)
    except Stopped:
        commands.give_back(taken)
        return False
    except NotNow:
        log.warning("document-put-off")
        commands.put_off(taken)
        return True
    if commands.keep(taken, result) and result.state == UNREADABLE:
        log.info("document-unreadable")
    return True


def _read(taken: Taken, stop: Callable[[], bool]) -> Result:
    try:
        with blobs.path_of(taken.blob_key).open("rb") as document:
            return extraction.read(document, stop)
    except OSError as error:  # the disk is away just now, or the file is gone
        raise NotNow from error
