"""What an operator reads when a made-up community cannot be written."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "database-without-people": ("There is nobody in this database yet who could write more. Leave --append out."),
        "database-holds-people": ("There are people in this database already. --append adds entries to what is there."),
        "nothing-to-continue": "Nothing was written in this database of late that could be continued.",
    }
)
