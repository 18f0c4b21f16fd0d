"""What people read when something about an action is refused."""

from datetime import datetime

from lpcommunity.access.refusal_catalogue import register
from lpcommunity.web.humanize import saved_at


def _reported(at: datetime, by: str, *, oneself: bool) -> str:
    if oneself:
        return f"You reported on this {saved_at(at)}, in another window. What you wrote here is kept as well"
    who = by or "Somebody"
    return f"{who} reported on this {saved_at(at)}, while you were writing. Your words are still here"


def _holds_answer(asker: str, where: str) -> str:
    """`where` the words are: in what is written down anew, in what there is, in what was expected and is sealed, or in
    an action that somebody else is to do.
    """
    words = f"words of {asker}’s answer, which are for you and your facilitators"
    return {
        "new": f"This still holds {words}. Say it in your own words, or choose yourself for now: once it is written "
        f"down, its page is where you can ask {asker}",
        "here": f"This still holds {words}. Say it in your own words, or ask {asker} first, on the page of the action",
        "expected": f"What you expected holds {words}. Ask {asker}, or write down a new action without them",
        "owner": f"It holds {words}. Choose one of them, or ask {asker} first, under “Change who it is for”",
    }[where]


SENTENCES = register(
    {
        "action-empty": "Say in a few words what is to be done",
        "action-owner-elsewhere": "Choose somebody who belongs to this place",
        "action-day-past": "Choose a day that is still to come",
        "action-source-unknown": "What this comes from cannot be found any more. Write the action down without it",
        "action-outcome-missing": "Say what became of it: done, changed or dropped",
        "action-came-of-it-missing": "Write at least a sentence on what came of it",
        "action-change-missing": "Say what it is now, or by when: that is what changed",
        "action-reported": _reported,
        "action-given-away": "This action is not yours any more. Somebody else has it now",
        "action-holds-answer-partner": (
            "This still holds words of an answer, which are for you and your facilitators. Say it in your own words, "
            "or choose yourself for now: once it is written down, its page is where you can ask whose they are"
        ),
        "partner-name-missing": "Write the name of whoever does it",
        "partner-address-missing": "Write the e-mail address of whoever does it",
        "partner-address-forgotten": (
            "Whoever has this address asked not to be written to from here. Speak to them, or choose somebody else"
        ),
        "action-why-missing": "Say in a few words why, so that the others know",
        "action-holds-answer": _holds_answer,
        "action-words-of-others": (
            "Somebody else wrote in this for those who can read it now. Their words stay with them: "
            "you can make it for fewer people, or write down a new action"
        ),
        "action-posted-before": (
            "You wrote down an action from this page already. This one is still here: send it again to add it"
        ),
    }
)
