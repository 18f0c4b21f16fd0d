"""`lpcommunity recount`: whether as many comments are counted as there are."""

import click
from flask.cli import with_appcontext

from lpcommunity.comments.counts import recount, spans
from lpcommunity.storage import interruption, progress

STOPPED = "Stopped. What was counted again is kept; the next run looks at everything again."


@click.command()
@click.option("--check", is_flag=True, help="Say what differs, and change nothing.")
@with_appcontext
def command(check: bool) -> None:
    """Compare the counts of comments with the comments, and mend what differs.

    Counts change together with the comments, so they should never differ. The service may go on meanwhile. Stop it at
    any time.
    """
    wrong: list[int] = []
    with interruption.heard(STOPPED, kept=STOPPED), progress.shown() as tell:
        steps = list(spans())
        for number, (after, until) in enumerate(steps, 1):
            wrong += recount(after, until, mend=not check)
            tell("Counting comments", number, len(steps))
    if not wrong:
        click.echo("Every count is right.")
        return
    some = ", ".join(map(str, wrong[:10])) + (" and more" if len(wrong) > 10 else "")
    click.echo(f"{len(wrong):,} entries had a wrong count ({some}). {'Nothing was changed.' if check else 'Mended.'}")
