"""Documents are found by whoever may read what they are part of today, by their names and by what they say."""

import pytest
from sqlalchemy import delete, update

from lpcommunity.access.reader import Reader
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.attachments.found_texts import SOURCE
from lpcommunity.attachments.models import Attachment
from lpcommunity.attachments.policy import can_open
from lpcommunity.comments import commands as comments
from lpcommunity.comments.models import Comment
from lpcommunity.comments.policy import stands
from lpcommunity.comments.words import Words
from lpcommunity.documents import work
from lpcommunity.documents.models import READ, DocumentText
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry
from lpcommunity.search import filling, finding, queries, query_language, sieve
from lpcommunity.search.models import Searchable
from lpcommunity.search.rows import Written
from lpcommunity.storage import now, session, transactional
from lpcommunity.updates.commands import edit_update, post_update
from tests import factories as make
from tests.comments.test_readers import scatter
from tests.documents.builders import docx, pdf
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.search.texts import post


def fill():
    """Makes the rows of everything, and returns what had to be written."""
    session().rollback()
    filling.begin()
    return sum((step.written for step in filling.steps()), Written())


def read_all():
    while work.read_next():
        pass


def found(who, words, **narrowed):
    results = finding.results(reading(who), query_language.read(words), sieve.read(reading(who), narrowed))
    return [(one.title, one.path) for one in results.found if one.kind == SOURCE]


@pytest.fixture
def w(app):
    class World:
        here, there = make.place("Hull"), make.place("Keele")
        ann, ben, fay, sam = (make.person(name) for name in ("Ann Author", "Ben", "Fay", "Sam Other"))

        def file(self, who, key, name="minutes.docx", content=None):
            return add_attachment(reading(who), key, name, content or docx("We counted umbrellas."))

    world = World()
    make.belongs(world.ann, world.here)
    make.belongs(world.ben, world.here)
    make.belongs(world.fay, world.here, "facilitator")
    make.belongs(world.sam, world.there)
    return world


def shared(w, audience="community", files=(("minutes.docx", None),), key="k1"):
    for name, content in files:
        w.file(w.ann, key, name, content)
    content = Content.written("Walks", {"body": "We walked."})
    return post_with(w, content, audience, key)


def post_with(w, content, audience, key):
    return post_update(reading(w.ann), w.here, key, content, audience=audience, standing="on-track")


@transactional
def attach_documents(world, said):
    """Entries and comments have a document each, some of which were taken away."""
    session().execute(update(Attachment).values(kind="document", name="plan.pdf"))
    for one in session().query(Attachment):
        session().add(
            DocumentText(blob_key=one.blob_key, state=READ, text="Zanzibari", words="zanzibari", queued_at=now(),
                         run_at=now())
        )  # fmt: skip
    for comment in said:
        key = f"c{comment.id}"
        session().add(
            Attachment(
                owner_id=comment.author_id, holder="comment", holder_id=comment.id, first_n=1,
                last_n=None if comment.id % 3 else 1, kind="document", name="said.pdf", media_type="", size=1,
                blob_key=key, added_at=now(),
            )
        )  # fmt: skip
        session().add(
            DocumentText(blob_key=key, state=READ, text="Zanzibari", words="zanzibari", queued_at=now(), run_at=now())
        )


def test_everybody_finds_the_documents_that_they_may_open_and_nothing_else(app, pytestconfig):
    """In a world in which nothing is regular: the marks are wide enough, the resolver decides."""
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = scatter(seed)
    said = session().query(Comment).all()
    attach_documents(world, said)
    fill()
    entries, comments_ = (
        {one.id: one for one in session().query(Entry)},
        {one.id: one for one in session().query(Comment)},
    )
    wrong, many = [], 0
    for reader in filter(lambda one: isinstance(one, Reader), world.readers()):
        match = queries.match_of(query_language.read("zanzibari"), reader, ["#kdocument"])
        shown = queries.shown(reader, queries.hits(reader, match, size=5000).ids)
        there = {one.thing_id for one in shown}
        may = set()
        for file in session().query(Attachment).filter(Attachment.last_n.is_(None)):
            if file.entry_id is not None:
                allowed = can_open(reader, entries[file.entry_id])
            else:
                held = comments_[file.holder_id]
                allowed = held.author_id == reader.id or (
                    held.state == "published" and stands(reader, held, entries[held.entry_id])
                )
            if allowed:
                may.add(file.id)
        many += len(may)
        if there != may:
            wrong.append((reader.id, there ^ may))
    assert wrong == [], f"seed {seed}"
    assert many > 20


def test_found_by_its_name_at_once_and_by_what_it_says_once_it_was_read(w, app):
    update_ = shared(w, files=(("minutes.docx", None), ("Llŷr's plan.pdf", pdf("Zanzibari evenings."))))
    here = f"/updates/{update_.id}"
    assert found(w.sam, "minutes") == [("minutes.docx", here)]
    assert "In “Walks”" in Visitor(app, w.sam).text("/search?q=minutes")
    assert found(w.sam, "umbrella") == []
    read_all()
    assert found(w.sam, "umbrella") == [("minutes.docx", here)]
    assert found(w.sam, "llyr zanzibari") == [("Llŷr's plan.pdf", here)]
    assert found(w.sam, "umbrella", kind="update") == []
    assert found(w.sam, "umbrella", attached="1", partnership=w.here.slug) == [("minutes.docx", here)]
    assert fill() == Written()


