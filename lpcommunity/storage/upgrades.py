"""Bringing a database up while an older version may be serving it: what would be done, and whether that may go on.

A step that only expands leaves the version before it serving. One that breaks the version which the tables belong to
now is not done unasked: whoever runs it says that nothing is running any more.
"""

from dataclasses import dataclass

from lpcommunity.storage import interruption, migrations
from lpcommunity.storage.migrations import MigrationFailed, Step
from lpcommunity.storage.progress import Tell, silent
from lpcommunity.storage.schema_compatibility import Fit, fits


class StopFirst(Exception):
    """The running version would no longer fit. Says so, and what to do."""


class NotUpgraded(Exception):
    """A step failed. Says which, why, and what holds now."""


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


def perform(database_url: str, plan: Plan, *, stopped: bool, tell: Tell = silent) -> None:
    """Do what was planned. Raises StopFirst, NotUpgraded where a step failed, interruption.Stopped."""
    if plan.breaking and not stopped:
        named = ", ".join(step.revision for step in plan.breaking)
        raise StopFirst(
            f"The version that may be serving now (revision {plan.at}) no longer fits after step {named}. Nothing was "
            "changed. Stop web server and worker, then run: lpcommunity db upgrade --stopped"
        )
    with interruption.heard(lambda: _broken_off(database_url, plan)):
        try:
            migrations.upgrade(database_url, tell=tell)
        except MigrationFailed as error:
            raise NotUpgraded(f"{error}. {_what_holds(plan, error.at)}") from error


def _broken_off(database_url: str, plan: Plan) -> str:
    return f"It was broken off before it was done. {_what_holds(plan, migrations.current(database_url))}"


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
