"""After every send: what happened, who is told, and one next step."""

from lpcommunity.reflections.commands import submit
from lpcommunity.reviews.models import INVITES
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form


def test_an_update_offers_its_people_to_reflect_on_it(app, world):
    update = world.entries["update", "community"]
    offer = f"/partnerships/{world.hull.slug}/reflections/new?about=update-{update.id}"
    assert offer in world.visit("member").text(f"/updates/{update.id}")
    assert offer not in world.visit("elsewhere").text(f"/updates/{update.id}")
    assert offer not in world.visit("facilitator").text(f"/updates/{update.id}")
    assert "Reflect on this" not in Visitor(app).text(f"/updates/{world.entries['update', 'public'].id}")
    form = world.visit("member").text(offer)
    box = form.split(f'value="update-{update.id}"')[1].split(">")[0]
    assert "checked" in box
    hidden = world.entries["update", "me"]
    other = world.visit("member").text(f"/partnerships/{world.hull.slug}/reflections/new?about=update-{hidden.id}")
    assert "checked" not in other.split('name="about"', 1)[-1].split("</fieldset>")[0]


def test_posting_says_who_is_told_and_offers_to_look_back(world):
    visitor = world.visit("member")
    form = Form(visitor, f"/partnerships/{world.hull.slug}/updates/new")
    answer = form.send(body="We walked in the rain.", standing="on-track", audience="partnership")
    assert answer.status_code == 303
    said = visitor.text(answer.location)
    assert "Your update is posted: the" in said
    assert "are told of it here" in said
    assert f"reflections/new?about=update-{answer.location.rpartition('/')[2]}" in said


def test_an_answer_leads_to_the_next_that_waits(world):
    first, second = world.entries["reflection", "facilitators"], world.entries["reflection", "community"]
    for entry in (first, second):
        submit(reading(world.who["author"]), entry)
    visitor = world.visit("facilitator")
    next_one = f'href="/reflections/{second.id}/review">Answer the next one that waits</a>'
    for entry, says in ((first, next_one), (second, "Back to your queue")):
        form = Form(visitor, f"/reflections/{entry.id}/review")
        said = {"moves-0-kind": "challenging", "moves-0-says": "Who was not there?", "outcome": INVITES}
        answer = form.send(**said)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        page = visitor.text(answer.location)
        assert "Your answer is sent. Deputy is told." in page
        assert says in page
