"""The fixtures that every test may use. CONTRIBUTING.md shows them at work."""

import gc
import os
import random

# To look for garbage while everything is imported finds none. What is there once tests are collected stays to the end:
# it is set aside then, and after that it is looked for less often than every few hundred objects.
gc.disable()
gc.set_threshold(20_000, 20, 50)

# Before anything of ours is imported: whatever the shell says, a test never meets an operator's settings.
for setting in (
    "DATABASE_URL",
    "DATA_DIR",
    "PUBLIC_URL",
    "MAIL_URL",
    "TRUSTED_PROXIES",
    "DEMO_PASSWORD",
    "HOST",
    "PORT",
    "METRICS_PORT",
):
    os.environ.pop(setting, None)
os.environ["LPCOMMUNITY_ENV"] = "test"
os.environ["SECRET_KEY"] = "of-no-use-outside-of-tests-" + "0123456789" * 3

from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import AbstractContextManager, ExitStack  # noqa: E402
from importlib import import_module  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, TypeVar  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from argon2 import PasswordHasher  # noqa: E402
from click.testing import CliRunner, Result  # noqa: E402
from flask import Flask  # noqa: E402
from jinja2 import FileSystemBytecodeCache  # noqa: E402

import lpcommunity  # noqa: E402
from lpcommunity.accounts import passwords  # noqa: E402
from lpcommunity.cli import main  # noqa: E402
from lpcommunity.storage import db, progress  # noqa: E402
from lpcommunity.web.conditional_requests import kept_pages  # noqa: E402
from tests.harness import connections, databases, forked, postgres, queries, runs, server  # noqa: E402
from tests.harness.client import Client  # noqa: E402
from tests.harness.databases import Database  # noqa: E402

T = TypeVar("T")
LONGEST = Path(__file__).parent / "matrix"

# No example is too slow on a shared machine. Each run tries other examples, on the build machine as well; the seed that
# brings them back stands at the head of its output.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture, hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Passwords are hashed by the same code with the least of effort: hundreds of tests sign somebody in.

    Here and nowhere else: the package knows one set of figures, whatever its settings
    (tests/accounts/test_passwords.py).
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits() -> Iterator[None]:
    """However busy the machine is, no line on how far a command has come gets between what a test compares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "PATIENCE", 3600.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _forked_ended() -> Iterator[None]:
    """Whatever was forked off for a test ends with the last test."""
    yield
    forked.end()


@pytest.fixture(scope="session", autouse=True)
def _connections_watched() -> None:
    """Before the first application is made."""
    connections.watch()


@pytest.fixture(autouse=True)
def _connections_closed() -> Iterator[None]:
    """No test leaves a connection open, which some later test would have to answer for. Begins first, so ends last."""
    yield
    left = connections.close_what_is_left()
    assert left == [], f"left open: {', '.join(left)}. Close the application's connections: db.engine.dispose()."


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """One folder for whatever this run leaves, which goes with it; and one seed for all its processes.

    Before hypothesis looks for the seed, and pytest for a temporary folder.
    """
    runs.begin(config)
    if config.getoption("--hypothesis-seed", None) is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Everything is imported."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, or one process would end long after the others. Folders stay together, and the
    order is as random as before in each of the two parts.
    """
    items.sort(key=lambda item: LONGEST not in item.path.parents)


def pytest_report_header(config: pytest.Config) -> str:
    """How to try the same examples again."""
    return f"examples: --hypothesis-seed={config.getoption('--hypothesis-seed')}"


@pytest.fixture(scope="session", autouse=True)
def _sentences() -> None:
    """Those of every feature, whatever this process imported for the tests it was given.

    Pages and commands bring in their own (tests/architecture/test_refusals.py).
    """
    for path in sorted(Path(lpcommunity.__file__).parent.glob("*/refusal_text.py")):
        import_module(f"lpcommunity.{path.parent.name}.refusal_text")


@pytest.fixture(scope="session")
def worker(worker_id: str) -> str:
    """The name of this process among those that share the run."""
    return worker_id


@pytest.fixture(scope="session")
def shared_folder(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, the same for all processes that share it."""
    base = tmp_path_factory.getbasetemp()
    return base if worker == "master" else base.parent


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(shared_folder: Path) -> Iterator[None]:
    """Dozens of applications are made in a run; each would compile the same templates again."""
    folder = shared_folder / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": FileSystemBytecodeCache(str(folder))})
        yield


@pytest.fixture(scope="session")
def demo_world(shared_folder: Path) -> Path:
    """A data folder with the demonstration in it, loaded once for all processes of the run. Work on a copy."""
    return server.demo_on_sqlite(shared_folder)


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[postgres.Server]:
    """A real PostgreSQL, started when the first test asks for it."""
    with postgres.running(testrun_uid[:12]) as server:
        yield server


@pytest.fixture(scope="session")
def kept_databases(
    request: pytest.FixtureRequest, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Database]]:
    """The database of each kind, made at first use and kept until the run ends."""
    kept: dict[str, Database] = {}

    def get(kind: str) -> Database:
        if kind not in kept:
            data_dir = tmp_path_factory.mktemp(kind)
            if kind == "sqlite":
                url = f"sqlite:///{data_dir / 'test.sqlite3'}"
            else:
                url = request.getfixturevalue("postgres_server").create(f"test_{worker}")
            kept[kind] = Database(kind, url, data_dir)
        return kept[kind]

    with ExitStack() as closing:
        yield get
        for database in kept.values():
            closing.callback(database.close)


@pytest.fixture(params=databases.chosen())
def database(request: pytest.FixtureRequest, kept_databases: Callable[[str], Database]) -> Iterator[Database]:
    """A database with tables and no rows: the test runs once on each kind."""
    chosen = kept_databases(request.param)
    yield chosen
    with chosen.app.app_context():
        db.session.remove()
    chosen.let_go_of_others()
    chosen.empty()


@pytest.fixture(params=databases.chosen())
def bare_database(request: pytest.FixtureRequest, worker: str, tmp_path: Any) -> Iterator[str]:
    """The address of a database with nothing in it, not even tables: for migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        return
    server = request.getfixturevalue("postgres_server")
    yield server.create(f"bare_{worker}")
    server.drop(f"bare_{worker}")


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The application, inside its context: commands and queries can be called at once."""
    database.app.test_client_class = Client
    kept_pages(database.app).clear()  # its stamp may be that of an empty database, as for the test before
    with database.app.app_context():
        yield database.app
        db.session.remove()


@pytest.fixture
def begin_with(app: Flask, database: Database) -> Callable[[Callable[[], T]], T]:
    """`begin_with(build)`: the world that this function makes, made once a run and then put back row by row."""
    return database.worlds.begin


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without a screen. Each call makes a new one: `app.test_client()` for a second person."""
    made = app.test_client()
    assert isinstance(made, Client)
    return made


@pytest.fixture
def runner(database: Database) -> Callable[..., Result]:
    """The command line on this database: `runner("outbox", "--json").output`."""

    def run(*words: str, input: str | None = None, **environment: str) -> Result:  # noqa: A002
        settings = {"DATABASE_URL": database.url, "DATA_DIR": str(database.data_dir), **environment}
        with connections.closed_afterwards():
            return CliRunner().invoke(main, list(words), input=input, env=settings)

    return run


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[queries.Queries]]:
    """`with count_queries() as asked: client.get("/home")`, then `assert len(asked) <= 8, asked`."""
    return lambda: queries.counted(app)
