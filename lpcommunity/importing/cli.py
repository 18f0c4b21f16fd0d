"""`lpcommunity import FILE`: bring in a programme."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing import commands
from lpcommunity.importing.commands import Imported
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.storage import db, interruption, progress, statistics
from lpcommunity.storage.progress import Tell
from lpcommunity.web.humanize import plural

STOPPED = "Stopped. Nothing was brought in; the same command begins anew."
CHECK_STOPPED = "Stopped. The check was not finished; nothing was brought in."


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether it could be brought in; write nothing.")
@click.pass_context
@with_appcontext
def command(ctx: click.Context, file: Path, check: bool) -> None:
    """Bring in a programme from its file, all of it or nothing (docs/import.md).

    Stop it at any time: then nothing is brought in.
    """
    try:
        with interruption.heard(CHECK_STOPPED if check else STOPPED), progress.shown() as tell:
            imported = _imported(file, check, tell)
    except CannotImport as found:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        ctx.exit(1)
    click.echo(_in_words(file, imported, check))
    if check:
        _list("It would bring", imported.brought)
        _list("There already, and used as it is", imported.used)


def _imported(file: Path, check: bool, tell: Tell) -> Imported:
    if check:
        return commands.check_programme(file, tell)
    imported = commands.import_programme(read_programme(file), tell=tell)
    statistics.gather_with(db.engine)
    return imported


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
    return f"Brought in {what}.{invited}{_not_written_to(imported)}"


def _not_written_to(imported: Imported) -> str:
    """How many addresses no e-mail goes to, by whose they are."""
    people = f"{plural(imported.not_invited, 'person', figures=True)} (no e-mail goes to them until they are invited)"
    partners = (
        f"{plural(imported.partners, 'partner', figures=True)} without an account"
        " (no e-mail goes to them about these actions)"
    )
    told = [words for words, number in ((people, imported.not_invited), (partners, imported.partners)) if number]
    return f" Not written to: {', '.join(told)}." if told else ""
