"""What somebody reads who does something too often: 429, the minute when it may be sent, and every word of theirs."""

import io
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lpcommunity.access.models import AuditRecord
from lpcommunity.access.rate_limits import (
    ADDRESSES,
    ADDRESSES_OF_TEAM,
    ANSWERS,
    CHANGES,
    DRAFTS,
    ENTRIES,
    FOLLOWS,
    PHOTOS,
    REPLIES,
    SENDINGS,
    THANKS,
)
from lpcommunity.attachments.models import Attachment
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.signed_forms import verify
from lpcommunity.entries.models import Entry
from lpcommunity.following.models import Follow
from lpcommunity.reviews.models import INVITES, Reply, Review
from lpcommunity.storage import session
from lpcommunity.thanks.models import Thanks
from tests import factories as make
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, fields_of
from tests.reviews.test_pages import QUESTION
from tests.reviews.world import answer, exchange, world, written

WORDS = "Eleven batteries now sit in eleven cupboards. The peak went down."
UNTIL = re.compile(r"in an hour\. You can go on (on \d+ \w+ )?at \d+:\d\d")


@pytest.fixture
def here(app):
    return SimpleNamespace(w=world(), at=lambda who: Visitor(app, who))


def _count(table) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0


def _refused(response, said: str) -> str:
    page = response.get_data(as_text=True)
    assert response.status_code == 429, page
    assert said in page
    assert UNTIL.search(page)
    assert 3500 < int(response.headers["Retry-After"]) <= 3600
    return page


def _rows() -> list[str]:
    found = session().scalars(select(AuditRecord.details).where(AuditRecord.act == "refused-too-many"))
    return [one["limit"] for one in found]


@pytest.mark.parametrize("kind", ["updates", "reflections"])
def test_posting_comes_back_with_every_word_the_file_and_a_draft(here, kind):
    w = here.w
    make.used_up(w.amina, ENTRIES)
    form = Form(here.at(w.amina), f"/partnerships/{w.hull.slug}/{kind}/new")
    typed = {"title": "Forty firms", "body": WORDS, "what": WORDS, "standing": "on-track", "audience": "partnership"}
    files = {"files": (io.BytesIO(b"Notes"), "notes.txt")} if kind == "updates" else {}
    for _ in range(2):
        page = _refused(form.send(**typed, **files), "You have posted 100 times")
        files = {}
    assert "Forty firms" in page
    assert WORDS in page
    assert verify(fields_of(page)["signed_form"]) == verify(form.fields["signed_form"])
    assert "notes.txt" in page or kind == "reflections"
    assert _count(Attachment) == (kind == "updates")
    [draft] = session().scalars(select(Draft))
    assert [WORDS] in draft.fields.values()
    assert _count(Entry) == 0
    assert _rows() == ["entries"]


@pytest.mark.parametrize("kind", ["updates", "reflections"])
def test_so_does_a_change(here, kind):
    w = here.w
    entry = make.update(w.amina, w.hull) if kind == "updates" else make.reflection(w.amina, w.hull)
    make.used_up(w.amina, CHANGES)
    form = Form(here.at(w.amina), f"/{kind}/{entry.id}/edit")
    page = _refused(form.send(body=WORDS, what=WORDS, standing="on-track"), "You have changed what you wrote 200 times")
    assert WORDS in page
    assert _count(Draft) == 1
    session().refresh(entry)
    assert entry.version == 1


def test_sending_to_facilitators_and_never_taking_back(here):
    w = here.w
    make.used_up(w.amina, SENDINGS)
    mine = make.reflection(w.amina, w.hull)
    visitor = here.at(w.amina)
    _refused(visitor.post(f"/reflections/{mine.id}/submission"), "You have asked your facilitators 60 times")
    waits = written(w)
    for _ in range(3):
        assert visitor.post(f"/reflections/{waits.id}/taking-back").status_code == 303


def test_an_answer_and_a_reply(here):
    w = here.w
    reflection = written(w)
    make.used_up(w.owen, ANSWERS)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    typed = {"moves-0-kind": "challenging", "moves-0-says": "Who needed it?", "outcome": INVITES}
    assert "Who needed it?" in _refused(form.send(**typed), "You have sent 60 answers")
    kept = session().scalars(select(Draft).where(Draft.person_id == w.owen.id)).one()
    assert kept.fields["moves-0-says"] == ["Who needed it?"]
    assert _count(Review) == 0

    answer(w.owen, reflection, INVITES, QUESTION)
    make.used_up(w.amina, REPLIES)
    question = exchange(reflection).rounds[0].moves[0]
    form = Form(here.at(w.amina), f"/reflections/{reflection.id}")
    typed = {**form.fields, f"reply-{question.id}": "The board did, I think."}
    page = _refused(form.visitor.client.post(f"/reflections/{reflection.id}/response", data=typed), "You have replied")
    assert "The board did, I think." in page
    assert _count(Reply) == 0


