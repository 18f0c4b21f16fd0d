"""Where everything is kept: database, files, time."""

from . import blobs, clock
from .clock import now, today
from .columns import Json, Moment, sort_key
from .database import Base, db, engine_options, prepare, session
from .transactions import transactional, writing

__all__ = [
    "Base", "Json", "Moment", "blobs", "clock", "db", "engine_options", "now", "prepare", "session", "sort_key",
    "today", "transactional", "writing",
]
