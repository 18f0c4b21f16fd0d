"""Which e-mails I get."""

from flask import Response, flash

from lpcommunity.access import access
from lpcommunity.notifications import commands, queries, registry
from lpcommunity.notifications.forms import PreferencesForm
from lpcommunity.notifications.views import pages
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.get("/account/notifications")
@access("signed-in")
def choices() -> Response:
    """What comes by e-mail, and what doesn't."""
    off = queries.kinds_off(me().id)
    return _page(_form({"kinds": [one.key for one in registry.offered_to(me()) if one.key not in off]}))


@pages.post("/account/notifications")
@access("signed-in")
@re_renders
def choose() -> Response:
    """Get these and no others."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form)
    commands.set_mail_preferences(me(), form.kinds.data or [])
    flash("Saved. We write to you about these and nothing else.")
    return see_other("/account/notifications")


def _form(kept: dict[str, list[str]] | None = None) -> PreferencesForm:
    form = PreferencesForm(data=kept)
    form.kinds.choices = [SelectChoice(one.key, one.box) for one in registry.offered_to(me())]
    return form


def _page(form: PreferencesForm) -> Response:
    return render_form("notifications/preferences.html", form, email=me().email)
