"""Processes that die."""

import time
from functools import partial

from faults import houses
from faults.counting import count, numbers, waiting
from faults.findings import Finding, row
from faults.houses import House
from faults.post_offices import PostOffice, open_office
from faults.waiting import lives, until
from faults.writers import writing

WRITERS = 6


@row(
    "web-killed", "SIGKILL of web processes mid-POST, under load", "nothing acknowledged lost, none half, none twice",
)  # fmt: skip
def web_killed(house: House) -> Finding:
    """Let a web process die again and again, and until one was at work just then."""
    service, died, tries = house.shared(), 0, 0
    with writing(house, service.port, house.few_or(WRITERS, 3), pictures=True) as written:
        while tries < house.few_or(6, 1) or (died and not written.met and tries < 12):
            tries += 1
            time.sleep(0.8)
            until(lambda: len(service.web_processes) == houses.PROCESSES, 5)
            victims = service.web_processes[:1]
            for pid in victims:
                houses.kill(pid)
            died += _are_gone(victims)
        written.is_mended()
        time.sleep(1.5)
    happened = bool(died and written.met)
    finding = Finding(f"web processes killed: {died}; {written.words}", happened)
    finding.measured = f"back {written.back_after:.1f} s after the last"
    back = until(lambda: service.lives and len(service.web_processes) == houses.PROCESSES, 10)
    finding.require(back, "a process did not come back")
    return count(finding, house, written, service.port)


@row("parent-killed", "SIGKILL of the parent of the web processes", "they finish what is at hand and end")
def parent_killed(house: House) -> Finding:
    """Let the parent die, and begin anew."""
    with house.serving() as service, writing(house, service.port, WRITERS) as written:
        time.sleep(1.5)
        children, parent = service.web_processes, service.pid
        houses.kill(parent)
        died = _are_gone([parent])
        until(lambda: not any(map(lives, children)), 10)
        orphans = sum(map(lives, children))
        written.stop.set()
    finding = Finding(f"its parent killed: {died}; {written.words}", bool(died and written.met))
    finding.require(not orphans, f"{orphans} web processes outlived their parent by 10 s")
    return count(finding, house, written, house.shared().port)


@row(
    "worker-killed", "SIGKILL of the worker mid-send, under load",
    "no mail missing, at most one duplicate a kill, same Message-ID",
)  # fmt: skip
def worker_killed(house: House) -> Finding:
    """Let the worker die while it hands mail over."""
    service, died = house.shared(), 0
    before = _written_mails(house)
    with open_office(pause=0.03) as office:
        with writing(house, service.port, 3, reflect=True) as written:
            for _ in range(house.few_or(5, 2)):
                with house.working(office.port) as worker:
                    seen = len(office.letters) + 1
                    until(partial(_more_than, office, seen), 12)
                    victims = [worker.pid]
                    houses.kill(victims[0])
                    died += _are_gone(victims)
        with house.working(office.port):
            drained = until(lambda: not waiting(house), 30)
        sent = [letter["Message-ID"] for letter in office.letters]
    [mails] = numbers(house.url, "SELECT count(*) FROM mail")
    finding = Finding(f"workers killed: {died}; {len(office.letters)} letters handed over", died > 0)
    finding = count(finding, house, written, service.port)
    again = len(sent) - len(set(sent))
    finding.measured = f"{len(set(sent))} of {mails - before} mails, {again} twice"
    finding.require(drained, "mail still waits")
    finding.require(mails - before >= finding.acknowledged, "a reflection was acknowledged and nobody was written to")
    finding.lost += max(0, mails - before - len(set(sent)))
    finding.require(again <= died, f"{again} letters twice, of {died} kills")
    return finding


def _written_mails(house: House) -> int:
    return numbers(house.url, "SELECT count(*) FROM mail")[0]


def _more_than(office: PostOffice, seen: int) -> bool:
    return len(office.letters) > seen


def _are_gone(pids: list[int]) -> int:
    """How many of these have died."""
    until(lambda: not any(map(lives, pids)), 2)
    return sum(not lives(pid) for pid in pids)
