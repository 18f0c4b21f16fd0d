"""A place with people of mixed roles: who moderates, facilitates, leads and runs a programme at once."""

from types import SimpleNamespace

import pytest

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.comments import commands as comments
from lpcommunity.comments.words import Words
from lpcommunity.moderation import commands, queries
from lpcommunity.people.commands import grant_role
from lpcommunity.reflections import commands as reflections
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move, Reply
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

WHY = "Please keep to what they did."


class Places(SimpleNamespace):
    """The people by name, what Amina wrote, and ways to report and decide."""

    def at(self, who):
        """A browser at which somebody is signed in."""
        return Visitor(self.app, who)

    def say(self, who, body="Those people are hopeless.", entry=None, **more):
        """Say something below an entry."""
        self.said += 1
        return comments.post_comment(
            reading(who), entry or self.update, f"said-{self.said}", Words.written(body), **more
        )

    def report(self, who, about, why="hurtful", words="", **more):
        """Report a text; the case."""
        return commands.report_text(reading(who), about, why, words, **more)

    def decide(self, who, case, act, words=WHY):
        """Decide on a case, with the page as it is now."""
        seen = queries.steps(reading(who), case.id)
        commands.decide(reading(who), case, act, words, seen[-1].id if seen else 0)

    def ask(self, audience="facilitators", *answering):
        """A reflection of Amina's, answered by these, the first answer replied to: itself, moves, replies."""
        made = make.reflection(self.amina, self.bedford, audience)
        if not made.rounds:
            reflections.submit(reading(self.amina), made)
        moves = []
        for number, who in enumerate(answering):
            said = MoveContent("challenging", "", "", f"Are they all hopeless, {number}?")
            reviews.send_review(reading(who), made, f"answer-{made.id}-{number}", "invites", [said], made.version)
            moves.append(session().query(Move).order_by(Move.id.desc()).first())
        if moves:
            reviews.send_replies(
                reading(self.amina), made, f"reply-{made.id}", {moves[0].id: "You know nothing of us."}
            )
        return made, moves, session().query(Reply).order_by(Reply.id.desc()).all()

    def work(self):
        """Let the worker tell everybody."""
        worker.run(self.app, until_empty=True)


def _places():
    hull, bedford = make.place("Hull"), make.place("Bedford")
    names = (
        "amina", "leo", "mia", "owen", "fay", "ruth", "tess", "tom", "eva", "mo", "mel", "nina", "zoe",
    )  # fmt: skip
    people = {name: make.person(f"{name.title()} Person") for name in names}
    for who, where, role in (
        ("amina", bedford, "member"), ("leo", bedford, "lead"), ("mia", bedford, "member"),
        ("owen", bedford, "facilitator"), ("fay", bedford, "facilitator"), ("ruth", hull, "lead"),
        ("zoe", hull, "facilitator"),
    ):  # fmt: skip
        make.belongs(people[who], where, role)
    # Mia belongs there, Fay facilitates, Tess runs a programme: and they moderate. Mo and Mel do nothing else.
    for who, role in (
        ("tess", "programme-team"), ("tom", "programme-team"), ("eva", "evaluator"), ("mo", "moderator"),
        ("mel", "moderator"), ("mia", "moderator"), ("fay", "moderator"), ("tess", "moderator"),
    ):  # fmt: skip
        grant_role(OPERATOR, people[who], role)
    return SimpleNamespace(hull=hull, bedford=bedford, update=make.update(people["amina"], bedford), **people)


@pytest.fixture
def w(app, begin_with):
    return Places(app=app, said=0, **vars(begin_with(_places)))
