"""Backups to try restoring: of a little life, as they were written, or changed afterwards."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from lpcommunity.app import create_app
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import db
from tests import factories

Change = Callable[[str, bytes], bytes]


def some_life() -> tuple[Person, Partnership]:
    """A place, two people in it, and what they wrote."""
    hull = factories.place("Hull — ‘Ó’")
    ann, bo = factories.person("Ann Archer"), factories.person("Bo Baker")
    for somebody in (ann, bo):
        factories.belongs(somebody, hull)
    factories.update(ann, hull)
    factories.reflection(ann, hull, "me")
    return ann, hull


@contextmanager
def restored(url: str, data_dir: Path) -> Iterator[Flask]:
    """An application on what was restored."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": data_dir})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def outside(run: Callable[..., Result], *words: str, **settings: str) -> Result:
    """The command line as an operator has it: not within the application of the test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, *words, **settings).result()


def rewritten(path: Path, change: Change, extra: str | None = None) -> bytes:
    """The same backup with other content: `change` is given each part's name and what is in it."""
    out = io.BytesIO()
    with tarfile.open(path) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            changed = change(member.name, file.read())
            member.size = len(changed)
            new.addfile(member, io.BytesIO(changed))
        if extra:
            new.addfile(tarfile.TarInfo(extra), io.BytesIO(b""))
    return out.getvalue()


def saying(**changes: Any) -> Change:
    """Another manifest: these parts of it put differently, those that are None left out."""

    def change(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        said = {**json.loads(content), **changes}
        return json.dumps({key: value for key, value in said.items() if value is not None}).encode()

    return change
