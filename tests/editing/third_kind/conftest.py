"""The application with a third kind in it, on databases of their own that have its table."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from lpcommunity import app as application
from lpcommunity.access import refusal_catalogue
from lpcommunity.entries import kinds, timeline_marks
from lpcommunity.histories import acts
from lpcommunity.storage import db
from tests.editing.third_kind import views
from tests.editing.third_kind.kind import ACT, KIND, SENTENCES, marked
from tests.editing.third_kind.models import VISIT
from tests.editing.third_kind.world import world_of
from tests.harness import databases
from tests.harness.client import Client
from tests.harness.databases import Database


@pytest.fixture(scope="module")
def third_kind() -> Iterator[None]:
    """What `app` and the registries know of it, and forget again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "FEATURES", (*application.FEATURES, views))
        patch.setattr(timeline_marks, "_sources", dict(timeline_marks._sources))
        patch.setattr(refusal_catalogue, "_sentences", dict(refusal_catalogue._sentences))
        refusal_catalogue.register(SENTENCES)
        kinds.register(KIND)
        acts.register_entry(ACT)
        timeline_marks.known_by(KIND.key, marked)
        yield
        acts.forget(KIND.key)
        kinds.forget(KIND)


@pytest.fixture(scope="module", params=databases.chosen())
def house(
    request: pytest.FixtureRequest, third_kind: None, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database with its table, and the application on it."""
    folder = tmp_path_factory.mktemp(f"third-{request.param}")
    url = f"sqlite:///{folder / 'third.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_server").create(f"third_{worker}")
    database = Database(request.param, url, folder)
    database.app.test_client_class = Client
    with database.app.app_context():
        VISIT.create(db.engine)
        yield database
        db.session.remove()
    database.close()
    if request.param == "postgres":
        request.getfixturevalue("postgres_server").drop(f"third_{worker}")


@pytest.fixture
def world(house: Database) -> SimpleNamespace:
    """People around a place, anew for each test."""
    return world_of(house.app)
