"""Bringing a database up while an older version may be serving it: what would be done, and whether that may go on.

A step that only expands leaves the version before it serving. One that breaks the version which the tables belong to
now is not done unasked: whoever runs it says that nothing is running any more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lpcommunity.storage import migrations
from lpcommunity.storage.interruption import interruptible
from lpcommunity.storage.migrations import MigrationFailed, Step
from lpcommunity.storage.schema_compatibility import Fit, fits


class StopFirst(Exception):
    """The running version would no longer fit. Says so, and what to do."""


class NotUpgraded(Exception):
    """A step failed, or was broken off. Says which, why, and what holds now."""


@dataclass(frozen=True)
class Plan:
    """Where the database is (None: it is empty), and the steps from there on."""

    at: str | None
    steps: tuple[Step, ...]

    @property
    def to(self) -> str | None:
        """Where it will be."""
        return self.steps[-1].revision if self.steps else self.at

    @property
    def breaking(self) -> tuple[Step, ...]:
        """The steps after which a version that the database belongs to now no longer fits it."""
        return tuple(step for step in self.steps if self.at is not None and (step.breaks_before or "") > self.at)


def plan_for(database_url: str) -> Plan:
    """What would be done to this database. Raises migrations.UnknownRevision."""
    return Plan(migrations.current(database_url), tuple(migrations.pending(database_url)))


def perform(database_url: str, plan: Plan, *, stopped: bool, done: Callable[[Step], None] = lambda _: None) -> None:
    """Do what was planned; `done` is told of each step. Raises StopFirst, and NotUpgraded where a step was not kept."""
    if plan.breaking and not stopped:
        named = ", ".join(step.revision for step in plan.breaking)
        raise StopFirst(
            f"The version that may be serving now (revision {plan.at}) no longer fits after step {named}. Nothing was "
            "changed. Stop web server and worker, then run: lpcommunity db upgrade --stopped"
        )
    try:
        with interruptible():
            migrations.upgrade(database_url, done=done)
    except MigrationFailed as error:
        raise NotUpgraded(f"{error}. {_what_holds(plan, error.at)}") from error
    except KeyboardInterrupt as error:
        at = migrations.current(database_url)
        raise NotUpgraded(f"It was broken off before it was done. {_what_holds(plan, at)}") from error


def _what_holds(plan: Plan, at: str | None) -> str:
    """After steps that were done, and one that was not."""
    if plan.at is None or at is None:
        return f"Nothing of that step was kept: the database is at {at or 'nothing'}. Run it again."
    taken = [step for step in plan.steps if step.revision <= at]
    oldest = max((step.breaks_before for step in taken if step.breaks_before), default="")
    kept = f"Nothing of that step was kept: the database is at {at}"
    if fits(at, oldest, plan.at) is Fit.SERVES:
        return f"{kept}, and the version that served it until now goes on, or can be started again."
    return f"{kept}. Versions that do not know revision {oldest} no longer fit it: see to it, and run this again."
