"""`lpcommunity outbox`: what has not been told yet, and why. `lpcommunity due`: what is to happen, and when."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from lpcommunity.outbox import commands, queries
from lpcommunity.outbox.queries import MOST, ToCome, Waiting
from lpcommunity.storage.clock import LONDON


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--retry", type=int, metavar="ID", help="Try this delivery again now.")
@click.option("--retry-dead", is_flag=True, help="Try everything again that was given up.")
@with_appcontext
def command(as_json: bool, retry: int | None, retry_dead: bool) -> None:
    """Show what has not been told yet: what waits, what fails, what was given up."""
    if retry is not None and not commands.retry(retry):
        raise click.ClickException(f"Nothing waits under the number {retry}.")
    if retry_dead:
        commands.retry_dead()
    counts, waiting = queries.counts(), queries.waiting()
    if as_json:
        click.echo(json.dumps({**counts, "deliveries": [asdict(one) for one in waiting]}, default=str, indent=1))
        return
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    for one in waiting:
        click.echo(_line(one))
    if len(waiting) == MOST:
        click.echo(f"(the first {MOST} only)")


def _line(one: Waiting) -> str:
    error = f"  {one.last_error}" if one.last_error else ""
    return f"{one.id:>6}  {one.state:7}  {one.attempts:>3} tries  {one.event} → {one.subscriber}{error}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def due(as_json: bool) -> None:
    """Show what is to happen on a day to come (reminders, nudges, letters): what is due now, and what comes next.

    In numbers, without a word that anybody wrote. Times are those of London.
    """
    counts, coming = queries.counts_to_come(), queries.to_come()
    if as_json:
        click.echo(json.dumps({**counts, "rows": [asdict(one) for one in coming]}, default=str, indent=1))
        return
    click.echo(", ".join(f"{count} {_STATES[name]}" for name, count in counts.items()))
    for one in coming:
        click.echo(_line_to_come(one))
    if len(coming) == MOST:
        click.echo(f"(the first {MOST} only)")


_STATES = {"due": "due now", "to-come": "to come", "nobody": "of a sort that this version does not know"}


def _line_to_come(one: ToCome) -> str:
    moment = one.due_at.astimezone(LONDON)
    unknown = "  nobody here knows it" if one.state == "nobody" else ""
    return f"{moment:%a} {moment.day:>2} {moment:%b %Y %H:%M}  {one.state:7}  {one.event}  {one.key}{unknown}"
