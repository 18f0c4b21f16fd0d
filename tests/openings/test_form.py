"""Who comes to facilitate while somebody writes is named before they read it."""

import pytest

from lpcommunity.entries.models import Entry
from lpcommunity.storage import session
from tests import factories as make
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, fields_of

CAME = "Priya Shah came to facilitate Hull while you wrote"


@pytest.mark.parametrize(
    ("plural", "audience", "asks"),
    [
        ("reflections", "facilitators", True), ("reflections", "community", True), ("reflections", "me", False),
        ("updates", "facilitators", True), ("updates", "community", False),
    ],
)  # fmt: skip
def test_a_form_that_does_not_name_them_is_looked_at_once_more(w, plural, audience, asks):
    form = Form(Visitor(w.app, w.colin), f"/partnerships/{w.hull.slug}/{plural}/new")
    make.belongs(w.priya, w.hull, "facilitator")
    words = {"title": "Candid", "audience": audience, "body": "Candid words.", "cycle": "free", "standing": "on-track"}
    sent = form.send(**words)
    assert (sent.status_code == 303) is not asks
    if asks:
        assert CAME in sent.get_data(as_text=True)
        assert "Candid words." in sent.get_data(as_text=True)
        assert session().query(Entry).count() == 0
        form.fields = fields_of(sent.get_data(as_text=True))
        assert form.send(**words).status_code == 303
