"""Answers that wait for their reader, without the questions that were left open: those wait by themselves."""

from sqlalchemy import exists

from lpcommunity.access.reader import Reader
from lpcommunity.questions.policy import QUESTION
from lpcommunity.reviews.exchange_rows import MOVE
from lpcommunity.reviews.pending_answers import PendingAnswer, answers_that_ask

ANSWERS = answers_that_ask(exists().where(QUESTION.c.move_id == MOVE.c.id))


def pending_answers(actor: Reader) -> list[PendingAnswer]:
    """Answers that invite this person to think further, the oldest first: one query."""
    return ANSWERS.all(reader=actor.id)