def test_thanks_and_follows_and_never_their_end(here):
    w = here.w
    update = make.update(w.colin, w.hull)
    visitor = here.at(w.amina)
    assert visitor.post(f"/updates/{update.id}/thanks").status_code == 303
    assert visitor.post(f"/partnerships/{w.hull.slug}/follow").status_code == 303
    make.used_up(w.amina, THANKS)
    make.used_up(w.amina, FOLLOWS)
    _refused(visitor.post(f"/updates/{update.id}/thanks"), "You have said thanks 200 times")
    _refused(visitor.post(f"/people/{w.colin.id}/follow"), "You have begun to follow 300 times")
    assert visitor.post(f"/updates/{update.id}/thanks-withdrawal").status_code == 303
    assert visitor.post(f"/partnerships/{w.hull.slug}/follow-withdrawal").status_code == 303
    assert (_count(Thanks), _count(Follow)) == (0, 0)


def test_new_drafts_are_bounded_and_ones_own_draft_is_saved_for_ever(here):
    w = here.w
    form = Form(here.at(w.amina), f"/partnerships/{w.hull.slug}/updates/new")

    def save(one, words):
        typed = {**one.fields, "body": words}
        return one.visitor.client.post("/drafts", data=typed, headers={"Accept": "application/json"})

    assert save(form, "Eleven").status_code == 200
    make.used_up(w.amina, DRAFTS)
    for n in range(5):
        assert save(form, f"Eleven batteries {n}").status_code == 200
    another = Form(here.at(w.amina), f"/partnerships/{w.hull.slug}/updates/new")
    refused = save(another, "Too many")
    assert refused.status_code == 429
    assert refused.json["code"] == "limit-reached"
    assert "You have begun 100 drafts in an hour" in refused.json["error"]
    page = _refused(another.send(body=WORDS, keep="1"), "You have begun 100 drafts")
    assert WORDS in page
    assert session().scalars(select(Draft)).one().fields["body"] == ["Eleven batteries 4"]


def test_posting_goes_on_where_no_draft_may_be_begun(here):
    w = here.w
    make.used_up(w.amina, DRAFTS)
    form = Form(here.at(w.amina), f"/partnerships/{w.hull.slug}/updates/new")
    assert form.send(body=WORDS, standing="on-track", audience="partnership").status_code == 303
    make.used_up(w.amina, ENTRIES)
    form = Form(here.at(w.amina), f"/partnerships/{w.hull.slug}/updates/new")
    assert WORDS in _refused(
        form.send(body=f"{WORDS} And again.", standing="on-track", audience="partnership"), "You have posted 100 times"
    )


def test_a_photo(here):
    make.used_up(here.w.amina, PHOTOS)
    data = {"photo": (io.BytesIO(b"no picture"), "me.png"), "name": "Amina", "organisation": "", "helps_with": WORDS}
    page = _refused(here.at(here.w.amina).post("/account/profile", data), "You have changed your photo 30 times")
    assert WORDS in page


def test_asking_who_has_an_account_is_counted_and_slowed(here):
    """M6: known or not, each address counts; then nothing is answered, and what was typed stays."""
    w = here.w
    visitor = here.at(w.amina)
    path = f"/partnerships/{w.hull.slug}/people/new"
    known = make.person("Leila Haddad")
    for n in range(ADDRESSES.most):
        asked = visitor.post(path, {"email": known.email if n == 3 else f"p{n}@hull.example", "role": "member"})
        assert asked.status_code in {303, 422}
    for email in (make.person("Tom Beddoes").email, "nobody@hull.example"):
        page = _refused(visitor.post(path, {"email": email, "role": "deputy"}), "You have asked for 20 addresses")
        assert email in page
        assert "Invite them instead" not in page
        assert re.search(r'value="deputy"[^>]*checked', page)
    assert _rows() == ["addresses"]


def test_the_programme_team_asks_for_more(here):
    priya = make.person("Priya Nair", role="programme-team")
    make.used_up(priya, ADDRESSES)
    visitor, path = here.at(priya), f"/partnerships/{here.w.hull.slug}/people/new"
    assert visitor.post(path, {"email": "p@hull.example", "role": "member"}).status_code == 422
    make.used_up(priya, ADDRESSES_OF_TEAM)
    _refused(visitor.post(path, {"email": "p@hull.example", "role": "member"}), "You have asked for 200 addresses")


def test_limits_can_be_lifted_for_measuring(database, here):
    w = here.w
    make.used_up(w.amina, FOLLOWS)
    free = database.make_app(RATE_LIMITS=False)
    free.test_client_class = type(here.at(None).client)
    with free.app_context():
        assert Visitor(free, w.amina).post(f"/people/{w.colin.id}/follow").status_code == 303
