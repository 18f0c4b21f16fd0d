"""`lpcommunity tidy`: let go of what is over, or say what would go."""

from collections import Counter
from datetime import datetime, time

import click
from flask import current_app
from flask.cli import with_appcontext

from lpcommunity.auditing import commands as auditing
from lpcommunity.retention import commands
from lpcommunity.retention.commands import FILES, FILES_WHAT
from lpcommunity.retention.rules import RULES
from lpcommunity.storage import interruption, progress
from lpcommunity.storage.clock import from_london
from lpcommunity.storage.progress import Tell
from lpcommunity.web.humanize import day, plural


@click.command()
@click.option("--check", is_flag=True, help="Say what would go, how much, and by which setting. Change nothing.")
@click.option(
    "--audit-before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Take what is older than this day (2026-01-31) out of the audit record instead. With the role that owns the "
    "tables; the record says how many rows went.",
)
@with_appcontext
def command(check: bool, audit_before: datetime | None) -> None:
    """Let go of what is over: old sessions, links, notifications, e-mails, files that nothing names.

    The worker does this by itself. Stop it at any time: what went is gone, and the next run goes on from there.
    """
    stopped = (
        "Stopped. Nothing was changed." if check else "Stopped. What went is gone; the next run goes on from there."
    )
    try:
        with interruption.heard(stopped, kept=stopped), progress.shown() as tell:
            if audit_before is not None:
                _audit(from_london(datetime.combine(audit_before.date(), time())), check, tell)
            elif check:
                _check()
            else:
                _tidy(tell)
    except auditing.CannotTidy as why:
        raise click.ClickException(str(why)) from why


def _check() -> None:
    for one in commands.look(current_app.config):
        wait = f" ({one.waiting:,} more wait for their day)" if one.waiting else ""
        kept = plural(one.days, "day", figures=True)
        click.echo(f"{one.number:>9,}  {one.what}{wait}: kept for {kept} ({one.setting})")


def _tidy(tell: Tell) -> None:
    gone: Counter[str] = Counter()
    waiting, looked_at, all_of_it = 0, 0, commands.amount(current_app.config)
    for step in commands.steps(current_app.config):
        gone[step.rule] += step.gone
        waiting += step.waiting
        looked_at += 1 if step.rule == FILES else step.gone
        tell("Letting go", looked_at, all_of_it)
    for rule, number in gone.items():
        if number:
            click.echo(f"{number:>9,}  {_what(rule)}")
    if not gone.total():
        click.echo("Nothing was over.")
    if waiting:
        click.echo(f"{waiting:,} more files that nothing names wait for their day.")


def _what(rule: str) -> str:
    return FILES_WHAT if rule == FILES else RULES[rule].what


def _audit(before: datetime, check: bool, tell: Tell) -> None:
    auditing.check_day(before)
    there = auditing.how_many_before(before)
    if check:
        click.echo(f"{there:,} rows of the audit record are from before {day(before)}.")
        return
    gone = 0
    while removed := auditing.take_out_before(before):
        gone += removed
        tell("Taking out rows", gone, there)
    click.echo(f"{gone:,} rows from before {day(before)} are out of the audit record, which says so.")
