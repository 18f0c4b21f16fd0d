"""The command line of whoever runs the installation: a list of commands, each loaded when it is asked for.

To say `--help`, or that a word is misspelt, nothing of the software is needed, and to say what one command takes, only
its own module. A feature keeps its command in `<feature>/cli.py` (a click command, with `flask.cli.with_appcontext`
where it needs the database); here it stands in the list, with its first sentence. Knows every feature, as `app` does.
"""

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True)
class Listed:
    """Where a command is, and what it says of itself: that is told without loading it."""

    place: str  # module:name
    about: str


COMMANDS: dict[str, Listed] = {
    "backup": Listed("lpcommunity.storage.cli:backup", "Write everything, rows and files, to FILE (a .tar.gz)."),
    "db": Listed("lpcommunity.service_cli:db", "Look after the database."),
    "demo": Listed("lpcommunity.demo.cli:command", "Set up the demonstration if it is not there yet, and serve it."),
    "doctor": Listed(
        "lpcommunity.doctor.cli:command", "Look whether the service is well, and say what to do where it is not."
    ),
    "documents": Listed(
        "lpcommunity.documents.cli:command",
        "Say how many of the documents that people attached a search finds by what they say.",
    ),
    "due": Listed("lpcommunity.outbox.cli:due", "Show what is to happen on a day to come."),
    "import": Listed("lpcommunity.importing.cli:command", "Bring in a programme from its file."),
    "invite": Listed("lpcommunity.invitations.cli:command", "Invite a person."),
    "outbox": Listed("lpcommunity.outbox.cli:command", "Show what has not been told yet."),
    "recount": Listed(
        "lpcommunity.comments.cli:command", "Compare the counts of comments with the comments, and mend what differs."
    ),
    "reindex": Listed(
        "lpcommunity.search.cli:command",
        "Render every stored text again, and make what a search finds of all that is there.",
    ),
    "restore": Listed("lpcommunity.storage.cli:restore_command", "Bring back everything from FILE."),
    "routes": Listed("lpcommunity.service_cli:routes", "List every address with its method and who may use it."),
    "seed": Listed("lpcommunity.seeding.cli:command", "Fill a database with made-up data."),
    "serve": Listed("lpcommunity.service_cli:serve", "Serve the pages at HOST and PORT."),
    "tidy": Listed(
        "lpcommunity.retention.cli:command",
        "Let go of what is over: old sessions, links, notifications, e-mails, files that nothing names.",
    ),
    "worker": Listed("lpcommunity.service_cli:worker_command", "Tell people what happened."),
}


def load(place: str) -> Any:
    """What is to be found at `module:name`, its module imported now.

    Nobody looks for garbage meanwhile: there is none in what stays, and looking takes a quarter of the time.
    """
    module, _, name = place.partition(":")
    looked = gc.isenabled()
    gc.disable()
    try:
        return getattr(import_module(module), name)
    finally:
        if looked:
            gc.enable()


class Commands(click.Group):
    """Loads a command when it is asked for. Says in a sentence what an operator can mend, without a page of Python."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        command: click.Command | None = load(listed.place) if listed else None
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.about) for name, listed in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:  # before anything began, or in what only looks
            click.echo("Stopped.", err=True)
            ctx.exit(128 + signal.SIGINT)
        except Exception as error:
            in_words: Callable[[Exception], click.ClickException | None] = load("lpcommunity.service_cli:in_words")
            told = in_words(error)
            if told is None:
                raise
            raise told from error


def _create_app() -> Any:
    return load("lpcommunity.app:create_app")()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lpcommunity")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run lpcommunity. Settings come from the environment (docs/configuration.md)."""
    before = os.umask(0o077)  # what is written is nobody else's to read
    ctx.call_on_close(lambda: os.umask(before))
    script = load("flask.cli:ScriptInfo")
    ctx.obj = script(create_app=_create_app, set_debug_flag=False, load_dotenv_defaults=False)
