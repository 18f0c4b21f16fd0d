"""What people read when something about an entry is refused, whatever its kind."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "audience-unknown": "Choose who this is for",
        "entry-changed-meanwhile": "This text was changed in another window.",
    }
)
