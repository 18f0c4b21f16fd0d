"""What people keep from the community: themselves, the programme team and administrators see it, and nobody else."""

import io
import random
import re
from itertools import product

import pytest
from PIL import Image

from lpcommunity.access.reader import OPERATOR
from lpcommunity.help_requests.people_who_might_help import Wanted, people_who_might_help
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people import commands, queries
from lpcommunity.people.commands import SentPhoto
from lpcommunity.people.models import DETAILS, HiddenDetails
from lpcommunity.people.policy import can_see_hidden, reads_hidden
from lpcommunity.people.queries import HIDDEN_FROM, hidden_details
from lpcommunity.search.models import Searchable
from lpcommunity.storage import now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

JOB, ORGANISATION, HELPS = "Canary of jobs", "Canary Council", "Canary-keeping"


def _photo() -> SentPhoto:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "PNG")
    return SentPhoto("me.png", out.getvalue())


@pytest.fixture
def council(app):
    return add_organisation(OPERATOR, slug="canary", name=ORGANISATION, sector="council")


def say(person, council, hides=(), **more):
    commands.change_profile(
        reading(person),
        name=person.name,
        job_title=JOB,
        organisation_id=council.id,
        helps_with=HELPS,
        hides=hides,
        **more,
    )
    session().expire_all()


