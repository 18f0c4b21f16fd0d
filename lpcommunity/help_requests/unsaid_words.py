"""What was said to have helped, once it is said no longer: it goes back to whoever said it, as a draft of theirs."""

from typing import TypeGuard

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts.commands import discard_draft, label_of, save_draft
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.signed_forms import new_key
from lpcommunity.drafts.subjects import Subject, register
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.help_requests import queries
from lpcommunity.help_requests.models import HelpRequest

WHAT_HELPED = register(Subject("help", "What helped", lambda name: name == "words"))


def give_back(actor: Reader, request: HelpRequest, entry: Entry) -> None:
    """Within the command that takes the words out of a request, or puts others in their place. They were read by some,
    and may be somebody else's than that of whoever does so: so they go to whoever said them. If that person has left,
    to whoever asked, or else to who does so, if they are among those who were told.
    """
    if not request.words:
        return
    owner = reader_of(request.answerer_id) if request.answerer_id is not None else None
    if not isinstance(owner, Reader):
        owner = next((one for one in (reader_of(entry.author_id), actor) if is_told(one, entry)), None)
    if owner is None:
        return
    fields = {"words": [request.words], "helper": [str(request.helper_id or "")]}
    path = f"{kind_of(entry.kind).path(entry.id)}/help"
    save_draft(owner, new_key(), _subject(entry.id), path, label_of(fields, WHAT_HELPED), fields)


def is_told(one: Reader | Visitor, entry: Entry) -> TypeGuard[Reader]:
    """Whether there are words that this person is told."""
    known = queries.request_of(one, entry.id) if isinstance(one, Reader) else None
    return known is not None and bool(known.words)


def given_back(person: Reader, entry_id: int, idempotency_key: str = "") -> DraftLine | None:
    """What this person said last and can say again, or what they carry on with: one query."""
    found = drafts.about(person, _subject(entry_id))
    return next((one for one in found if idempotency_key in ("", one.idempotency_key)), None)


def let_go(person: Reader, entry_id: int, idempotency_key: str) -> None:
    """Within the command that says it again."""
    if idempotency_key and given_back(person, entry_id, idempotency_key) is not None:
        discard_draft(person, idempotency_key)


def _subject(entry_id: int) -> str:
    return f"{WHAT_HELPED.key}:{entry_id}"
