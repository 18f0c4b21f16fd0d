"""A kind is a folder: a third one gets everything that can be done with an entry; nobody else knows its fields."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

import lpcommunity
from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR, VISITOR
from lpcommunity.drafts.models import Draft
from lpcommunity.entries import timeline_marks
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.following.commands import follow
from lpcommunity.importing.commands import import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.storage import db, session
from tests.editing.third_kind.kind import FIELDS, KIND, edit_visit
from tests.editing.third_kind.models import VISIT, Visit
from tests.editing.third_kind.world import HEARD, posted, said, sent
from tests.factories import reading
from tests.harness.client import Client
from tests.harness.databases import Database
from tests.harness.writing_form import Form
from tests.importing.conftest import SMALL
from tests.matrix import test_matrix
from tests.matrix.world import Matrix


def test_it_is_written_and_read(world):
    form, answer = sent(world, keepsake="A mug")
    assert answer.status_code == 303
    page = form.visitor.text(answer.headers["Location"])
    for words in ("nobody would ring", "As guests", "A mug"):
        assert words in page
    assert sent(world, overheard="")[1].status_code == 422
    assert sent(world, keepsake="x" * 501)[1].status_code == 422


def test_two_clicks_are_one_and_a_second_tab_loses_nothing(world):
    form, first = sent(world)
    assert form.send(overheard=HEARD, footing="as-guests").headers["Location"] == first.headers["Location"]
    other = form.send(overheard="Quite another story.", footing="as-hosts")
    assert other.status_code == 409
    page = other.get_data(as_text=True)
    assert "Quite another story" in page
    assert "nobody" in page


def test_a_draft_is_kept_offered_and_named_by_its_own_words(world):
    long = "Longer words than those that one heard, by far, by far"
    form, kept = sent(world, keep="1", footing="", keepsake=long)
    assert kept.status_code == 303
    assert "You began to write here before" in form.visitor.text(world.path)
    listed = form.visitor.text("/drafts")
    assert "Visit, saved" in listed
    assert long in listed
    again = Form(form.visitor, kept.headers["Location"])
    assert again.fields["overheard"] == HEARD
    assert again.send(footing="as-hosts", audience="community").status_code == 303
    assert "Visit, saved" not in form.visitor.text("/drafts")


def test_files_go_with_it(world):
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "#0c4f42").save(drawn, "PNG")
    drawn.seek(0)
    form, answer = sent(world, files=(drawn, "bridge.png"), picture_alt="A bridge")
    page = form.visitor.text(answer.headers["Location"])
    assert 'alt="A bridge"' in page
    picture = re.search(r'src="(/attachments/\d+)"', page)[1]
    assert world.at(world.sam).get(picture).status_code == 200
    assert world.at().get(picture).status_code == 303


def test_a_change_is_a_version_that_keeps_what_the_kind_keeps(world):
    visit = posted(world)
    form = Form(world.at(world.amina), f"/visits/{visit.id}/edit")
    assert form.send(overheard="They all rang.", footing="as-hosts", keepsake="A spoon").status_code == 303
    revision = session().scalars(select(Revision).where(Revision.entry_id == visit.id, Revision.n == 2)).one()
    assert revision.details["footing"] == "as-hosts"
    assert "keepsake" not in revision.details
    page = world.at(world.sam).text(f"/visits/{visit.id}/revisions/2")
    assert "Overheard" in page
    assert "On what footing" in page
    assert "<ins>hosts</ins>" in page
    assert HEARD in world.at(world.sam).text(f"/visits/{visit.id}/revisions/1")


def test_a_conflict_shows_both_texts(world):
    visit = posted(world)
    one, two = (Form(world.at(world.amina), f"/visits/{visit.id}/edit") for _ in range(2))
    assert one.send(overheard="The first tab", footing="as-hosts").status_code == 303
    answer = two.send(overheard="The second tab", footing="as-hosts")
    assert answer.status_code == 409
    assert "<ins>second</ins>" in answer.get_data(as_text=True)
    assert "Change, saved" in two.visitor.text("/drafts")
    with pytest.raises(EditConflict):
        edit_visit(reading(world.amina), session().get(Visit, visit.id), said(), 1, footing="as-hosts")


def test_whoever_may_not_finds_nothing_and_changes_nothing(world):
    visit = posted(world, "partnership")
    path = KIND.path(visit.id)
    seen = {name: world.at(getattr(world, name)).get(path).status_code for name in ("grace", "owen", "sam")}
    assert seen == {"grace": 200, "owen": 200, "sam": 404}
    for who in (world.grace, world.owen, world.sam):
        assert world.at(who).get(f"/visits/{visit.id}/edit").status_code == 404
        with pytest.raises(Refused):
            edit_visit(reading(who), session().get(Visit, visit.id), said(), 1, footing="as-hosts")
    for who in (world.owen, world.sam):
        assert world.at(who).get(world.path).status_code == 404
    assert world.at().get(KIND.path(visit.id)).headers["Location"].startswith("/sign-in")


def test_who_is_a_member_no_longer_when_they_send_it_keeps_their_words(world):
    form = Form(world.at(world.amina), world.path)
    end_membership(OPERATOR, world.seat)
    sent = form.send(overheard=HEARD, footing="as-guests", audience="community")
    draft = session().scalars(select(Draft).where(Draft.person_id == world.amina.id)).one()
    assert draft.fields["overheard"] == [HEARD]
    assert (sent.status_code, sent.location) == (303, f"/drafts/{draft.id}?closed=1")
    assert HEARD in form.visitor.text(sent.location)
    assert form.visitor.get(draft.address).location == sent.location, "and so does going on with it"


def test_it_is_withdrawn_narrowed_and_thanked_for_like_any_other(world):
    visit = posted(world)
    sam, amina = world.at(world.sam), world.at(world.amina)
    assert sam.post(f"/visits/{visit.id}/thanks").status_code == 303
    assert "Thanks from one person" in amina.text(f"/partnerships/{world.hull.slug}")
    assert "Withdraw this visit?" in amina.text(f"/visits/{visit.id}/withdrawal")
    assert amina.post(f"/visits/{visit.id}/audience", {"audience": "partnership"}).status_code == 303
    assert sam.get(KIND.path(visit.id)).status_code == 404


def test_its_card_stands_in_feed_place_and_person(world):
    visit = posted(world)
    follow(reading(world.sam), partnership=world.hull)
    mark, sam = f'data-entry-id="{visit.id}"', world.at(world.sam)
    for path in ("/home", f"/partnerships/{world.hull.slug}", f"/partnerships/{world.hull.slug}?kind=visit"):
        assert mark in sam.text(path), path
    assert mark in sam.text(f"/people/{world.amina.id}")
    assert "Visits, 1" in sam.text(f"/partnerships/{world.hull.slug}?kind=all")


def test_its_mark_stands_on_the_timeline_with_what_it_says(world):
    visit = posted(world)
    assert ">One visit<" in re.sub(r"\s+", " ", world.at(world.sam).text(f"/partnerships/{world.hull.slug}"))
    known = timeline_marks.facts(VISITOR, {"visit": [visit.id]})
    assert known[visit.id].reason == "A mug"


def test_it_is_told_of(world):
    visit = posted(world)
    events = session().scalars(select(OutboxEvent).where(OutboxEvent.name == "VisitMade")).all()
    assert {"entry_id": visit.id, "actor_id": world.amina.id} in [event.payload for event in events]


ACTS = """\
  - visit:
      ref: trip
      partnership: a-place
      author: lead@place.example
      at: 2018-01-21 08:00
      audience: community
      overheard: Nobody came.
      footing: as-hosts
  - revision: {of: trip, by: lead@place.example, at: 2018-01-21 09:00, overheard: Somebody came after all.}
  - visit:
      ref: half
      partnership: a-place
      author: lead@place.example
      at: 2018-01-22 08:00
      audience: community
      overheard: Half a story
      footing: as-guests
      draft: true
