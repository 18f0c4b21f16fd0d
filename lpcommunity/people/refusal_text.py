"""What people read when something about a person is refused."""

from lpcommunity.access.refusal_catalogue import register

THINGS = {  # of a profile, by their field
    "name": "name", "called": "name to be called by", "job_title": "job title", "helps_with": "text",
}  # fmt: skip


def _shown(filename: str) -> str:
    return f"“{filename[:80]}”" if filename else "This"


SENTENCES = register(
    {
        "email-malformed": "Write an e-mail address like name@example.org",
        "name-missing": "Write your name, as colleagues know you",
        "profile-text-too-long": lambda what, length, most: (
            f"The {THINGS[what]} is {length:,} characters long; it can be at most {most:,}"
        ),
        "organisation-not-listed": "Choose an organisation from the list, or none of these",
        "detail-unknown": "Choose from the list what only the programme team may see",
        "photo-too-large": lambda filename: f"{_shown(filename)} is larger than 10 MB. Choose a smaller picture",
        "photo-too-many-pixels": lambda filename, most: (
            f"{_shown(filename)} has too many pixels. Choose one of at most {most // 1_000_000} megapixels"
        ),
        "photo-too-many-scans": lambda filename: (
            f"{_shown(filename)} is stored in a way that we cannot draw. Save it anew as a JPEG and choose that"
        ),
        "photo-too-small": lambda filename: (
            f"{_shown(filename)} is too small to know a face by. Choose one of at least 32 pixels each way"
        ),
        "photo-unreadable": lambda filename: (
            f"{_shown(filename)} is not a picture we can read. Choose a JPEG, PNG, WebP or GIF"
        ),
        "role-unknown": "Choose a role",
        "role-for-oneself": (
            "You cannot give yourself this role. Ask a colleague in the programme team or, if there is none, "
            "whoever runs the server"
        ),
        "last-of-programme-team": "This is the last one of the programme team. Invite somebody else first",
        "last-administrator": "This is the last administrator. Invite somebody else first",
    }
)
