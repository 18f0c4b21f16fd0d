"""One world a database for all tests of the matrix: it is much to write, and they only read it."""

from collections.abc import Iterator

import pytest

from lpcommunity.storage import db
from tests.harness import databases
from tests.harness.client import Client
from tests.harness.databases import Database
from tests.matrix.world import Matrix


@pytest.fixture(scope="module", params=databases.chosen())
def matrix(request: pytest.FixtureRequest, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    """The world with everything said and everybody told, in a database of its own."""
    folder = tmp_path_factory.mktemp(f"matrix-{request.param}")
    url = f"sqlite:///{folder / 'matrix.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_server").create(f"matrix_{worker}")
    database = Database(request.param, url, folder)
    database.app.test_client_class = Client
    with database.app.app_context():
        yield Matrix(database.app)
        db.session.remove()
    database.close()
    if request.param == "postgres":
        request.getfixturevalue("postgres_server").drop(f"matrix_{worker}")
