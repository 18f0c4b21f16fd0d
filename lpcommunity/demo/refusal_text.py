"""What an operator reads when the demonstration cannot be loaded."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "demonstration-loaded-already": "The demonstration is here already.",
        "database-holds-programme": (
            "This database holds a real programme. The demonstration needs one of its own: DATA_DIR moves it."
        ),
    }
)
