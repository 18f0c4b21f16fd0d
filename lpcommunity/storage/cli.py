"""`lpcommunity backup` and `lpcommunity restore`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lpcommunity.storage.backup import BackupSummary, CannotBackUp, back_up
from lpcommunity.storage.restore import CannotRestore, restore

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
@with_appcontext
def backup(file: Path) -> None:
    """Write everything, rows and files, to FILE (a .tar.gz). People may go on working."""
    try:
        made = back_up(current_app.config["SQLALCHEMY_DATABASE_URI"], Path(current_app.config["DATA_DIR"]), file)
    except CannotBackUp as why:
        raise click.ClickException(str(why)) from why
    click.echo(f"{file}: {_in_words(made)}")


@click.command("restore")
@FILE
@with_appcontext
def restore_command(file: Path) -> None:
    """Bring back everything from FILE, into an empty database and data folder."""
    try:
        made = restore(current_app.config["SQLALCHEMY_DATABASE_URI"], Path(current_app.config["DATA_DIR"]), file)
    except CannotRestore as why:
        raise click.ClickException(str(why)) from why
    click.echo(f"Restored {_in_words(made)}, and every count and hash is as it was.")


def _in_words(made: BackupSummary) -> str:
    return f"{made.rows:,} rows and {made.files:,} files ({made.size / 1_000_000:,.1f} MB)"
