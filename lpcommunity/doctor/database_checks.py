"""The database: that it answers, has the tables of this version, and tells the same time as this machine."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import DBAPIError

from lpcommunity.doctor import queries
from lpcommunity.doctor.findings import Check, Finding, look, well, wrong
from lpcommunity.search import filling
from lpcommunity.storage import migrations, now, schema_compatibility
from lpcommunity.storage.schema_compatibility import Fit
from lpcommunity.web.humanize import full, plural

OLDEST_POSTGRES = 14
CROWDED = 0.8  # of the connections that the server allows
FEW = timedelta(seconds=2)
FAR = timedelta(seconds=60)


def database(app: Flask) -> Iterator[Finding]:
    """Whether it answers, and has room for us."""
    name = queries.database_name(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        queries.answers()
        server = queries.postgres_server()
    except DBAPIError as error:
        yield wrong(
            "database",
            f"{name} does not answer: {str(error.orig).splitlines()[0]}.",
            "Start it, or mend DATABASE_URL. Until then pages answer 503, and what people type stays with them.",
        )
        return
    if server is None:
        yield well("database", f"{name}, answers.")
        return
    if server.version < OLDEST_POSTGRES:
        yield wrong(
            "database",
            f"{name} is version {server.version}. This software is made for {OLDEST_POSTGRES} and newer.",
            "Upgrade PostgreSQL.",
        )
    if server.connections >= CROWDED * server.most_connections:
        yield look(
            "database",
            f"{server.connections} of {server.most_connections} connections are taken.",
            "Raise max_connections, or start fewer web processes (serve --processes): each takes up to eight.",
        )
    yield well("database", f"{name}, version {server.version}, answers.")


def tables(app: Flask) -> Iterator[Finding]:
    """Whether the tables fit this version."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    fit, present, expected = schema_compatibility.fit_of(url), migrations.current(url), schema_compatibility.known()
    if fit is Fit.SERVES:
        newer = "" if present == expected else " A newer version only added to them, and this one still fits."
        yield well("tables", f"They are at {present}; this version was made for {expected}.{newer}")
    elif present is None:
        yield wrong("tables", "There are none yet.", "lpcommunity db upgrade, or lpcommunity restore FILE.")
    elif fit is Fit.OLDER:
        yield wrong("tables", f"They are of an older version: {present}, not {expected}.", "lpcommunity db upgrade.")
    else:
        yield wrong(
            "tables",
            f"They belong to a newer version: {present}, not {expected}. This one answers 503.",
            "Start the newer version: this one cannot know what it would break.",
        )


def clock(_app: Flask) -> Iterator[Finding]:
    """Whether this machine's clock goes as the database's does, and never went back."""
    server, newest = queries.postgres_server(), queries.newest_event()
    ahead = server.moment - now() if server else timedelta(0)
    if newest is not None and newest > now() + FAR:
        yield wrong("clock", _in_the_future(newest), "Set the clock of this machine right (chrony, systemd-timesyncd).")
    elif abs(ahead) > FEW:
        apart = plural(round(abs(ahead).total_seconds()), "second", figures=True)
        yield (wrong if abs(ahead) > FAR else look)(
            "clock",
            f"This machine's clock and the database's are {apart} apart.",
            "Keep both by NTP (chrony, systemd-timesyncd). E-mails, limits and links that end go by these clocks.",
        )
    else:
        yield well("clock", f"It is {full(now())} in London.")


def _in_the_future(newest: datetime) -> str:
    return f"It is {full(now())} in London by this machine, and something is on record for {full(newest)}."


def search(_app: Flask) -> Iterator[Finding]:
    """Whether everything that is there can be found."""
    if filling.unfilled():
        missing = ", ".join(filling.missing())
        yield look(
            "search",
            f"The search is being made anew; until then texts can be missing: {missing}."
            if missing
            else "Everything can be found, on PostgreSQL more slowly: the search is to be made anew.",
            "The worker adds it; to do it now, and see how far it is: lpcommunity reindex --search.",
        )
    else:
        yield well("search", "What is there can be found.")


CHECKS = (
    Check("database", database),
    Check("tables", tables, asks_database=True),
    Check("clock", clock, asks_database=True),
    Check("search", search, asks_database=True),
)
