"""`lpcommunity seed bench`: a made-up community of any size, to measure with."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from lpcommunity.accounts import passwords
from lpcommunity.seeding import commands, sign_ins
from lpcommunity.seeding import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.seeding.commands import FEWEST_PEOPLE, Size
from lpcommunity.storage import db, interruption, progress


@click.group()
def command() -> None:
    """Fill a database with made-up data."""


@command.command()
@click.option("--partnerships", type=click.IntRange(8, 5000), default=500, show_default=True)
@click.option("--people", type=click.IntRange(FEWEST_PEOPLE, 1_000_000), default=10_000, show_default=True)
@click.option("--entries", type=click.IntRange(1, 20_000_000), default=200_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same number makes the same rows.")
@click.option("--append", is_flag=True, help="Add entries to the places and people that are there.")
@click.option("--json", "as_json", is_flag=True, help="For programs: with whom to sign in, and what to look at.")
@with_appcontext
def bench(partnerships: int, people: int, entries: int, seed: int, append: bool, as_json: bool) -> None:
    """Make a community to measure with, in an empty database that `db upgrade` has set up.

    Everybody in it has the same password, which stands in the source.
    """
    if current_app.config["ENV_NAME"] == "production":
        raise click.ClickException("This is production (LPCOMMUNITY_ENV). Made-up people have no place here.")
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    size = Size(partnerships, people, entries, seed)
    with interruption.heard("Stopped. Nothing was written; the same command begins anew."), progress.shown() as tell:
        done = commands.seed(url, size, passwords.hashed(commands.PASSWORD), append=append, tell=tell)
    speed = round(done.total / max(done.seconds, 0.001))
    if as_json:
        found = {"rows": done.rows, "seconds": round(done.seconds, 2), "rows_a_second": speed, **sign_ins.described()}
        click.echo(json.dumps(found, indent=1))
    else:
        click.echo(f"{done.total:,} rows in {done.seconds:,.1f} seconds: {speed:,} rows a second.")
        click.echo(f"Sign in as {', '.join(sign_ins.emails().values())} with the password: {commands.PASSWORD}")
    db.session.remove()
