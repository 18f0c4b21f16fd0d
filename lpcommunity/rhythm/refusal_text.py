"""What people read when something about a rhythm or a chance is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "rhythm-unknown": "Choose how often you check in",
        "pause-without-reason": "Say why, in a few words. You choose below who reads it",
        "pause-reason-too-long": "The reason has {length:,} characters. It can have {most:,} at most",
        "pause-audience-unknown": "Choose who may read the reason",
        "pause-is-over": "Give a day that is still to come",
        "pause-too-long": "A pause can be a year at most",
        "passed-over-without-reason": "Say why, in a few words",
        "passed-over-reason-too-long": "The reason has {length:,} characters. It can have {most:,} at most",
        "chance-decided": "Somebody was quicker: this chance is no longer open. Nothing was changed",
        "chance-to-come": "This day was still to come: nothing was offered on it yet",
        "chance-not-offered": "Nothing of this kind was offered here on that day",
        "chance-told-already": "What became of this chance is told already",
    }
)
