"""Which e-mails I get."""

from flask import flash
from werkzeug.wrappers import Response

from lpcommunity.access import access
from lpcommunity.notifications import commands, queries
from lpcommunity.notifications.forms import ChoicesForm
from lpcommunity.notifications.kinds import CHOOSABLE
from lpcommunity.notifications.views import pages
from lpcommunity.people.signed_in import me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.posting import Answer


@pages.get("/account/notifications")
@access("signed-in")
def choices() -> Answer:
    """What comes by e-mail, and what doesn't."""
    off = queries.kinds_off(me().id)
    return _page(ChoicesForm(data={"kinds": [kind.key for kind in CHOOSABLE if kind.key not in off]}))


@pages.post("/account/notifications")
@access("signed-in")
@re_renders
def choose() -> Answer | Response:
    """Get these and no others."""
    form = ChoicesForm()
    if not form.validate_on_submit():
        return _page(form)
    commands.choose_mails(me(), form.kinds.data or [])
    flash("Saved. We write to you about these and nothing else.")
    return see_other("/account/notifications")


def _page(form: ChoicesForm) -> Answer:
    return render_form("notifications/choices.html", form, email=me().email)
