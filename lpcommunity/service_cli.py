"""The commands of the service itself: its database, processes and addresses. And what errors mean to operators.

`lpcommunity.cli` loads them when they are asked for.
"""

import json

import click
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.engine import make_url

from lpcommunity import worker
from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.demo import production_check as _refuses_the_demonstration  # noqa: F401
from lpcommunity.storage import failures, migrations, progress, schema_compatibility, upgrades
from lpcommunity.storage.settings import SettingError
from lpcommunity.web import server


class WrongSetting(click.ClickException):
    """What was given cannot be meant: as with a mistyped option, there is no sense in trying again."""

    exit_code = 2


def in_words(error: Exception) -> click.ClickException | None:
    """What an operator reads about this error; None for one that only a programmer can mend."""
    if isinstance(error, Invalid):
        return click.ClickException(f"{'.'.join(map(str, error.path))}: {error}")
    if told := failures.in_words(error):
        return click.ClickException(told)
    if isinstance(error, CommandError):
        return click.ClickException(
            f"The tables of this database are none that this version knows ({error}). Use the version that made them."
        )
    if isinstance(error, Refused):
        return click.ClickException("There is no such thing.")
    if isinstance(error, SettingError):
        return WrongSetting(str(error))
    ours = Conflict, server.NotServable, worker.NoLongerFits, upgrades.StopFirst, upgrades.NotUpgraded
    return click.ClickException(str(error)) if isinstance(error, ours) else None


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@click.option("--check", is_flag=True, help="Say what would be done. Status 3: the service has to be stopped first.")
@click.option(
    "--stopped", is_flag=True, help="No web server or worker is running: do what they would not outlast, too."
)
@with_appcontext
def upgrade(check: bool, stopped: bool) -> None:
    """Bring the database to the shape that this version expects. Safe to repeat, and to be stopped."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    where = make_url(url).render_as_string(hide_password=True)
    try:
        plan = upgrades.plan_for(url)
    except migrations.UnknownRevision as newer:
        _of_a_newer_version(where, url, newer)
        return
    if check:
        _tell(where, plan)
        return
    with progress.shown() as tell:
        upgrades.perform(url, plan, stopped=stopped, tell=tell)
    click.echo(f"{where}: from {plan.at or 'nothing'} to {plan.to}." if plan.steps else f"{where} is at {plan.to}.")


def _of_a_newer_version(where: str, url: str, at: Exception) -> None:
    """The way back to this version is open, or it is not."""
    if schema_compatibility.fit_of(url) is not schema_compatibility.Fit.SERVES:
        raise click.ClickException(schema_compatibility.COMPLAINTS[schema_compatibility.Fit.NEWER])
    click.echo(f"{where} is at {at}: a newer version brought it there, and this one still fits. Nothing to do.")


def _tell(where: str, plan: upgrades.Plan) -> None:
    """What would be done, and whether the service may go on meanwhile."""
    click.echo(f"{where}: from {plan.at or 'nothing'} to {plan.to}." if plan.steps else f"{where} is at {plan.to}.")
    for step in plan.steps:
        ends = f"ends versions before {step.breaks_before}" if step.breaks_before else "expands"
        click.echo(f"  {step.revision}  {step.about}: {ends if plan.at else 'new'}")
    if plan.breaking:
        click.echo("Stop web server and worker first, then run: lpcommunity db upgrade --stopped")
        raise click.exceptions.Exit(3)
    if plan.steps:
        click.echo(
            f"{'The running version may go on serving meanwhile. ' if plan.at else ''}Run: lpcommunity db upgrade"
        )


@click.command()
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@with_appcontext
def serve(processes: int) -> None:
    """Serve the pages at HOST and PORT."""
    server.serve(_app(), processes)


@click.command("worker")
@click.option("--until-empty", is_flag=True, help="End when nothing is due any more.")
@with_appcontext
def worker_command(until_empty: bool) -> None:
    """Tell people what happened: notifications and e-mails."""
    server.check(_app())
    worker.run(_app(), until_empty=until_empty)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def routes(as_json: bool) -> None:
    """List every address with its method and who may use it."""
    found = [
        {"method": method, "path": rule.rule, "access": getattr(view, "access", None)}
        for rule in current_app.url_map.iter_rules()
        for view in [current_app.view_functions[rule.endpoint]]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    found.sort(key=lambda route: (route["path"], route["method"]))
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    for route in found:
        click.echo(f"{route['method']:6} {route['access'] or '-':15} {route['path']}")


def _app() -> Flask:
    """The application itself, for other threads and processes."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