def test_it_is_found_by_those_for_whom_its_entry_is_now(w):
    update_ = shared(w, "partnership")
    read_all()
    assert (found(w.ben, "umbrellas") != [], found(w.sam, "umbrellas")) == (True, [])
    for audience, ben, fay, sam in (("community", 1, 1, 1), ("facilitators", 0, 1, 0), ("me", 0, 0, 0)):
        change_entry_audience(reading(w.ann), session().get(Entry, update_.id), audience)
        assert [len(found(who, "umbrellas")) for who in (w.ann, w.ben, w.fay, w.sam)] == [1, ben, fay, sam], audience
    change_entry_audience(reading(w.ann), session().get(Entry, update_.id), "public")
    withdraw_entry(reading(w.ann), session().get(Entry, update_.id))
    assert [len(found(who, "umbrellas")) for who in (w.ann, w.ben, w.sam)] == [1, 0, 0]
    assert fill() == Written()


def test_what_is_taken_away_is_found_no_more_and_what_it_said_goes(w):
    file_ = w.file(w.ann, "k1")
    update_ = post_with(w, Content.written("Walks", {"body": "We walked."}), "community", "k1")
    w.file(w.ben, "k2", content=docx("We counted umbrellas."))
    read_all()
    words = Content.written("Walks", {"body": "We walked on."})
    edit_update(reading(w.ann), update_, words, 1, standing="on-track", removed=[file_.id])
    assert found(w.ann, "umbrellas") == []
    assert session().query(DocumentText).count() == 0  # a form that is not posted shows it to nobody
    assert session().query(Searchable).filter_by(source=SOURCE).count() == 0


def test_the_same_content_elsewhere_is_found_without_being_read_again(w):
    shared(w, "me")
    read_all()
    w.file(w.ben, "k2", "copy.docx")
    other = post_update(
        reading(w.ben), w.here, "k2", Content.written("", {"body": "Text."}), audience="community", standing="on-track"
    )
    assert found(w.sam, "umbrellas") == [("copy.docx", f"/updates/{other.id}")]
    assert len(found(w.ann, "umbrellas")) == 2


def test_the_document_of_a_comment_is_found_with_it(w, app):
    update_ = post(w.ann, w.here, "Walks", "We walked.")
    w.file(w.sam, "said-1", "reply.pdf", pdf("Xylophones for all."))
    said = comments.post_comment(reading(w.sam), update_, "said-1", Words.written("See the file."))
    read_all()
    here = [("reply.pdf", f"/comments/{said.id}")]
    assert [found(who, "xylophones") for who in (w.sam, w.ben)] == [here, here]
    change_entry_audience(reading(w.ann), session().get(Entry, update_.id), "partnership")
    assert [found(who, "xylophones") for who in (w.sam, w.ben)] == [here, here]
    assert found(w.fay, "xylophones") == here
    change_entry_audience(reading(w.ann), session().get(Entry, update_.id), "facilitators")
    assert [found(who, "xylophones") for who in (w.sam, w.ben, w.fay)] == [here, [], here]
    page = Visitor(app, w.sam).text("/search?q=xylophones").partition("<main")[2]
    assert "reply.pdf" in page
    assert "Walks" not in page  # the entry is closed to its author
    change_entry_audience(reading(w.ann), session().get(Entry, update_.id), "public")
    comments.withdraw_comment(reading(w.sam), said, update_)
    assert [found(who, "xylophones") for who in (w.sam, w.ben)] == [here, []]
    assert fill() == Written()


def test_a_word_of_a_document_that_only_others_may_read_answers_as_one_that_nobody_wrote(w, app, count_queries):
    for audience in ("me", "facilitators", "partnership"):
        shared(w, audience, (("Quixotic.docx", docx(f"Zanzibari {audience}")),), key=audience)
    read_all()
    visitor = Visitor(app, w.sam)

    def answered(word):
        with count_queries() as asked:
            page = visitor.get(f"/search?q={word}").get_data(as_text=True)
        with count_queries() as suggested:
            visitor.get(f"/search/suggestions?q={word}")
        masked = page.replace(word, "…")
        return [line for line in masked.splitlines() if "csrf_token" not in line], len(asked), len(suggested)

    answered("anything")
    assert answered("zanzibari") == answered("qanzibarx")
    assert answered("quixotic") == answered("quixotiq")
    page = Visitor(app, w.ann).text("/search?q=zanzibari").partition("<main")[2]
    assert page.count("data-search-result") == 3
    assert "<mark>Zanzibari</mark>" in page
    assert "Documents" in page


def test_documents_that_were_there_before_come_into_the_queue_by_reindex(w, runner):
    shared(w)
    session().execute(
        delete(Searchable).where(Searchable.source == SOURCE), execution_options={"synchronize_session": False}
    )
    session().execute(delete(DocumentText))
    session().commit()
    assert "1 were missing" in runner("reindex", "--search").output
    read_all()
    assert len(found(w.sam, "umbrellas")) == 1


def test_that_a_file_cannot_be_read_is_said_to_its_author_alone(w, app):
    update_ = shared(w, files=(("broken.pdf", b"%PDF-1.7\nnothing"), ("minutes.docx", None)))
    read_all()
    said = "Search cannot read this file"
    assert Visitor(app, w.ann).text(f"/updates/{update_.id}").count(said) == 1
    assert said in Visitor(app, w.ann).text(f"/updates/{update_.id}/edit")
    assert said not in Visitor(app, w.ben).text(f"/updates/{update_.id}")
    scan = shared(w, files=(("scan.docx", docx()), ("long.txt", b"umbrellas " * 25_000)), key="k2")
    read_all()
    for one in ("There is no text in this file (a scan?)", "Search reads only the beginning of this file"):
        assert Visitor(app, w.ann).text(f"/updates/{scan.id}").count(one) == 1
        assert one not in Visitor(app, w.ben).text(f"/updates/{scan.id}")
    assert found(w.ben, "broken") == [("broken.pdf", f"/updates/{update_.id}")]
