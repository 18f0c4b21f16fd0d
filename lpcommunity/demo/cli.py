"""`lpcommunity demo`: everything that a look at lpcommunity needs, with one command."""

import os
from functools import partial
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

from lpcommunity.accounts import passwords
from lpcommunity.demo import commands, folder_mark, personas, queries, supervisor
from lpcommunity.histories.problems import CannotImport
from lpcommunity.storage import db, interruption, migrations, private_files, progress, statistics

STOPPED = "Stopped. Nothing of the demonstration was loaded; the same command begins anew."


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demonstration away first and begin afresh.")
@click.option("--only-load", is_flag=True, help="Load it and end, without serving it.")
@click.pass_context
def command(ctx: click.Context, reset: bool, only_load: bool) -> None:
    """Set up the demonstration if it is not there yet, and serve it. Ctrl-C stops it."""
    if os.environ.setdefault("LPCOMMUNITY_ENV", "demo") != "demo":
        raise click.ClickException(f"LPCOMMUNITY_ENV is “{os.environ['LPCOMMUNITY_ENV']}”. For this it must be demo.")
    app = ctx.ensure_object(ScriptInfo).load_app()
    host, port = app.config["HOST"], app.config["PORT"]
    if not only_load and not supervisor.port_is_free(host, port):
        raise click.ClickException(f"Port {port} is taken by something else. Choose another: PORT={port + 1} make run")
    with app.app_context():
        _prepare(app, reset)
        welcome = _welcome(app)
        db.session.remove()
        db.engine.dispose()
    if only_load:
        return
    try:
        supervisor.run(host, port, _whole_command_line(ctx), lambda: click.echo(welcome))
    except supervisor.Stopped as why:
        raise click.ClickException(str(why)) from why
    click.echo("Stopped.")


def _whole_command_line(ctx: click.Context) -> supervisor.Main:
    """The command line that this command is part of, for the children."""
    return partial(ctx.find_root().command, prog_name="lpcommunity")


def _prepare(app: Flask, reset: bool) -> None:
    """Bring the database to its shape, and the demonstration into it if it is empty."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    _refuse_a_real_programme(url)
    if reset:
        _throw_away(app)
    if migrations.current(url) != migrations.head():
        migrations.upgrade(url)
    password = app.config["DEMO_PASSWORD"]
    if queries.is_loaded():
        if password and queries.lacks_passwords():
            commands.give_password(passwords.hashed(password))
        _mark(app)
        return
    click.echo("Loading the demonstration ...")
    try:
        with interruption.heard(STOPPED), progress.shown() as tell:
            commands.load(password, tell=tell)
            _mark(app)
            statistics.gather_with(db.engine)
    except CannotImport as problems:
        raise click.ClickException(str(problems)) from problems


def _throw_away(app: Flask) -> None:
    """Empty the database and the files, if it is the demonstration that they hold."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if migrations.current(url) is None:
        return
    db.session.remove()
    db.engine.dispose()
    migrations.downgrade(url, "base")
    folder = Path(app.config["DATA_DIR"])
    if folder_mark.is_marked(folder):
        folder_mark.throw_files_away(folder)


def _refuse_a_real_programme(url: str) -> None:
    """Before anything is changed: a shell with a real service's settings in it must harm nobody."""
    if migrations.current(url) is None:
        return
    if queries.holds_other_people() and not queries.is_loaded():
        raise click.ClickException(
            "This database holds a real programme, and was left as it is. "
            "The demonstration needs a place of its own: DATA_DIR and DATABASE_URL."
        )
    db.session.remove()


def _mark(app: Flask) -> None:
    """Say in the data folder that it is a demonstration's, which `make reset` may throw away."""
    folder = Path(app.config["DATA_DIR"])
    private_files.make_folder(folder)
    rows_here = app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{folder / folder_mark.DATABASE}"
    folder_mark.write(folder, rows_here)


def _welcome(app: Flask) -> str:
    """What a newcomer needs to know: where it is, and whom to sign in as."""
    address = f"http://{app.config['HOST']}:{app.config['PORT']}"
    offers = queries.offers()
    one_click = personas.offered(app.config)
    how = "with one click as" if one_click else "by e-mail and password as"
    lines = ["", f"lpcommunity is at {address}", "", f"Sign in at {address}/sign-in {how}:"]
    wide = max((len(one.name) for one in offers), default=0)
    longest = max((len(one.what) for one in offers), default=0)
    lines += [f"  {one.name:{wide}}  {one.what:{longest}}  {one.email}" for one in offers]
    person = queries.account_of(offers[0].key) if offers else None
    password = app.config["DEMO_PASSWORD"]
    if person is not None and password and passwords.matches(password, person.password_hash):
        lines += ["", f"The password of everyone: {password}"]
    elif not one_click:
        lines += ["", "One click is for this machine only. DEMO_PASSWORD gives everyone a password."]
    lines += [f"Every e-mail that is sent: {address}/mailbox", "", "Ctrl-C stops it; what you wrote stays."]
    return "\n".join(lines)
