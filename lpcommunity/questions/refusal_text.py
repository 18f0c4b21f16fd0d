"""What people read when something about an open question is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "question-answer-unknown": (
            "What you chose cannot answer this any more: it was withdrawn, or is for fewer people than the question. "
            "Choose something else, or leave the question open"
        ),
    }
)
