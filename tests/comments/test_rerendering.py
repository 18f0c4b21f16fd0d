"""`lpcommunity reindex` renders comments again, each version too; whoever is mentioned stays who was meant."""

from sqlalchemy import update

from lpcommunity.comments import commands
from lpcommunity.comments.models import Comment, CommentRevision
from lpcommunity.comments.words import Words
from lpcommunity.storage import session, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.writing_form import Form


@transactional
def _stored_before():
    for table in (Comment, CommentRevision):
        session().execute(update(table).where(table.body != "As it is.").values(body_html="<p>• old</p>"))


def test_comments_and_their_versions_are_rendered_again(w, runner):
    comment = w.say(w.mia, "•\tFirst\n•\tSecond")
    commands.change_comment(reading(w.mia), comment, w.update, Words.written("•\tFirst"), 1)
    _stored_before()
    answer = runner("reindex")
    assert answer.exit_code == 0, answer.output
    session().expire_all()
    texts = [*session().query(Comment), *session().query(CommentRevision)]
    assert all("<li" in one.body_html for one in texts)
    assert session().query(Comment).one().version == 2
    assert "0 of them changed" in runner("reindex").output


def test_who_is_mentioned_stays_who_was_meant(w, runner):
    Form(w.at(w.ruth), f"/updates/{w.update.id}/comments").send(body="@Mia Member, look.")
    before = session().query(Comment).one().body_html
    assert f'/people/{w.mia.id}"' in before
    make.belongs(make.person("Mia Member"), w.bedford)
    assert "0 of them changed" in runner("reindex").output
    assert session().query(Comment).one().body_html == before
