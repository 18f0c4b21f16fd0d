"""What people read when something about a request for help is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "help-words-missing": "Say in a sentence what helped, so that others find it, too",
        "help-words-long": "What helped must be {most} characters or fewer",
        "help-words-stand": "Keep these words beside the comment that you chose, or take them out. Then save",
        "helper-unknown": (
            "This person cannot be named here any more: they left, or cannot read it. Choose somebody else, or nobody"
        ),
        "help-comment-unknown": "This comment is not there any more. Choose another, or say it in your own words",
        "help-comment-own": "Thank somebody else: this comment is your own, or of whoever asked",
        "help-comment-for-few": (
            "This comment is for fewer people than the question. Say in your own words what helped"
        ),
        "help-not-open": "This is not looked for any more. Open it again first",
        "help-state-unknown": "Choose whether it is open, answered or closed",
    }
)
