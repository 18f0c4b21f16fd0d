"""How I hear of what by e-mail: at once, in the letter, never; and when the letter comes."""

from flask import Response, flash

from lpcommunity.access import access
from lpcommunity.notifications import commands, registry
from lpcommunity.notifications.forms import PreferencesForm, preferences_form
from lpcommunity.notifications.views import pages
from lpcommunity.notifications.what_moved import choices
from lpcommunity.notifications.what_moved.choices import WEEKDAYS
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other

PAGE = "/account/notifications"


@pages.get(PAGE)
@access("signed-in")
def preferences() -> Response:
    """What comes how, and which places the letter leaves out."""
    return _page(_form())


@pages.post(PAGE)
@access("signed-in")
@re_renders
def choose() -> Response:
    """Let it come so."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form)
    commands.choose_ways(me(), form.ways)
    commands.choose_letter(me(), form.letter.data, WEEKDAYS.index(form.weekday.data))
    flash("Saved. We write to you as you chose, and about nothing else.")
    return see_other(PAGE)


@pages.post(f"{PAGE}/muted/<slug:slug>/undoing")
@access("signed-in")
def hear_again(slug: str) -> Response:
    """Let the letter tell of this place again."""
    place = with_slug(slug)
    choices.hear_again(me().id, place.id)
    flash(f"The letter tells of {place.name} again.")
    return see_other(f"{PAGE}#muted")


def _form() -> PreferencesForm:
    return preferences_form(me(), registry.offered_to(me()), choices.wishes_of(me()))


def _page(form: PreferencesForm) -> Response:
    return render_form("notifications/preferences.html", form, email=me().email, muted=choices.muted_places(me().id))
