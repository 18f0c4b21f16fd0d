"""What one has confided: who may read it from when, asked once and on one page of whoever came later."""

from flask import Response, flash

from lpcommunity.access import access
from lpcommunity.openings.commands import say
from lpcommunity.openings.forms import openings_form
from lpcommunity.people.current_user import me
from lpcommunity.reviews.confidences import MOST, confidences_of, questions_to
from lpcommunity.reviews.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import plural, sentence


@pages.route("/confided", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def confided() -> Response:
    """What of one's own a new facilitator may read of what came before; and all that one has confided."""
    questions = questions_to(me())
    form = openings_form(questions.newcomers)
    if form.validate_on_submit():
        opened = say(me(), form.answers)
        number = sentence(plural(opened, "exchange"))
        flash(f"{number} opened. The rest stays closed." if opened else "Nothing was opened.")
        return see_other("/confided")
    return render_form("reviews/confided.html", form, confided=confidences_of(me()), most=MOST, questions=questions)
