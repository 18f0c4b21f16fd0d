"""The whole corpus of documents, given to the reader one after the other: what each costs, and what comes of it."""

import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from resource import RUSAGE_CHILDREN, getrusage

from faults.findings import Finding, row
from faults.houses import House
from lpcommunity.documents import extraction
from lpcommunity.documents.extractor import limits
from lpcommunity.documents.models import READ, UNREADABLE
from tests.documents.corpus import Document, corpus

MEAN_NO_GOOD = 50
QUICK = 20  # of the good ones, with all of the others


@dataclass(frozen=True)
class Cost:
    """What reading one document took, and whether what came of it is right."""

    name: str
    right: bool
    seconds: float
    memory: int  # bytes, of the largest reader so far


def read_all(good: int) -> list[Cost]:
    """Read so many good ones, and all that are hostile, as the worker does. In a process of its own: what the largest
    of its children took is one figure.
    """
    return [_read(document) for document in _some(good)]


def _some(good: int) -> list[Document]:
    every = corpus()
    return [*[one for one in every if not one.hostile][:good], *[one for one in every if one.hostile]]


def _read(document: Document) -> Cost:
    with tempfile.TemporaryFile() as file:
        file.write(document.make())
        file.seek(0)
        began = time.monotonic()
        result = extraction.read(file)
        seconds = time.monotonic() - began
    good = result.state == READ and document.says in result.text
    right = (result.state == UNREADABLE or document.readable) if document.hostile else good
    return Cost(document.name, right, seconds, getrusage(RUSAGE_CHILDREN).ru_maxrss * 1024)


@row(
    "documents",
    "200 documents in eight formats, fifty of them hostile",
    "10 s, 200 MB",
    kinds=("sqlite",),
    longest=240,
)
def documents(house: House) -> Finding:
    """Read all of them."""
    hostile = sum(one.hostile for one in corpus())
    good = house.few_or(len(corpus()) - hostile, QUICK)
    with get_context("spawn").Pool(1) as apart:
        costs = apart.apply(read_all, (good,))
    slowest = max(costs, key=lambda cost: cost.seconds)
    most = max(cost.memory for cost in costs)
    found = sum(cost.right for cost in costs[:good])
    finding = Finding(f"{good} good, {hostile} hostile", hostile == MEAN_NO_GOOD, good, found, good - found)
    finding.measured = (
        f"slowest {slowest.seconds:.1f} s ({slowest.name}), all {sum(cost.seconds for cost in costs):.0f} s, "
        f"most {most / 1_000_000:.0f} MB"
    )
    finding.require(slowest.seconds <= extraction.LONGEST + 1, f"{slowest.name} took {slowest.seconds:.1f} s")
    finding.require(most <= limits.MEMORY, f"{most:,} bytes of memory")
    wrong = [cost.name for cost in costs[good:] if not cost.right]
    finding.require(not wrong, f"read, though hostile: {', '.join(wrong)}")
    return finding
