"""`lpcommunity reindex`: render every stored text again, after a version that understands texts better."""

import click
from flask.cli import with_appcontext

from lpcommunity.entries import rerendering
from lpcommunity.storage import interruption, progress

STOPPED = (
    "Stopped. What was rendered is kept; the same command looks at everything again, and changes only what is left."
)


@click.command()
@with_appcontext
def command() -> None:
    """Render every stored text again. Versions and dates stay as they are, and nobody is told.

    To be run once after an upgrade whose notes say so. The service may go on meanwhile. Stop it at any time: the next
    run goes through everything again and changes what is left.
    """
    entries = texts = changed = 0
    with interruption.heard(STOPPED, kept=STOPPED), progress.shown() as tell:
        of = rerendering.amount()
        for step in rerendering.steps():
            entries, texts, changed = entries + step.entries, texts + step.texts, changed + step.changed
            tell("Rendering entries", entries, of)
    click.echo(f"Rendered {texts:,} texts of {entries:,} entries; {changed:,} of them changed.")
