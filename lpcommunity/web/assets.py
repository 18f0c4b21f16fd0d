"""Styles, scripts and fonts: their names with a hash in them, and how they are served.

`make assets` puts each build into a folder of its own below `static/`, with a manifest: plain name → name with the
content's hash. `static/current` names the build that a service takes when it starts. A hashed name never changes its
content, so browsers may keep it for ever.

A service keeps the build that it began with until it is stopped, whatever is built meanwhile: it reads its manifest
once, and holds a lock on it that `scripts/tidy_builds.py` respects.
"""

import fcntl
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.string_utils import decode_path_info

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
POINTER = "current"
MANIFEST = "manifest.json"
A_DAY = 24 * 60 * 60
TRIES = 5

_HASHED = re.compile(r"-[0-9A-Z]{8}\.\w+$")
_held: list[TextIO] = []  # open, and so locked, for as long as this process and those forked off it run


def asset_url(name: str) -> str:
    """The address of a built file by its plain name, as in `asset_url("app.css")`.

    Where nothing has been built, as in tests that need no styles, the plain name stands for itself.
    """
    return PREFIX + manifest().get(name, name)


def manifest() -> dict[str, str]:
    """Plain names and the hashed ones they stand for; empty where nothing has been built."""
    return _manifest_of(_build_in(STATIC))


def is_built() -> bool:
    """Whether there are styles and scripts to serve pages with."""
    return bool(manifest())


@cache
def _build_in(static: Path) -> Path | None:
    """The build that this process keeps: the one that was current when it asked first. None where nothing is built."""
    for _ in range(TRIES):
        try:
            build = static / (static / POINTER).read_text(encoding="utf-8").strip()
            told = (build / MANIFEST).open(encoding="utf-8")
        except OSError:
            continue  # nothing is built, or another build is just taking its place
        fcntl.flock(told, fcntl.LOCK_SH)
        if (build / MANIFEST).is_file():
            _held.append(told)
            return build
        told.close()
    return None


@cache
def _manifest_of(build: Path | None) -> dict[str, str]:
    names: dict[str, str] = json.loads((build / MANIFEST).read_text(encoding="utf-8")) if build else {}
    return names


class StaticFiles(WhiteNoise):
    """Answers for built files before Flask is asked. A file that went meanwhile is one that is not there."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        file = self.files.get(decode_path_info(environ.get("PATH_INFO", "")))
        if file is not None:
            try:
                answer: Iterable[bytes] = self.serve(file, environ, start_response)
            except FileNotFoundError:
                pass  # said by the application, as for any file that is not there
            else:
                return answer
        asked: Iterable[bytes] = self.application(environ, start_response)
        return asked


def static_app(wsgi_app: "WSGIApplication") -> "WSGIApplication":
    """Wrap the application so that built files are answered before Flask is asked.

    Earlier builds that are still there are served as well: a page that was made just before a restart asks for its
    own. Security headers are the business of the middleware outside this one.
    """
    served = StaticFiles(
        wsgi_app,
        max_age=A_DAY,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )
    ours = _build_in(STATIC)
    if ours is not None:
        others = sorted(path.parent for path in STATIC.glob(f"*/{MANIFEST}") if path.parent != ours)
        for build in (*others, ours):
            served.add_files(build, prefix=PREFIX)
    return served


def register(app: Flask) -> None:
    """Give templates `asset_url`."""
    app.add_template_global(asset_url)
