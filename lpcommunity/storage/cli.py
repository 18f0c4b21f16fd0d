"""`lpcommunity backup` and `lpcommunity restore`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lpcommunity.storage import backup_archive, holdings, interruption, last_backup, migrations, progress
from lpcommunity.storage.backup import CannotBackUp, back_up
from lpcommunity.storage.last_backup import LastBackup
from lpcommunity.storage.manifest import Manifest
from lpcommunity.storage.restore import STOPPED_AT_TABLES, CannotRestore, restore

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@FILE
@with_appcontext
def backup(file: Path) -> None:
    """Write everything, rows and files, to FILE (a .tar.gz). People may go on working.

    Stop it at any time: there is all of a backup, or none.
    """
    data_dir = Path(current_app.config["DATA_DIR"])
    try:
        with interruption.heard("Stopped. There is no backup, and nothing of it is left."), progress.shown() as tell:
            made = back_up(current_app.config["SQLALCHEMY_DATABASE_URI"], data_dir, file, tell)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from why
    click.echo(_holds(file, made))
    if made.lacking:
        click.echo(
            f"{holdings.lacking(made)} Bring back from an earlier backup or another copy what belongs in "
            f"{data_dir / 'files'}, and take a backup again.",
            err=True,
        )
    if made.revision not in migrations.revisions():
        click.echo(
            f"Keep the newer version that brought the tables to {made.revision}: this one serves them, and cannot "
            "restore them.",
            err=True,
        )
    try:
        last_backup.remember(data_dir, LastBackup(made.up_to, str(file.absolute()), len(made.lacking)))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        click.echo(
            f"The backup is whole. Only that it was made could not be noted in {data_dir} ({reason}), where "
            "lpcommunity doctor looks for it.",
            err=True,
        )


@click.command("restore")
@FILE
@click.option("--check", is_flag=True, help="Only read FILE: is it whole, and what does it hold? Write nothing.")
@with_appcontext
def restore_command(file: Path, check: bool) -> None:
    """Bring back everything from FILE, into an empty database and data folder.

    Stop it at any time: all of it is brought back, or nothing.
    """
    try:
        if check:
            with interruption.heard("Stopped. Nothing was written."), progress.shown() as tell:
                found = backup_archive.check(file, tell)
            click.echo(f"{_holds(file, found)} Every count and hash is as it was, and nothing was restored.")
            if found.lacking:
                click.echo(holdings.lacking(found), err=True)
            return
        stopped = "Stopped. Nothing was restored; the same command begins anew."
        with interruption.heard(stopped, f"Stopped. {STOPPED_AT_TABLES}"), progress.shown() as tell:
            made = restore(
                current_app.config["SQLALCHEMY_DATABASE_URI"], Path(current_app.config["DATA_DIR"]), file, tell
            )
    except CannotRestore as why:
        raise click.ClickException(str(why)) from why
    click.echo(
        f"Restored {holdings.up_to(made)}: {holdings.counts(made)}; every count and hash is as it was. "
        "What was written after that moment is not in it."
    )


def _holds(file: Path, made: Manifest) -> str:
    return f"{file} ({holdings.size(file.stat().st_size)}) holds {holdings.up_to(made)}: {holdings.counts(made)}."