@pytest.fixture
def hull(app):
    """Two places with two people each; one of the first hides everything, one of the second nothing."""
    first, second = make.place("Hull"), make.place("Bedford")
    people = [make.person("Hidden Hilda"), make.person("Near Nora"), make.person("Far Fay"), make.person("Open Olga")]
    for nth, person in enumerate(people):
        make.belongs(person, (first, second)[nth // 2], role="lead" if nth in (1, 2) else "member")
    return people


def test_what_is_hidden_is_shown_to_its_person_and_those_who_run_it_alone(app, hull, council):
    hilda, nora, fay, olga = hull
    say(hilda, council, DETAILS, photo=_photo())
    say(olga, council, photo=_photo())
    hidden = queries.hidden_details(reading(hilda), hilda.id)
    evaluator, team, admin = (make.person(role, role=role) for role in ("evaluator", "programme-team", "administrator"))
    for reader, sees in [(hilda, True), (team, True), (admin, True), (nora, False), (fay, False), (evaluator, False)]:
        browser = Visitor(app, reader)
        page = browser.get(f"/people/{hilda.id}").text
        for canary in (JOB, ORGANISATION, HELPS, f"/people/{hilda.id}/photo"):
            assert (canary in page) is sees, (reader.name, canary)
        assert browser.get(f"/people/{hilda.id}/photo").status_code == (200 if sees else 404)
        address = f"/people/{hilda.id}/photo?v={hidden.photo_key[:16]}"
        assert browser.get(address).status_code == (200 if sees else 404)
        open_page = browser.get(f"/people/{olga.id}").text
        assert all(one in open_page for one in (JOB, ORGANISATION, HELPS, f"/people/{olga.id}/photo"))


def test_no_way_out_tells_it(app, hull, council):
    hilda, nora, _, _ = hull
    say(hilda, council, DETAILS, photo=_photo())
    entry = make.update(hilda, make.place("Elsewhere"), audience="community", title="A canary in the mine")
    lead = Visitor(app, nora)
    [slug] = [one.slug for one in reading(nora).names_of_places.values()]
    for path in (
        f"/partnerships/{slug}", f"/partnerships/{slug}/people", "/search?q=canary-keeping&kind=person",
        "/search?q=Hilda", "/search/suggestions?q=Hilda", f"/updates/{entry.id}", f"/partnerships/{slug}/actions",
    ):  # fmt: skip
        answer = lead.get(path)
        assert answer.status_code == 200, path
        page = answer.text.replace("q=Canary", "").replace('value="canary-keeping"', "")
        assert not [one for one in (JOB, ORGANISATION, "Can help with", f"{hilda.id}/photo") if one in page], path
    row = session().query(Searchable).filter_by(source="person", thing_id=hilda.id).one()
    assert "canari" not in row.words
    assert (row.text, row.title) == ("", hilda.name)


def test_whoever_hides_what_they_can_help_with_is_not_suggested_by_it(hull, council):
    hilda, nora, _, olga = hull
    place = next(iter(reading(nora).member_of))
    say(hilda, council, {"helps_with"})
    say(olga, council, {"job_title"})
    entry = make.update(nora, session().get(Partnership, place), help_wanted="Who knows canary-keeping?")
    wanted = Wanted(1, entry.id, nora.id, place, "community", None, "Who knows canary-keeping?", "", {})
    found = people_who_might_help(reading(nora), wanted, now())
    assert [one.person_id for one in found] == [olga.id]


def test_hidden_and_shown_again_nothing_is_lost(hull, council):
    hilda = hull[0]
    say(hilda, council, photo=_photo())
    key = hilda.photo_key
    for detail in DETAILS:
        say(hilda, council, {detail})
        hidden = hidden_details(reading(hilda), hilda.id)
        assert hidden.details == [detail]
        assert (hilda.photo_key or hidden.photo_key) == key
        assert (hilda.photo_key is None) is (detail == "photo")
        assert (hilda.job_title, hidden.job_title) == (("", JOB) if detail == "job_title" else (JOB, ""))
        assert (hilda.helps_with, hidden.helps_with) == (("", HELPS) if detail == "helps_with" else (HELPS, ""))
        assert (hilda.organisation_id is None) is (detail == "organisation")
    say(hilda, council)
    assert (hilda.photo_key, hilda.job_title, hilda.helps_with, hilda.organisation_id) == (key, JOB, HELPS, council.id)
    assert hidden_details(reading(hilda), hilda.id).details == []


def test_a_new_photo_is_hidden_as_the_old_one(hull, council):
    hilda = hull[0]
    say(hilda, council, {"photo"}, photo=_photo())
    sent = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(sent, "PNG")
    commands.change_photo(reading(hilda), "me.png", sent.getvalue())
    kept = session().get(HiddenDetails, hilda.id)
    assert hilda.photo_key is None
    assert kept.photo_key
    commands.remove_photo(reading(hilda))
    assert kept.photo_key is None


def test_the_form_keeps_and_shows_the_choice(app, hull, council):
    hilda = hull[0]
    browser = Visitor(app, hilda)
    typed = {"name": hilda.name, "organisation": str(council.id), "job_title": JOB, "helps_with": HELPS}
    assert browser.post("/account/profile", {**typed, "hides": ["job_title", "helps_with"]}).status_code == 303
    page = browser.get("/account/profile").text
    assert all(one in page for one in (JOB, HELPS, f'<option value="{council.id}" selected'))
    assert page.count("checked") == 2
    assert HELPS in browser.get("/account").text
    assert browser.post("/account/profile", {**typed, "hides": ["name"]}).status_code == 422


def test_each_choice_stands_right_below_what_it_is_about(app, hull):
    browser = Visitor(app, hull[0])
    form = browser.text("/account/profile").split('action="/account/profile"')[1].split("</form>")[0]
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", form)
    said = [dict(re.findall(r' (name|value)="([^"]*)"', tag)) for tag in tags]
    inputs = [f"hides {one['value']}" if one["name"] == "hides" else one["name"] for one in said]
    for detail in DETAILS:
        assert inputs[inputs.index(f"hides {detail}") - 1] == detail, inputs
    page = browser.post("/account/profile", {"name": "Hilda", "organisation": "", "hides": ["name"]}).text
    assert page.count("Choose from the list what only the programme team may see") == 2, "above, and where it leads"
    assert 'href="#hides"' in page
    assert page.count('id="hides"') == 1


def test_the_condition_says_what_the_predicate_says(hull, council):
    dice = random.Random(7)
    roles = (None, "programme-team", "evaluator", "administrator")
    people = hull + [make.person(f"Somebody {nth}", role=dice.choice(roles)) for nth in range(8)]
    for person in people:
        say(person, council, dice.sample(sorted(DETAILS), dice.randint(0, 4)) or {"photo"})
    for reader, whose in product(map(reading, people), people):
        found = HIDDEN_FROM.first(reads_hidden(reader), person=whose.id)
        assert (found is not None) is can_see_hidden(reader, whose.id)
