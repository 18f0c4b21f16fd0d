"""Styles, scripts and fonts: their names with a hash in them, and how they are served.

`make assets` builds them into `static/` with a manifest: plain name → name with the content's hash. A hashed name
never changes its content, so browsers may keep it for ever.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
A_DAY = 24 * 60 * 60

_HASHED = re.compile(r"-[0-9A-Z]{8}\.\w+$")


def asset_url(name: str) -> str:
    """The address of a built file by its plain name, as in `asset_url("app.css")`.

    Where nothing has been built, as in tests that need no styles, the plain name stands for itself.
    """
    return PREFIX + manifest().get(name, name)


def manifest() -> dict[str, str]:
    """Plain names and the hashed ones they stand for; empty where nothing has been built."""
    path = STATIC / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, str]:
    """Read once for each build: a developer's rebuild is seen without a restart."""
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def static_app(wsgi_app: "WSGIApplication") -> "WSGIApplication":
    """Wrap the application so that built files are answered before Flask is asked.

    Security headers are the business of the middleware outside this one.
    """
    served: WSGIApplication = WhiteNoise(
        wsgi_app,
        root=STATIC if STATIC.is_dir() else None,
        prefix=PREFIX,
        max_age=A_DAY,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
    return served


def register(app: Flask) -> None:
    """Give templates `asset_url`."""
    app.add_template_global(asset_url)
