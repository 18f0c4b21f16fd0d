"""`lpcommunity reindex`: render every stored text again, and make what a search finds of all that is there."""

import click
from flask.cli import with_appcontext

from lpcommunity.entries import rerendering
from lpcommunity.search import filling, merging
from lpcommunity.search.rows import Written
from lpcommunity.storage import db, interruption, progress, statistics
from lpcommunity.storage.progress import Tell

STOPPED = "Stopped. What was done is kept; the same command goes on, and changes only what is left."


@click.command()
@click.option("--search", "search_only", is_flag=True, help="Make what a search finds, and render nothing.")
@with_appcontext
def command(search_only: bool) -> None:
    """Render every stored text again, and make what a search finds of all that is there.

    Versions and dates stay as they are, and nobody is told.

    To be run once after an upgrade whose notes say so, or where the doctor says that a search misses something. The
    service may go on meanwhile. Stop it at any time: the next run goes on, and changes what is left.
    """
    with interruption.heard(STOPPED, kept=STOPPED), progress.shown() as tell:
        if not search_only:
            _render(tell)
        _fill(tell)


def _render(tell: Tell) -> None:
    entries = texts = changed = 0
    of = rerendering.amount()
    for step in rerendering.steps():
        entries, texts, changed = entries + step.entries, texts + step.texts, changed + step.changed
        tell("Rendering texts", entries, of)
    click.echo(f"Rendered {texts:,} texts of {entries:,} entries and comments; {changed:,} of them changed.")


def _fill(tell: Tell) -> None:
    things, written = 0, Written()
    of = filling.amount()
    filling.begin()
    for step in filling.steps():
        things, written = things + step.things, written + step.written
        tell("Looking through what can be found", things, of)
    sum(1 for _ in merging.steps())
    statistics.gather_with(db.engine)
    click.echo(
        f"Looked through {things:,} things that can be found: {written.new:,} were missing, {written.changed:,} were "
        f"not as they are now, {written.gone:,} were there no longer."
    )
