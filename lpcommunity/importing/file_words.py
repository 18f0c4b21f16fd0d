"""What a refusal says of a line in a file, where its sentence is meant for somebody at a page: who typed, has a window
open, or chooses from a list. To every code that an import can meet so; of all others the sentence itself is told.
"""

from collections.abc import Mapping

from lpcommunity.access.refusals import CodedRefusal

ANSWERED = "this reflection was answered before that"

IN_A_FILE: Mapping[str, str] = {
    "action-day-past": "this day was past by then",
    "action-given-away": "this action was somebody else’s by then",
    "action-holds-answer": "this still holds words of {asker}’s answer, which others were not to read by then",
    "action-holds-answer-partner": "this still holds words of an answer, which a partner is not to read",
    "action-owner-elsewhere": "this person did not belong to the place by then",
    "action-reported": "what came of this action was reported before that",
    "action-source-unknown": "what this comes from was not to be read by whoever does this, or not on record by then",
    "action-words-of-others": "somebody else wrote in this for those who could read it by then, and for no others",
    "acknowledged-already": "this reflection was acknowledged before that",
    "answer-stands": ANSWERED,
    "answered-already": ANSWERED,
    "comment-changed-meanwhile": "this comment was changed before that",
    "comment-empty": "this comment says nothing that can be read",
    "comment-withdrawn-meanwhile": "what this replies to was withdrawn before that",
    "conversation-closed": "this conversation was closed before that",
    "entry-changed-meanwhile": "this was changed before that",
    "milestone-not-listed": "this milestone was not there by then",
    "pause-is-over": "a pause lasts until a later day than that on which it begins",
    "question-answer-unknown": (
        "this cannot answer the question: it came before, is of another place, or is for fewer people than read the "
        "question"
    ),
    "quote-not-found": "these words are not in the text by then, letter for letter",
    "reflection-changed-meanwhile": "this reflection was changed before that",
    "reflection-taken-back": "this reflection was taken back before that",
    "subject-not-listed": "this was not to be read by the author, or not there by then",
}


def words_of(refusal: CodedRefusal) -> str:
    """What is told of this refusal."""
    found = IN_A_FILE.get(refusal.code)
    return str(refusal) if found is None else found.format(**refusal.values)
