"""`lpcommunity outbox`: what has not been told yet, and why."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from lpcommunity.outbox import commands, queries
from lpcommunity.outbox.queries import MOST, Waiting


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
