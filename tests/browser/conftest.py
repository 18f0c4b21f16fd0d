"""A browser, a running demonstration, and windows on it."""

import os
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.node import command as node
from tests.browser import chromium
from tests.harness import axe
from tests.harness import windows as browser_windows
from tests.harness.server import Site, demo_on_postgres, serving_copy
from tests.harness.windows import DESKTOP, PHONE, Windows

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=15_000)  # a busy machine is slow; what is right is seen at once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever lies in this folder needs a browser. A journey on each database, with scripts and without, is walked
    twice and not four times: each database and each way once; for every other journey the other way round.
    """
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    left_out = [item for item in ours if not _is_walked(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_walked(item: pytest.Item) -> bool:
    chosen = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if not {"each_site", "each_script"} <= chosen.keys():
        return True
    is_turned = zlib.crc32(item.nodeid.partition("[")[0].encode()) % 2 == 1
    return ((chosen["each_site"] == "sqlite") == chosen["each_script"]) != is_turned


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for its windows to take their pictures."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; each window is a person of its own."""
    found = chromium.find()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = node("node")[0]  # Playwright's own may lack a library of the system
    with sync_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
        browser = playwright.chromium.launch(executable_path=found.path, args=chromium.FLAGS, env=environment)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_sites(
    request: pytest.FixtureRequest,
    demo_world: Path,
    shared_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    worker: str,
) -> Iterator[Callable[[str], Site]]:
    """The running demonstration on each kind of database, started at first use and kept until the run ends."""
    kept: dict[str, Site] = {}
    with ExitStack() as running:

        def get(kind: str) -> Site:
            if kind not in kept:
                folder = tmp_path_factory.mktemp(f"site-{kind}")
                if kind == "sqlite":
                    kept[kind] = running.enter_context(serving_copy(demo_world, folder))
                else:
                    server = request.getfixturevalue("postgres_server")
                    world, url = demo_on_postgres(shared_folder, server, f"site_{worker}")
                    kept[kind] = running.enter_context(serving_copy(world, folder, DATABASE_URL=url))
            return kept[kind]

        yield get


@pytest.fixture
def site(kept_sites: Callable[[str], Site]) -> Site:
    """A running demonstration on SQLite. Shared with other tests: make what you look for, and expect more."""
    return kept_sites("sqlite")


@pytest.fixture(scope="session")
def quiet_site(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running demonstration that tests look at and never change, so that it stays as it was loaded."""
    with serving_copy(demo_world, tmp_path_factory.mktemp("quiet")) as quiet:
        yield quiet


@pytest.fixture
def fresh_site(demo_world: Path, tmp_path: Path) -> Iterator[Site]:
    """A running demonstration of this test's own, for what others must not see (and a second)."""
    with serving_copy(demo_world, tmp_path / "data") as own:
        yield own


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_site(request: pytest.FixtureRequest, kept_sites: Callable[[str], Site]) -> Site:
    """The running demonstration on SQLite, then on PostgreSQL: for journeys that write."""
    return kept_sites(request.param)


@pytest.fixture
def windows(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Windows]:
    """`windows.open(PHONE)`: one more person. On the other site that the test has, if any, else on `site`."""
    own = [name for name in ("fresh_site", "each_site", "quiet_site") if name in request.fixturenames]
    opened = Windows(browser, request.getfixturevalue(own[0] if own else "site"))
    yield opened
    opened.close(failed_as=request.node.name if request.node.stash.get(FAILED, False) else None)


@pytest.fixture
def page(windows: Windows) -> Page:
    """A wide window, signed out."""
    return windows.open(DESKTOP)


@pytest.fixture
def phone(windows: Windows) -> Page:
    """A narrow window, signed out."""
    return windows.open(PHONE)


@pytest.fixture(params=[DESKTOP, PHONE])
def each_page(request: pytest.FixtureRequest, windows: Windows) -> Page:
    """A wide window, then a narrow one."""
    return windows.open(request.param)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def each_script(request: pytest.FixtureRequest) -> bool:
    """For `windows.open(PHONE, scripts=each_script)`: with JavaScript, and without."""
    return bool(request.param)


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """`sign_in(page, "bedford-member")`."""
    return browser_windows.sign_in


@pytest.fixture
def open_as(windows: Windows, sign_in: Callable[[Page, str], None]) -> Callable[..., Page]:
    """`open_as("facilitator", PHONE)`: a window of one of the demonstration's people."""

    def open_as(persona: str, width: int = PHONE, *, scripts: bool = True) -> Page:
        page = windows.open(width, scripts=scripts)
        sign_in(page, persona)
        return page

    return open_as


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """`check_page(page)`: axe without a violation, one first heading, a title, nothing to scroll sideways for."""
    return axe.check_page


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """`check_axe(page)`: axe alone, for a page in the middle of something."""
    return axe.check_axe


@pytest.fixture
def check_widths() -> Callable[[Page], None]:
    """`check_widths(page)`: `check_page` on a phone and on a desktop, for a page in the middle of a journey."""
    return axe.check_widths
