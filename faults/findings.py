"""What a row of the table is, and when it fails: also when its fault did not happen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faults.houses import House


@dataclass
class Finding:
    """What was done, what was acknowledged meanwhile, and what was found after."""

    fault: str  # what was done, and what was met: "3 processes killed, 17 requests without an answer"
    happened: bool  # whether the fault was met at all: a test must be able to fail
    acknowledged: int = 0
    found: int = 0  # of what was acknowledged, in rows and on pages
    lost: int = 0
    doubled: int = 0
    half: int = 0
    measured: str = ""  # the figure beside the promise's
    complaints: list[str] = field(default_factory=list)  # what else does not hold

    def require(self, holds: bool, complaint: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.complaints.append(complaint)

    @property
    def failures(self) -> list[str]:
        """Why this row fails; empty where it holds."""
        why = [] if self.happened else ["the fault did not happen"]
        if not self.acknowledged:
            why.append("nothing was acknowledged")
        for number, name in ((self.lost, "lost"), (self.doubled, "doubled"), (self.half, "half")):
            why += [f"{number} {name}"] if number else []
        return why + self.complaints


class NotHere(Exception):
    """This machine does not let us do this. Says why; such a row neither holds nor fails."""


Try = Callable[["House"], Finding]


@dataclass(frozen=True)
class Row:
    """One fault, tried on each database."""

    name: str
    what: str
    promise: str
    do: Try
    kinds: tuple[str, ...]
    longest: int  # seconds until it has failed


ROWS: list[Row] = []


def row(
    name: str, what: str, promise: str, *, kinds: tuple[str, ...] = ("sqlite", "postgres"), longest: int = 60
) -> Callable[[Try], Try]:
    """Put what tries a fault into the table."""

    def put(do: Try) -> Try:
        ROWS.append(Row(name, what, promise, do, kinds, longest))
        return do

    return put
