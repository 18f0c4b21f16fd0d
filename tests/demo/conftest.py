"""A demonstration that is loaded once for all tests that only look at it, as its command loads it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.storage import db
from tests.harness.client import Client

PASSWORD = "walk and talk on tuesdays"  # of no use anywhere else
HERE = {"DEMO": True, "MAILBOX": True, "HOST": "127.0.0.1", "PUBLIC_URL": "http://localhost"}


@dataclass
class House:
    """A demonstration in a folder of its own."""

    data_dir: Path

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{self.data_dir / 'lpcommunity.sqlite3'}"

    def app(self, **settings: Any) -> Flask:
        """An application on it, in demo mode on this machine unless told otherwise."""
        place = {"SQLALCHEMY_DATABASE_URI": self.url, "DATA_DIR": self.data_dir}
        app = create_app({**HERE, **place, **settings})
        app.test_client_class = Client
        return app

    def command(self, *words: str, **environment: str) -> Result:
        """A command on it, as an operator types it."""
        settings = {"DATA_DIR": str(self.data_dir), "DATABASE_URL": self.url, "LPCOMMUNITY_ENV": "demo"}
        return CliRunner().invoke(main, list(words), env={**settings, **environment})


@pytest.fixture(scope="session")
def house(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, migrated and loaded by `lpcommunity demo --only-load`, everybody with a password."""
    made = House(tmp_path_factory.mktemp("house"))
    shutil.copytree(demo_world, made.data_dir, dirs_exist_ok=True)
    result = made.command("demo", "--only-load", DEMO_PASSWORD=PASSWORD)
    assert result.exit_code == 0, result.output
    yield made
    with made.app().app_context():
        db.session.remove()
        db.engine.dispose()
