"""The inbox: what one was told, newest first."""

from flask import Response, flash, render_template, request

from lpcommunity.access import access
from lpcommunity.notifications import commands, queries
from lpcommunity.notifications.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web import see_other

LARGEST = 2**31 - 1


@pages.get("/notifications")
@access("signed-in")
def inbox() -> str:
    """What I was told, and why. Looking at it changes nothing."""
    before = _number(request.args.get("before"))
    shown = queries.inbox(me(), before)
    newest = shown.lines[0].id if shown.lines else None
    unread = any(line.unread for line in shown.lines) or (before is not None and queries.unread_count(me()) > 0)
    return render_template(
        "notifications/inbox.html", inbox=shown, newest=newest, unread=unread, first=before is None, before=before
    )


@pages.post("/notifications/reading")
@access("signed-in")
def read_all() -> Response:
    """Mark all as read, up to the newest that was shown."""
    commands.mark_all_read(me(), _number(request.form.get("up_to")))
    flash("They are marked as read.")
    return see_other("/notifications")


@pages.post("/notifications/<id:notification_id>/reading")
@access("signed-in")
def read_one(notification_id: int) -> Response:
    """Mark one as read. Its button is gone then, so one comes back to its line."""
    commands.mark_read(me(), notification_id)
    before = _number(request.form.get("before"))
    page = f"/notifications?before={before}" if before else "/notifications"
    return see_other(f"{page}#told-{notification_id}")


def _number(text: str | None) -> int | None:
    """A number that an id may be, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST else None
