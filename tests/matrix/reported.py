"""What is reported and hidden in the matrix's world: the copies that were sent, what was said to it, and texts of which
nothing is left for anybody but their author.
"""

from typing import TYPE_CHECKING
from uuid import uuid4

from lpcommunity.comments.commands import post_comment
from lpcommunity.comments.words import Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry
from lpcommunity.moderation import queries
from lpcommunity.moderation.commands import decide, report_text
from lpcommunity.moderation.models import FACILITATORS, MODERATORS, ReportedText
from lpcommunity.reflections.commands import write_reflection
from lpcommunity.reviews.commands import MoveContent, send_review
from lpcommunity.reviews.models import Move
from lpcommunity.storage import session
from lpcommunity.updates.commands import post_update
from tests.factories import reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

DECIDES = "moderator"
CONFIDANTS = ("facilitator belonging elsewhere", "facilitator after membership")  # who did not give the answer
REPORTED_BY = {"partnership": "member here", "facilitators": "facilitator here"}


def report_all(told: "Told") -> None:
    """Of some audiences something is reported: it waits. Of each kind of text something is hidden."""
    everybody = {"author", "member here", "facilitator here", DECIDES, *CONFIDANTS}
    told.item("canary-report-words", set(), sent_to=everybody)
    told.item("canary-why-decided", set(), sent_to=everybody)
    for audience, who in REPORTED_BY.items():
        made, canary = _update(told, f"canary-sent-{audience}", audience), f"canary-sent-{audience}"
        _report(told, who, f"update:{made.id}")
        readers = READERS[audience] | {"author"}
        told.item(canary, readers, path=f"/updates/{made.id}", entry=made, listed=True, sent_to={who, DECIDES})
    for audience in ("partnership", "community", "public"):
        canary = f"canary-hidden-{audience}"
        made = _update(told, canary, audience)
        _hide(told, _report(told, "member here", f"update:{made.id}"))
        # Not to who reported it either: they may read it no more, and a report is no way to go on.
        told.item(canary, {"author"}, path=f"/updates/{made.id}", entry=made, found=True, sent_to={DECIDES})
    _hidden_comment(told)
    _hidden_answer(told)


def _words(canary: str) -> Content:
    return Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})


def _update(told: "Told", canary: str, audience: str) -> Entry:
    made: Entry = post_update(
        reading(told.world.someone("author")), told.world.here, signed_forms.new_key(), _words(canary),
        audience=audience, standing="on-track",
    )  # fmt: skip
    return made


def _report(told: "Told", who: str, about: str, meant_for: str = MODERATORS) -> ReportedText:
    return report_text(
        reading(told.world.someone(who)), about, "other", "Since canary-report-words.", meant_for=meant_for
    )


def _hide(told: "Told", case: ReportedText, who: str = DECIDES, why: str = "canary-why-decided") -> None:
    actor = reading(told.world.someone(who))
    seen = queries.steps(actor, case.id)
    decide(actor, case, "hidden", f"Since {why}.", seen[-1].id if seen else 0)


def _hidden_comment(told: "Told") -> None:
    below = told.items["canary-update-community"].entry
    assert below is not None
    said = post_comment(
        reading(told.world.someone("facilitator here")), below, str(uuid4()), Words.written("Said: canary-hidden-said.")
    )
    _hide(told, _report(told, "member here", f"comment:{said.id}"), why="canary-why-said")
    told.item(
        "canary-why-said", {"facilitator here"}, path=f"/comments/{said.id}/edit", sent_to={DECIDES, "member here"}
    )  # its author reads it where they change it, too
    told.item(
        "canary-hidden-said", {"facilitator here"}, path="/comments", entry=below, found=True,
        sent_to={DECIDES},
    )  # fmt: skip


def _hidden_answer(told: "Told") -> None:
    """Of an exchange, by its other facilitator; nobody else learns of it, no moderator either."""
    author = reading(told.world.someone("author"))
    made = write_reflection(
        author, told.world.here, signed_forms.new_key(), _words("canary-exchange-hidden"), cycle="free",
        audience="facilitators", submit=True,
    )  # fmt: skip
    said = [MoveContent("supportive", "", "", "Support canary-hidden-answer.")]
    review = send_review(
        reading(told.world.someone("facilitator here")), made, signed_forms.new_key(), "invites", said, made.version
    )
    [move] = session().query(Move).filter_by(review_id=review.id)
    _hide(told, _report(told, "author", f"answer:{move.id}", FACILITATORS), CONFIDANTS[0])
    path, readers = f"/reflections/{made.id}", READERS["facilitators"] | {"author"}
    told.item("canary-hidden-answer", {"facilitator here"}, path=path, entry=made, found=True, sent_to=set(CONFIDANTS))
    told.item("canary-exchange-hidden", readers, path=path, entry=made, listed=True)
