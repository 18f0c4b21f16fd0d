"""`lpcommunity import FILE`: bring in a programme."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing import commands
from lpcommunity.importing.commands import Imported
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.storage import db, statistics
from lpcommunity.web.humanize import plural


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether it could be brought in; write nothing.")
@click.pass_context
@with_appcontext
def command(ctx: click.Context, file: Path, check: bool) -> None:
    """Bring in a programme from its file, all of it or nothing (docs/import.md)."""
    try:
        imported = commands.check_programme(file) if check else commands.import_programme(read_programme(file))
    except CannotImport as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        ctx.exit(1)
    if not check:
        statistics.gather_with(db.engine)
    click.echo(_in_words(file, imported, check))
    if check:
        _list("It would bring", imported.brought)
        _list("There already, and used as it is", imported.used)


def _list(title: str, what: Sequence[str]) -> None:
    if what:
        click.echo("\n".join(["", f"{title}:", *(f"  {one}" for one in what)]))


def _in_words(file: Path, imported: Imported, check: bool) -> str:
    parts = [
        plural(imported.partnerships, "partnership", figures=True),
        plural(imported.people, "person", figures=True),
    ]
    if imported.acts:
        parts.append(f"{plural(imported.acts, 'act', figures=True)} of their history")
    what = f"{imported.programme}: {', '.join(parts)}"
    if check:
        return f"{file.name} is fine. It would bring {what}."
    invited = f" Invited by e-mail: {plural(imported.invited, 'person', figures=True)}." if imported.invited else ""
    return f"Brought in {what}.{invited}"
