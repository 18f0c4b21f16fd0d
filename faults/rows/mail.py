"""A mail server that is down, slow, refusing or silent."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from faults.counting import count, numbers, waiting
from faults.findings import Finding, row
from faults.houses import House, free_port
from faults.people import come_in
from faults.post_offices import PostOffice, hanging_office, open_office
from faults.waiting import until
from faults.writers import writing

PROMISE = "pages under 1.5 s; queue drains after"
TRIED = "SELECT coalesce(sum(attempts), 0) FROM outbox_delivery WHERE done_at IS NULL"
DEAD = "SELECT count(*) FROM outbox_delivery WHERE dead_at IS NOT NULL"
MAILS = "SELECT count(*) FROM mail"


@contextmanager
def _nobody(_port: int) -> Iterator[None]:
    yield


@dataclass
class Trouble:
    """What is wrong with the server, and how it is known that it was met."""

    name: str
    begin: Callable[[int], AbstractContextManager[Any]]
    met: Callable[[House, Any], int]
    dies: bool = False  # whether letters are given up


def _tried(house: House, _office: Any) -> int:
    return numbers(house.url, TRIED)[0]


def _refused(_house: House, office: PostOffice) -> int:
    return office.refused


def _try(house: House, trouble: Trouble) -> Finding:
    service, port = house.shared(), free_port()
    before, dead_before = numbers(house.url, MAILS, DEAD)
    with house.working(port):
        with trouble.begin(port) as office:
            with writing(house, service.port, 2, reflect=True) as written:
                time.sleep(house.few_or(4, 2))
                slowest = _slowest_page(house, service.port)
            until(lambda: trouble.met(house, office), 10)
            if trouble.dies:
                until(lambda: not waiting(house), 15)
            met = trouble.met(house, office)
        dead = numbers(house.url, DEAD)[0] - dead_before
        told = sum(one.get("Message-ID") is not None for one in getattr(office, "letters", []))
    seconds, letters = _drained(house, port, trouble)
    [mails] = numbers(house.url, MAILS)
    finding = Finding(f"{trouble.name}: {met} times met", met > 0)
    finding = count(finding, house, written, service.port)
    finding.measured = f"slowest page {max(slowest, written.slowest):.2f} s; drained in {seconds:.1f} s"
    finding.require(max(slowest, written.slowest) <= 1.5, "a page took longer than 1.5 s")
    finding.require(not waiting(house), "mail still waits")
    finding.require(not trouble.dies or dead >= finding.acknowledged, f"{dead} of {mails - before} shown as given up")
    finding.require(trouble.dies or dead == 0, f"{dead} letters were given up")
    arrived = len(set(letters)) + told
    finding.require(arrived >= mails - before, f"{arrived} letters of {mails - before} arrived")
    finding.doubled += len(letters) - len(set(letters))
    return finding


def _slowest_page(house: House, port: int) -> float:
    reader = come_in(house, port, house.facilitator)
    return max(reader.get(path).seconds for path in ("/home", "/reviews", "/drafts"))


def _drained(house: House, port: int, trouble: Trouble) -> tuple[float, list[str]]:
    """The server is well again; the operator starts the worker anew, or has what was given up tried again."""
    with open_office(port) as office:
        if trouble.dies:
            house.command("outbox", "--retry-dead")
        begun = time.monotonic()
        with house.working(port):
            until(lambda: not waiting(house), 30)
        return time.monotonic() - begun, [str(letter["Message-ID"]) for letter in office.letters]


@row("mail-down", "mail server down", PROMISE)
def mail_down(house: House) -> Finding:
    """Nobody listens."""
    return _try(house, Trouble("no connection", _nobody, _tried))


@row("mail-slow", "mail server slow: 2 s a letter", PROMISE)
def mail_slow(house: House) -> Finding:
    """It takes its time."""
    return _try(house, Trouble("a slow letter", lambda port: open_office(port, pause=2), lambda _h, o: len(o.letters)))


@row("mail-4xx", "mail server refuses for now: 451", PROMISE)
def mail_refuses_for_now(house: House) -> Finding:
    """Later, it says."""
    return _try(house, Trouble("451", lambda port: open_office(port, says="451 later"), _refused))


@row("mail-5xx", "mail server refuses for good: 550", "pages under 1.5 s; parked and visible, goes when tried again")
def mail_refuses(house: House) -> Finding:
    """Never, it says."""
    return _try(house, Trouble("550", lambda port: open_office(port, says="550 nobody here"), _refused, dies=True))


@row("mail-hangs", "mail server takes the connection and says nothing", PROMISE, longest=90)
def mail_hangs(house: House) -> Finding:
    """It keeps us waiting."""
    return _try(house, Trouble("a silent line", hanging_office, lambda _h, held: len(held)))
