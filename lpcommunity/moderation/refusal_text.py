"""What people read when something about a report is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "report-why-missing": "Choose what is wrong with it",
        "report-words-missing": "Say in a few words what is wrong with it",
        "report-words-long": "What you say must be {most} characters or fewer",
        "reported-text-changed": "It was changed since you opened this page. Look at it once more: what you wrote is "
        "still here",
        "report-decided-meanwhile": "Somebody decided, or its author did something, since you opened this page. "
        "Nothing of yours was sent: look at what happened, then decide",
        "decision-missing": "Choose what you decide",
        "decision-words-missing": "Say why, in a sentence or two: its author and whoever reported it read that",
        "reported-text-gone": "It is not there to be hidden any more: its author withdrew it, or took it back",
        "report-answer-missing": "Write a sentence or two before you send it",
    }
)
