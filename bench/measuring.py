"""Rounds over all pages of all servers, one after the other, so that whatever else the machine does hits all alike."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench import servers
from bench.browser import Answer, Browser
from bench.pages import NOT_MODIFIED, OK, SEE_OTHER, VISITOR, Page, Write, pages, writes
from bench.servers import Server
from bench.worlds import World

AT_ONCE = 16
FLOOR_LENGTH = range(40_000, 50_000)  # PROMISES section 5: a page of 45 KB
TOO_SLOW = 1.5  # seconds: such a page is asked for in a few rounds only, and never by sixteen at once
FEW_ROUNDS = 2


@dataclass
class Figure:
    """What was found of one page."""

    cpu: list[float] = field(default_factory=list)  # seconds a request, one for each round, web and database together
    database: list[float] = field(default_factory=list)  # of these, PostgreSQL's share
    alone: list[float] = field(default_factory=list)  # seconds until the answer is there
    together: list[float] = field(default_factory=list)  # the same, sixteen at once
    sent: int = 0  # bytes
    status: int = 0
    queries: int | None = None
    fault: str = ""

    @property
    def least(self) -> float:
        """The least CPU a request of any round."""
        return min(self.cpu, default=0.0)


@dataclass
class Target:
    """A world with our server and the floor's, and what was found of them."""

    world: World
    ours: Server
    floor: Server
    only: list[str] = field(default_factory=lambda: [""])  # words of which one must be in a page's name
    figures: dict[str, Figure] = field(default_factory=dict)
    floor_figure: Figure = field(default_factory=Figure)
    requests: int = 0
    memory: list[list[tuple[float, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browsers: dict[str, Browser] = {VISITOR: Browser(self.ours.port)}
        self.pages: list[Page] = [page for page in pages(self.world) if self._wanted(page.name)]
        self.writes: list[Write] = [write for write in writes(self.world) if self._wanted(write.name)]
        keys = [page.key for page in self.pages] + [write.key for write in self.writes]
        self.figures = {key: Figure() for key in keys}
        self.floor_browser = Browser(self.floor.port)
        self.floor_browser.get(f"/enter/{self.world.session_id}")
        self.floor_path = f"/place/{self.world.place_id}"
        length = int(self.floor_browser.get(self.floor_path).headers["x-length"])
        assert length in FLOOR_LENGTH, f"the floor's page has {length:,} characters"

    def _wanted(self, name: str) -> bool:
        return any(word in name for word in self.only)

    def browser(self, who: str) -> Browser:
        """The browser of this person, signed in."""
        if who not in self.browsers:
            made = Browser(self.ours.port)
            made.sign_in(self.world.about["sign_ins"][who], self.world.about["password"])
            self.browsers[who] = made
        return self.browsers[who]

    def note_memory(self) -> None:
        """Keep what the processes take just now."""
        self.memory.append(servers.memory(servers.tree(self.ours.pid)))


def warm(target: Target) -> None:
    """Open everything twice by each process, so that nothing is measured for the first time."""
    for page in target.pages:
        browser = target.browser(page.who)
        twins = [browser.twin() for _ in range(2)]
        for twin in twins:
            answer = twin.get(page.path)
            target.requests += 1
            if answer.seconds > TOO_SLOW:
                break
        for twin in twins:
            twin.close()
        expected = {OK, SEE_OTHER}
        if answer.status not in expected:
            target.figures[page.key].fault = f"answers {answer.status}"


def one_round(target: Target, number: int, budget: float) -> None:
    """Every page and write once over; the floor at the beginning, in the middle and at the end."""
    middle = len(target.pages) // 2
    _floor(target, budget)
    for position, page in enumerate(target.pages):
        if position == middle:
            _floor(target, budget)
        _page(target, page, number, budget)
    for write in target.writes:
        _write(target, write)
    _floor(target, budget)


def at_once(target: Target, each: int) -> None:
    """Every page by sixteen at once, so many times each."""
    for page in target.pages:
        figure = target.figures[page.key]
        if page.unchanged or not figure.alone or min(figure.alone) > TOO_SLOW:
            continue
        browser = target.browser(page.who)
        figure.together = _together([browser.twin() for _ in range(AT_ONCE)], page.path, each)
        target.requests += AT_ONCE * each
    twins = [target.floor_browser.twin() for _ in range(AT_ONCE)]
    target.floor_figure.together = _together(twins, target.floor_path, each)


def _floor(target: Target, budget: float) -> None:
    _measure(target.floor_figure, lambda: target.floor_browser.get(target.floor_path), target.floor, target, budget)


def _page(target: Target, page: Page, number: int, budget: float) -> None:
    figure = target.figures[page.key]
    if figure.fault or (figure.alone and min(figure.alone) > TOO_SLOW and number >= FEW_ROUNDS):
        return
    browser = target.browser(page.who)
    headers: dict[str, str] = {}
    if page.unchanged:
        browser = Browser(target.ours.port)  # who was at the sign-in page has a session, and pages of their own
        etag = browser.get(page.path).headers.get("etag")
        if etag is None:
            figure.fault = "no ETag"
            return
        headers["If-None-Match"] = etag
    done = _measure(figure, lambda: browser.get(page.path, **headers), target.ours, target, budget)
    target.requests += done
    if page.unchanged and figure.status != NOT_MODIFIED:
        figure.fault = f"answers {figure.status}"


def _write(target: Target, write: Write, times: int = 4) -> None:
    figure = target.figures[write.key]
    browser = target.browser(write.who)
    spent, database = 0.0, 0.0
    for _ in range(times):
        act = write.prepare(browser)
        before, database_before = servers.cpu(target.ours.pid), servers.cpu(target.world.database_pid)
        answer = act()
        spent += servers.cpu(target.ours.pid) - before
        database += servers.cpu(target.world.database_pid) - database_before
        target.requests += 1
        _keep(figure, answer)
        if answer.status != SEE_OTHER:
            figure.fault = f"answers {answer.status}"
    figure.cpu.append((spent + database) / times)
    figure.database.append(database / times)


def _measure(figure: Figure, ask: Callable[[], Answer], server: Server, target: Target, budget: float) -> int:
    """Ask again and again for so many seconds, at least once. Returns how often."""
    database_pid = target.world.database_pid
    before, database_before, times = servers.cpu(server.pid), servers.cpu(database_pid), 0
    begun = time.monotonic()
    while not times or time.monotonic() - begun < budget:
        _keep(figure, ask())
        times += 1
    spent, database = servers.cpu(server.pid) - before, servers.cpu(database_pid) - database_before
    figure.cpu.append((spent + database) / times)
    figure.database.append(database / times)
    return times


def _keep(figure: Figure, answer: Answer) -> None:
    figure.alone.append(answer.seconds)
    figure.sent, figure.status = len(answer.body), answer.status


def _together(browsers: list[Browser], path: str, each: int) -> list[float]:
    def one(browser: Browser) -> list[float]:
        return [browser.get(path).seconds for _ in range(each)]

    with ThreadPoolExecutor(len(browsers)) as pool:
        found = [seconds for batch in pool.map(one, browsers) for seconds in batch]
    for browser in browsers:
        browser.close()
    return found


def percentile(values: list[float], of_a_hundred: int) -> float:
    """The value below which so many of a hundred lie."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[of_a_hundred - 1]