"""


def test_it_comes_in_with_a_programme(house, tmp_path):
    path = tmp_path / "programme.yaml"
    path.write_text(SMALL + ACTS, encoding="utf-8")
    import_programme(read_programme(path))
    visit: Any = session().scalars(select(Visit).where(Visit.title == "Nobody came")).one()
    assert (visit.version, visit.footing, visit.audience) == (2, "as-hosts", "community")
    assert visit.fields == {"overheard": "Somebody came after all."}
    drafts = select(Draft).where(Draft.subject.like("visit:new:%"), Draft.path.contains("a-place"))
    draft = session().scalars(drafts).one()
    assert draft.fields["overheard"] == ["Half a story"]
    assert draft.path == "/partnerships/a-place/visits/new"


ROOT = Path(lpcommunity.__file__).parents[1]
HERE = Path(__file__).parent


def test_nothing_else_mentions_a_field_of_it():
    names = re.compile("|".join(rf"\b{one.name}\b" for one in FIELDS))
    files = [
        path
        for folder in ("lpcommunity", "tests", "frontend/scripts", "migrations")
        for ending in ("py", "html", "js")
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if HERE not in path.parents
    ]
    assert len(files) > 300
    assert [str(path) for path in files if names.search(path.read_text(encoding="utf-8"))] == []


def test_an_entry_loads_as_what_it_is(world):
    assert type(session().get(Entry, posted(world).id)) is Visit


# Other pages show no entries; the matrix of the two kinds opens them all.
WHERE_ENTRIES_STAND = re.compile(
    r"/(visits/|updates/|home|partnerships/place-|people/|public|feeds/|themes/|drafts|notifications|attachments/|search"
    r"|programmes/programme/months/)"
)


def test_the_matrix_knows_it(third_kind, tmp_path, monkeypatch):
    """Every kind of person wherever entries stand, in a world of visits: without a change in the matrix."""
    database = Database("sqlite", f"sqlite:///{tmp_path / 'matrix.sqlite3'}", tmp_path)
    database.app.test_client_class = Client
    with database.app.app_context():
        VISIT.create(db.engine)
        matrix = Matrix(database.app, [KIND])
        assert "canary-visit-partnership" in matrix.told.items
        pages = [one for one in matrix.addresses() if WHERE_ENTRIES_STAND.match(one)]
        monkeypatch.setattr(matrix, "addresses", lambda: pages)
        for one in matrix.told.items.values():  # what is no entry stands on pages of its own
            one.path = one.path if WHERE_ENTRIES_STAND.match(one.path) else ""
        for test in (
            test_matrix.test_nobody_comes_across_what_they_may_not_read_and_everybody_finds_what_they_may,
            test_matrix.test_pictures_and_thumbnails_open_for_readers_only,
            test_matrix.test_acting_on_what_one_may_not_read_says_nothing_of_it,
            test_matrix.test_nothing_that_is_not_public_may_be_kept_by_a_cache,
        ):
            test(matrix)
        db.session.remove()
    database.close()
