"""What the doctor asks the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, literal, select, text
from sqlalchemy.engine import make_url

from lpcommunity.access.models import AuditRecord
from lpcommunity.attachments.models import Attachment
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.people.models import Person
from lpcommunity.storage import Moment, Statement, now, session

AUDIT: FromClause = AuditRecord.__table__
FILE: FromClause = Attachment.__table__
PERSON: FromClause = Person.__table__
EVENT: FromClause = OutboxEvent.__table__
MOST = bindparam("most", type_=Integer)

ANSWERS: Statement[Any] = Statement(select(literal(1).label("one")))
NEWEST_EVENT: Statement[Any] = Statement(select(EVENT.c.occurred_at).order_by(EVENT.c.id.desc()).limit(1))
NEWEST_FILES: Statement[Any] = Statement(
    select(FILE.c.blob_key, FILE.c.thumb_key).order_by(FILE.c.id.desc()).limit(MOST)
)
NEWEST_PHOTOS: Statement[Any] = Statement(
    select(PERSON.c.photo_key).where(PERSON.c.photo_key.is_not(None)).order_by(PERSON.c.id.desc()).limit(MOST)
)
LATE_ADDRESSES: Statement[Any] = Statement(
    select(AUDIT.c.address)
    .where(AUDIT.c.address.is_not(None), AUDIT.c.at > bindparam("since", type_=Moment))
    .order_by(AUDIT.c.at.desc())
    .limit(MOST)
)


@dataclass(frozen=True)
class PostgresServer:
    """The server behind DATABASE_URL. `version`: of PostgreSQL, the first number."""

    version: int
    connections: int
    most_connections: int
    moment: datetime


def database_file(url: str) -> Path | None:
    """The file behind this address; None where it is a server."""
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def database_name(url: str) -> str:
    """What an operator calls it, without who signs in there."""
    file = database_file(url)
    return f"SQLite, {file}" if file else f"PostgreSQL at {make_url(url).host or 'a socket of this machine'}"


def answers() -> bool:
    """Whether the database answers at all. Raises what it says where it does not."""
    return bool(ANSWERS.value())


def postgres_server() -> PostgresServer | None:
    """The server, and its clock just now; None on SQLite."""
    connection = session().connection()
    if connection.dialect.name != "postgresql":
        return None
    row = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int / 10000, "
            "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), "
            "current_setting('max_connections')::int, clock_timestamp()"
        )
    ).one()
    return PostgresServer(*row)


def newest_event() -> datetime | None:
    """When the latest thing happened that somebody is told of; None where nothing did."""
    moment: datetime | None = NEWEST_EVENT.value()
    return moment


def newest_files(most: int) -> list[str]:
    """The keys of the files that were added last, with the small pictures of the pictures; and of photos of people."""
    added = (key for row in NEWEST_FILES.all(most=most) for key in (row["blob_key"], row["thumb_key"]) if key)
    return list(dict.fromkeys([*added, *NEWEST_PHOTOS.values(most=most)]))


def late_addresses(within: timedelta, most: int) -> list[str]:
    """The network addresses that acts came from lately, the latest first."""
    return LATE_ADDRESSES.values(since=now() - within, most=most)
