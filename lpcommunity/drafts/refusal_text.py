"""What people read when a draft is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {"draft-too-long": "This is more text than we can keep in one draft. Please send part of it first"}
)
