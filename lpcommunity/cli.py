"""The command line of whoever runs the installation. Knows every feature, as `app` and `worker` do.

A feature keeps its own command in `<feature>/cli.py` under the name `command` (a click command, with
`flask.cli.with_appcontext` where it needs the database); here it is only put in the list.
"""

import json
import os
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from lpcommunity import worker
from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.app import create_app
from lpcommunity.demo import production_check as _refuses_the_demonstration  # noqa: F401
from lpcommunity.demo.cli import command as demo_command
from lpcommunity.importing.cli import command as import_command
from lpcommunity.invitations.cli import command as invite_command
from lpcommunity.outbox.cli import command as outbox_command
from lpcommunity.retention.cli import command as tidy_command
from lpcommunity.seeding.cli import command as seed_command
from lpcommunity.storage import migrations
from lpcommunity.storage.cli import backup, restore_command
from lpcommunity.storage.settings import SettingError
from lpcommunity.web import server


class WrongSetting(click.ClickException):
    """What was given cannot be meant: as with a mistyped option, there is no sense in trying again."""

    exit_code = 2


class Commands(click.Group):
    """Says in a sentence what an operator can mend, without a page of Python."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Invalid as refusal:
            raise click.ClickException(f"{'.'.join(map(str, refusal.path))}: {refusal}") from refusal
        except (Conflict, server.NotServable) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                f"The database (DATABASE_URL) does not answer as it should: {str(error.orig).splitlines()[0]}. "
                "Is it there, and has it been set up with: lpcommunity db upgrade?"
            ) from error
        except Refused as refusal:
            raise click.ClickException("There is no such thing.") from refusal
        except SettingError as refusal:
            raise WrongSetting(str(refusal)) from refusal


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lpcommunity")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run lpcommunity. Settings come from the environment (docs/configuration.md)."""
    before = os.umask(0o077)  # what is written is nobody else's to read
    ctx.call_on_close(lambda: os.umask(before))
    ctx.obj = ScriptInfo(create_app=create_app, set_debug_flag=False, load_dotenv_defaults=False)


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
@with_appcontext
def upgrade() -> None:
    """Bring the database to the shape that this version expects. Safe to repeat."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    before = migrations.current(url)
    migrations.upgrade(url)
    after = migrations.current(url)
    where = make_url(url).render_as_string(hide_password=True)
    click.echo(f"{where} is at {after}." if before == after else f"{where}: from {before or 'nothing'} to {after}.")


@main.command()
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@with_appcontext
def serve(processes: int) -> None:
    """Serve the pages at HOST and PORT."""
    server.serve(_app(), processes)


@main.command("worker")
@click.option("--until-empty", is_flag=True, help="End when nothing is due any more.")
@with_appcontext
def worker_command(until_empty: bool) -> None:
    """Tell people what happened: notifications and e-mails."""
    server.check(_app())
    worker.run(_app(), until_empty=until_empty)


@main.command()
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


# The commands of the features: one line each, as `"invite": invitations_command`.
COMMANDS: dict[str, click.Command] = {
    "backup": backup,
    "demo": demo_command,
    "import": import_command,
    "invite": invite_command,
    "outbox": outbox_command,
    "restore": restore_command,
    "seed": seed_command,
    "tidy": tidy_command,
}
for _name, _command in COMMANDS.items():
    main.add_command(_command, _name)
