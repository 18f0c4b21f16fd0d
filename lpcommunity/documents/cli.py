"""`lpcommunity documents`: how many documents a search finds by what they say; and reading them again."""

import click
from flask.cli import with_appcontext

from lpcommunity.documents import commands
from lpcommunity.documents.models import BEGUN, EMPTY, READ, UNREADABLE, WAITING
from lpcommunity.documents.queries import numbers

SAID = {
    WAITING: "wait to be read; the worker does it",
    READ: "can be found by what they say",
    BEGUN: "can be found by how they begin, as they are very long",
    EMPTY: "have no words in them, as a scan has none",
    UNREADABLE: "cannot be read: a password, damage, or more than a document has",
}


@click.command()
@click.option("--again", is_flag=True, help="Let the worker read all of them anew.")
@click.option("--unreadable", is_flag=True, help="With --again: those that could not be read.")
@with_appcontext
def command(again: bool, unreadable: bool) -> None:
    """Say how many of the documents that people attached a search finds by what they say.

    With --again the worker reads them once more, as after an upgrade whose notes say so. What is known of them is found
    meanwhile.
    """
    if unreadable and not again:
        raise click.UsageError("--unreadable goes with --again.")
    if again:
        many = commands.read_again([UNREADABLE]) if unreadable else commands.read_again()
        click.echo(f"{many:,} documents wait to be read again.")
        return
    found = numbers()
    for state, words in SAID.items():
        click.echo(f"{found[state].number if state in found else 0:>8,}  {words}")
