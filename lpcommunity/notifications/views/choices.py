"""Which e-mails I get."""

from flask import Response, flash

from lpcommunity.access import access
from lpcommunity.notifications import commands, queries
from lpcommunity.notifications.forms import ChoicesForm
from lpcommunity.notifications.kinds import CHOOSABLE
from lpcommunity.notifications.views import pages
from lpcommunity.people.signed_in import me
from lpcommunity.web import re_renders, render_form, see_other


@pages.get("/account/notifications")
@access("signed-in")
def choices() -> Response:
    """What comes by e-mail, and what doesn't."""
    off = queries.kinds_off(me().id)
    return _page(ChoicesForm(data={"kinds": [kind.key for kind in CHOOSABLE if kind.key not in off]}))


@pages.post("/account/notifications")
@access("signed-in")
@re_renders
def choose() -> Response:
    """Get these and no others."""
    form = ChoicesForm()
    if not form.validate_on_submit():
        return _page(form)
    commands.choose_mails(me(), form.kinds.data or [])
    flash("Saved. We write to you about these and nothing else.")
    return see_other("/account/notifications")


def _page(form: ChoicesForm) -> Response:
    return render_form("notifications/choices.html", form, email=me().email)
