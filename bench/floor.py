"""The floor: what a page costs that does the least that any page of ours must do (PROMISES section 5).

A bare Flask route that loads the session's person, reads twenty joined rows with SQLAlchemy Core from the same database
and renders a page of 45 KB, compressed as ours are; served by the same granian. It imports nothing of lpcommunity.
"""

import gzip
import os
from typing import Any

from flask import Flask, Response, abort, render_template, session
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from jinja2 import DictLoader
from sqlalchemy import Connection, bindparam, column, create_engine, event, select, table

PROCESSES = 2
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)  # as web.serving has it
WORDS = ("Home", "Partnerships", "Themes", "Updates", "Reflections")

_entry = table("entry", *map(column, ("id", "title", "standfirst", "published_at", "partnership_id", "author_id")))
_person = table("person", *map(column, ("id", "name", "job_title")))
_partnership = table("partnership", *map(column, ("id", "name", "slug")))
_session = table("sign_in_session", *map(column, ("id", "person_id", "seen_at")))

WHO = (
    select(_session.c.id, _session.c.seen_at, _person.c.id.label("person_id"), _person.c.name)
    .join_from(_session, _person, _person.c.id == _session.c.person_id)
    .where(_session.c.id == bindparam("session_id"))
)
CARDS = (
    select(
        _entry.c.id,
        _entry.c.title,
        _entry.c.standfirst,
        _entry.c.published_at,
        _person.c.id.label("person_id"),
        _person.c.name.label("author"),
        _person.c.job_title,
        _partnership.c.name.label("place"),
        _partnership.c.slug,
    )
    .join_from(_entry, _person, _person.c.id == _entry.c.author_id)
    .join(_partnership, _partnership.c.id == _entry.c.partnership_id)
    .where(_entry.c.partnership_id == bindparam("place"))
    .order_by(_entry.c.published_at.desc(), _entry.c.id.desc())
    .limit(20)
)
# As dense as our own pages: an expression for every fifty characters or so, with loops, choices and filters.
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ who.name }}</title></head><body>
<header class="masthead"><p class="masthead__name">{{ who.name }}</p>
<nav class="masthead__nav">{% for word in words %}<a class="masthead__link{% if loop.first %} masthead__link--current\
{% endif %}" href="/{{ word|lower }}">{{ word }}</a>{% endfor %}</nav></header>
<main><h1>Hello, {{ who.name }}</h1><ol class="cards">
{% for card in cards %}<li class="card card--{{ loop.index }}" id="e{{ card.id }}" data-entry-id="{{ card.id }}">
<h2 class="card__title"><a class="card__link" href="/updates/{{ card.id }}">{{ card.title }}</a></h2>
<p class="card__lead">{{ card.standfirst|truncate(160) }}</p>
<p class="card__by">By <a href="/people/{{ card.person_id }}">{{ card.author }}</a>\
{% if card.job_title %}, {{ card.job_title|lower }}{% endif %} in
<a href="/partnerships/{{ card.slug }}">{{ card.place }}</a>, \
<time>{{ (card.published_at|string)[:10] }}</time></p>
<ul class="card__facts">{% for word in words %}{% for part in (card.place, card.author) %}\
<li class="card__fact{% if loop.last %} card__fact--last{% endif %}"><a class="card__fact-link" href="/partnerships">\
{{ word }}: {{ part }}</a> <span class="card__fact-number">{{ loop.index }}</span></li>
{% endfor %}{% endfor %}</ul>
<form class="card__act" method="post" action="/updates/{{ card.id }}/thanks"><input type="hidden" name="token" \
value="{{ who.id }}-{{ card.id }}"><button class="button button--secondary" type="submit">Thanks\
<span class="hidden"> to {{ card.author }} for “{{ card.title }}”</span></button></form></li>
{% endfor %}</ol></main></body></html>"""


def create_app() -> Flask:
    """The application."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.jinja_loader = DictLoader({"page.html": PAGE})
    url = os.environ["DATABASE_URL"]
    engine = create_engine(url, **_options(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)

    @app.get("/readyz")
    def ready() -> str:
        return "ready"

    @app.get("/enter/<int:session_id>")
    def enter(session_id: int) -> str:
        session["id"] = session_id
        return "in"

    @app.get("/place/<int:place>")
    def page(place: int) -> Response:
        with engine.connect() as connection:
            who = connection.execute(WHO, {"session_id": session.get("id")}).first()
            if who is None:
                abort(403)
            cards = connection.execute(CARDS, {"place": place}).all()
        html = render_template("page.html", who=who, cards=cards, words=WORDS)
        response = Response(gzip.compress(html.encode(), 1, mtime=0), mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
        response.headers["X-Length"] = str(len(html))
        return response

    return app


def _options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"isolation_level": None, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 4, "max_overflow": 4}


def _pragmas(raw: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


if __name__ == "__main__":
    Server(
        "bench.floor:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=os.environ["HOST"],
        port=int(os.environ["PORT"]),
        workers=PROCESSES,
        blocking_threads=THREADS,
        backpressure=THREADS * 8,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
