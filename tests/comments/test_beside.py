"""What stands beside a comment and its form: what was done just now, how one goes on, and what cannot be changed."""

import re

from lpcommunity.comments.models import Comment
from lpcommunity.comments.words import Quotation
from lpcommunity.storage import session
from tests import factories as make
from tests.harness.writing_form import Form, main_of

SEEN = "I have read these"


def path_of(entry):
    return f"/updates/{entry.id}"


def form(w, who, entry=None):
    return Form(w.at(who), f"{path_of(entry or w.update)}/comments")


def comments():
    return session().query(Comment).order_by(Comment.id).all()


def test_what_was_done_is_said_beside_it_once_and_nowhere_else(w):
    first = w.say(w.ruth)
    page = Form(w.at(w.mia), path_of(w.update))
    page.path += "/comments"
    place = page.send(body="How long did it take?").location
    [_, comment] = comments()
    shown = page.visitor.text(place.partition("#")[0])
    said = "Posted. Amina and Ruth are told."
    assert shown.count(said) == 1
    assert shown.index(f'id="c{comment.id}"') < shown.index(said) < shown.index("How long did it take?")
    assert "govuk-notification-banner" not in shown
    assert said not in page.visitor.text(place.partition("#")[0])
    changed = Form(page.visitor, f"/comments/{comment.id}/edit").send(body="How long?")
    assert changed.location == place
    elsewhere = page.visitor.text("/following")  # whoever goes elsewhere reads it at the top
    assert elsewhere.index("govuk-notification-banner__heading") < elsewhere.index("Changed. What stood here before")
    taken = Form(page.visitor, f"/comments/{comment.id}/withdrawal").send()
    shown = page.visitor.text(taken.location.partition("#")[0])
    assert shown.index(f'id="c{comment.id}"') < shown.index("Withdrawn. Only you can read its words now")
    assert f'id="c{first.id}"' in shown


def test_whom_one_mentions_is_told_too(w):
    page = form(w, w.mia)
    place = page.send(body="@Owen Pryce, is that so?").location
    assert "Posted. Amina is told. So is whoever you mention." in page.visitor.text(place.partition("#")[0])
    page = form(w, w.amina, entry := make.update(w.amina, w.bedford))
    place = page.send(body="Nobody yet?").location
    assert "Posted. Nobody else has taken part yet: nobody is told." in page.visitor.text(path_of(entry))


def test_to_say_that_one_has_read_them_is_asked_where_somebody_else_spoke(w):
    page = form(w, w.ruth)
    place = page.send(body="We tried that.").location
    assert SEEN not in page.visitor.text(place.partition("#")[0])
    assert SEEN not in page.visitor.text(path_of(w.update)), "nobody but oneself said anything"
    assert SEEN in w.at(w.mia).text(path_of(w.update))
    page = form(w, w.mia)
    place = page.send(body="When?").location
    assert SEEN not in page.visitor.text(place.partition("#")[0]), "one has just spoken"
    after = main_of(page.visitor.text(path_of(w.update)))
    assert re.search(rf"</p><button[^>]*>{SEEN}", after), "a button of its own, in no sentence"


def test_more_are_added_to_the_list_that_is_there(w):
    """The link follows its list: parts/show-more.js."""
    said = [w.say((w.ruth, w.mia)[n % 2], f"Comment {n}") for n in range(34)]
    page = main_of(w.at(w.eva).text(path_of(w.update)))
    assert "Comments 1 to <span data-list-last>30</span> of 34" in page
    assert re.search(r'</ol>\s*<a [^>]*rel="next" href="[^"]*talk=[^"]*"', page)
    there = w.at(w.eva).get(f"/comments/{said[33].id}").location
    page = main_of(w.at(w.eva).text(there))
    assert "Comments 14 to <span data-list-last>34</span> of 34" in page
    assert "Earlier comments" in page
    assert "Show more comments" not in page


def test_of_what_one_quoted_one_reads_that_it_stays(w):
    said = "What you quote stays as it is."
    source = w.say(w.mia, "It took nine weeks.")
    quoting = w.say(w.ruth, "Nine?", quotation=Quotation(1, "nine weeks", source.id))
    page = main_of(w.at(w.ruth).text(f"/comments/{quoting.id}/edit"))
    assert "nine weeks" in page
    assert said in page
    assert said not in w.at(w.mia).text(f"/comments/{source.id}/edit"), "which quotes nothing"
    Form(w.at(w.mia), f"/comments/{source.id}/withdrawal").send()
    page = main_of(w.at(w.ruth).text(f"/comments/{quoting.id}/edit"))
    assert "nine weeks" not in page, "nobody reads any more what was taken back"
