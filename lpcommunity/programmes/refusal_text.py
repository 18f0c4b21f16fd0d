"""What people read when something about a programme or a theme is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "programme-name-taken": "There is a programme called “{name}” already",
        "programme-follows-itself": "A programme cannot follow itself",
        "programme-days-reversed": "The last day must be after the first day",
        "theme-name-taken": "There is a theme called “{name}” already",
    }
)
