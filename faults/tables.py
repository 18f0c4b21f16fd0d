"""The table, in Markdown."""

from dataclasses import dataclass

from faults.databases import KINDS
from faults.findings import Finding, Row

HEAD = (
    "| fault | on | what was done and met | acknowledged | found | lost | doubled | half | measured | promise | |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
)


@dataclass(frozen=True)
class Result:
    """How a row went on one database. `why` is empty where it holds; `untried` says why it could not be tried."""

    row: Row
    kind: str
    finding: Finding | None
    why: tuple[str, ...] = ()
    untried: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the promise does not hold, or nothing shows that it does."""
        return bool(self.why)

    @property
    def line(self) -> str:
        """Its line of the table."""
        if self.finding is None:
            said = self.untried or "; ".join(self.why)
            middle = f"{said} | | | | | | | {self.row.promise}"
        else:
            one = self.finding
            middle = (
                f"{one.fault} | {one.acknowledged} | {one.found} | {one.lost} | {one.doubled} | {one.half} "
                f"| {one.measured} | {self.row.promise}"
            )
        verdict = "not tried" if self.untried else f"**FAILS**: {'; '.join(self.why)}" if self.why else "holds"
        return f"| {self.row.what} (`{self.row.name}`) | {KINDS[self.kind]} | {middle} | {verdict} |"


def written(results: list[Result], minutes: float) -> str:
    """All of it."""
    failed = sum(result.failed for result in results)
    untried = sum(bool(result.untried) for result in results)
    tail = f"{len(results)} rows in {minutes:.1f} minutes: {failed} failed, {untried} not tried."
    return "\n".join([*HEAD, *(result.line for result in results), "", tail, ""])
