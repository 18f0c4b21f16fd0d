"""People who write all the time: what was acknowledged to them, and what was not."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from faults.houses import House
from faults.people import PICTURE, SEE_OTHER, Person, Unanswered, come_in, where

NOTHING = "no answer"
UPDATE = {"standing": "on-track", "audience": "community"}
REFLECTION = {"cycle": "free", "audience": "facilitators"}
BREATH = 0.02  # seconds between two posts, and ten times that after an error


@dataclass
class Written:
    """What was written while something went wrong. Each text has a token in it that no other has."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # by token, where it stands
    tried: set[str] = field(default_factory=set)
    met: Counter[str] = field(default_factory=Counter)  # what else came back than it should: statuses, no answer
    slowest: float = 0.0  # seconds, of all that was answered
    first_after: float = 0.0  # when the first text was acknowledged after `mended`
    mended: float = float("inf")
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_mended(self) -> None:
        """From now on all should go well again."""
        self.mended = time.monotonic()

    @property
    def back_after(self) -> float:
        """Seconds from then to the next acknowledgement."""
        return self.first_after - self.mended if self.first_after else float("inf")

    @property
    def failed(self) -> int:
        """How many requests met the fault."""
        return sum(self.met.values())

    @property
    def words(self) -> str:
        """What was met: 3 × no answer, 12 × 503."""
        return ", ".join(f"{number} × {what}" for what, number in sorted(self.met.items())) or "no error"

    @property
    def wrong(self) -> str:
        """What was met that says neither that nothing is lost nor when to come again."""
        return ", ".join(sorted(set(self.met) - {NOTHING, "503"}))

    def note(self, token: str, place: str, seconds: float) -> None:
        """This was acknowledged."""
        with self.lock:
            self.acknowledged[token] = place
            self.slowest = max(self.slowest, seconds)
            if not self.first_after and time.monotonic() - seconds > self.mended:
                self.first_after = time.monotonic()

    def meet(self, what: str) -> None:
        """This came instead."""
        with self.lock:
            self.met[what] += 1


@contextmanager
def writing(
    house: House, port: int, people: int, *, reflect: bool = False, pictures: bool = False
) -> Iterator[Written]:
    """So many people write until the block ends, and each then brings to an end what is at hand."""
    written = Written()
    path, chosen = (house.new_reflection, REFLECTION) if reflect else (house.new_update, UPDATE)
    writers = [come_in(house, port, email) for email in house.members[:people]]
    threads = [
        threading.Thread(target=_write, args=(written, one, path, chosen, pictures), daemon=True) for one in writers
    ]
    for thread in threads:
        thread.start()
    try:
        yield written
    finally:
        written.stop.set()
        for thread in threads:
            thread.join()


def _write(written: Written, person: Person, path: str, chosen: dict[str, str], pictures: bool) -> None:
    while not written.stop.is_set():
        try:
            form = person.form(path)
        except Unanswered as error:
            written.meet(NOTHING if " " not in str(error) else str(error).rpartition(" ")[2])
            time.sleep(10 * BREATH)
            continue
        token = f"token{uuid4().hex}"
        written.tried.add(token)
        _press(
            written, person, path, {**form, **chosen, "title": token[:12], "body": f"It happened. {token}"}, pictures
        )
        time.sleep(BREATH)


def _press(written: Written, person: Person, path: str, fields: dict[str, str], pictures: bool) -> None:
    """Press until it is acknowledged, or nobody waits for it any more."""
    token = fields["body"].rpartition(" ")[2]
    fields = fields | ({"picture_alt": "A fair in the rain"} if pictures else {})
    until = float("inf")
    while time.monotonic() < until:
        if written.stop.is_set() and until == float("inf"):
            until = time.monotonic() + 10
        try:
            answer = person.send(path, fields, *([("fair.png", PICTURE)] if pictures else []))
        except Unanswered:
            written.meet(NOTHING)
        else:
            if answer.status == SEE_OTHER and "/new" not in where(answer):
                written.note(token, where(answer), answer.seconds)
                return
            written.meet(str(answer.status))
        time.sleep(10 * BREATH)
