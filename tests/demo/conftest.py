"""A demonstration that is loaded once for all tests that only look at it, as its command loads it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.storage import db
from tests.harness import connections
from tests.harness.client import Client

PASSWORD = "walk and talk on tuesdays"  # of no use anywhere else
HERE = {"DEMO": True, "MAILBOX": True, "HOST": "127.0.0.1", "PUBLIC_URL": "http://localhost"}


@dataclass
class House:
    """A demonstration in a folder of its own."""

    data_dir: Path
    apps: list[Flask] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{self.data_dir / 'lpcommunity.sqlite3'}"

    def app(self, **settings: Any) -> Flask:
        """An application on it, in demo mode on this machine unless told otherwise."""
        place = {"SQLALCHEMY_DATABASE_URI": self.url, "DATA_DIR": self.data_dir}
        app = create_app({**HERE, **place, **settings})
        app.test_client_class = Client
        self.apps.append(app)
        return app

    def command(self, *words: str, **environment: str) -> Result:
        """A command on it, as an operator types it."""
        settings = {"DATA_DIR": str(self.data_dir), "DATABASE_URL": self.url, "LPCOMMUNITY_ENV": "demo"}
        with connections.closed_afterwards():
            return CliRunner().invoke(main, list(words), env={**settings, **environment})

    def leave(self) -> None:
        """Close the connections of the applications on it."""
        for app in self.apps:
            with app.app_context():
                db.engine.dispose()
        self.apps.clear()


@pytest.fixture(scope="session")
def loaded_house(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The demonstration, migrated and loaded by `lpcommunity demo --only-load`, everybody with a password."""
    made = House(tmp_path_factory.mktemp("house"))
    shutil.copytree(demo_world, made.data_dir, dirs_exist_ok=True)
    result = made.command("demo", "--only-load", DEMO_PASSWORD=PASSWORD)
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture
def house(loaded_house: House) -> Iterator[House]:
    """The same for every test."""
    yield loaded_house
    loaded_house.leave()
