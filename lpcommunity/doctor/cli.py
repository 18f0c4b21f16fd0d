"""`lpcommunity doctor`: is all well, and if not, what is to be done."""

import json
from collections.abc import Sequence
from importlib.metadata import version

import click
from flask import Flask
from flask.cli import ScriptInfo

from lpcommunity.doctor import address_checks, database_checks, outbox_checks, storage_checks
from lpcommunity.doctor.findings import Finding, State, examine, well, worst, wrong
from lpcommunity.storage import db
from lpcommunity.storage.settings import SettingError
from lpcommunity.web.humanize import plural

CHECKS = (
    *database_checks.CHECKS, *outbox_checks.CHECKS, *storage_checks.CHECKS, *address_checks.CHECKS,
)  # fmt: skip
SIGNS = {State.WELL: "well", State.LOOK: "look", State.WRONG: "WRONG"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Look whether the service is well, and say what to do where it is not.

    It changes nothing and sends nothing, and ends within a minute. Its exit status is 0 if all is well, 1 if there is
    something to look at, 2 if something is wrong: as monitors know it.
    """
    found = _found(ctx.ensure_object(ScriptInfo))
    click.echo(_for_programs(found) if as_json else _in_words(found))
    ctx.exit(int(worst(found)))


def _found(script: ScriptInfo) -> list[Finding]:
    try:
        app: Flask = script.load_app()
    except SettingError as error:
        return [wrong("settings", str(error), "docs/configuration.md says what each takes.")]
    with app.app_context():
        try:
            return [_settings(app), *examine(app, CHECKS)]
        finally:
            db.session.remove()


def _settings(app: Flask) -> Finding:
    return well("settings", f"They can be meant. This is {app.config['ENV_NAME']}, for {app.config['PUBLIC_URL']}.")


def _in_words(found: Sequence[Finding]) -> str:
    width = max(len(one.part) for one in found)
    lines = [_summary(found)]
    below = "\n" + " " * (width + 9)
    for one in found:
        lines.append(f"{SIGNS[one.state]:5}  {one.part:{width}}  {one.says}".replace("\n", below))
        if one.do:
            lines.append(f"{below[1:]}To do: {one.do}")
    return "\n".join(lines)


def _summary(found: Sequence[Finding]) -> str:
    numbers = {state: sum(one.state is state for one in found) for state in State}
    parts = []
    if numbers[State.WRONG]:
        parts.append(f"{plural(numbers[State.WRONG], 'thing is', 'things are', figures=True)} wrong")
    if numbers[State.LOOK]:
        parts.append(f"{plural(numbers[State.LOOK], 'thing', figures=True)} to look at")
    return f"lpcommunity {version('lpcommunity')}: {', '.join(parts) or 'all is well'}."


def _for_programs(found: Sequence[Finding]) -> str:
    findings = [{"part": one.part, "state": one.state.name.lower(), "says": one.says, "do": one.do} for one in found]
    return json.dumps(
        {"version": version("lpcommunity"), "state": worst(found).name.lower(), "findings": findings}, indent=1
    )
