"""`lpcommunity import FILE`: bring in a programme."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from lpcommunity.importing import commands
from lpcommunity.importing.commands import Imported
from lpcommunity.importing.problems import CannotImport
from lpcommunity.importing.programme import read_programme


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether it could be brought in; write nothing.")
@click.pass_context
@with_appcontext
def command(ctx: click.Context, file: Path, check: bool) -> None:
    """Bring in a programme from its file, all of it or nothing (docs/import.md)."""
    try:
        brought = commands.check_programme(file) if check else commands.import_programme(read_programme(file))
    except CannotImport as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        ctx.exit(1)
    click.echo(_in_words(file, brought, check))


def _in_words(file: Path, brought: Imported, check: bool) -> str:
    parts = [f"{brought.partnerships} partnerships", f"{brought.people} people"]
    if brought.acts:
        parts.append(f"{brought.acts} acts of their history")
    what = f"{brought.programme}: {', '.join(parts)}"
    if check:
        return f"{file.name} is fine. It would bring {what}."
    invited = f" {brought.invited} people are invited by e-mail." if brought.invited else ""
    return f"Brought in {what}.{invited}"
