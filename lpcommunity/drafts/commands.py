"""Keeping what somebody is still writing, and letting it go once it is sent."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import Invalid, Refused, require
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.tickets import GOOD_FOR, Ticket
from lpcommunity.entries.models import Entry
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

MOST = 300_000  # characters of one draft, all fields together: more than any form takes, so that nothing is cut
NOT_WORDS = {"csrf_token", "ticket", "version", "keep", "alt"}
NOT_WRITTEN = re.compile(
    r"(?:^(?:about|audience|cycle|milestone|more|outcome|send|standing|themes|use)|-(?:kind|prompt|passage))$"
)
LABEL = 120


@transactional
def save_draft(
    actor: Person,
    ticket: str,
    subject: str,
    path: str,
    label: str,
    fields: Mapping[str, Sequence[str]],
    base_version: int | None = None,
) -> Draft:
    """Keep the fields of a form as they are typed now. `ticket` is the uuid of its ticket.

    A draft that is spent stays so, and what was posted from this form is not kept again: look at `spent_at`.
    """
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST:
        raise Invalid("body", "This is more text than we can keep in one draft. Please send part of it first")
    draft = _held(ticket) or _begun(actor, ticket, subject, path)
    require(draft.person_id == actor.id)
    if draft.spent_at is None and session().scalar(select(Entry.id).where(Entry.ticket == ticket)):
        _spend(draft)
    if draft.spent_at is None:
        draft.path, draft.label, draft.base_version = path[:300], label[:200], base_version
        draft.fields = {name: list(values) for name, values in fields.items()}
        draft.saved_at = now()
    session().flush()
    return draft


@transactional
def keep(actor: Person, ticket: Ticket, fields: Mapping[str, Sequence[str]]) -> Draft:
    """Keep what was typed into the form with this ticket: field names and their values, as the browser sent them."""
    require(ticket.person_id == actor.id)
    words = {name: values for name, values in fields.items() if name not in NOT_WORDS}
    version = (fields.get("version") or [""])[0]
    base = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    return save_draft(actor, ticket.uuid, ticket.subject, ticket.path, label_of(words), words, base)


@transactional
def keep_for_owner(ticket: Ticket, fields: Mapping[str, Sequence[str]]) -> Draft | None:
    """Keep words that arrived when nobody was signed in any more, for the person that the signed ticket names."""
    owner = session().get(Person, ticket.person_id)
    if owner is None or owner.disabled_at is not None or not fields.keys() - NOT_WORDS:
        return None
    return keep(owner, ticket, fields)


@transactional
def discard_draft(actor: Person, ticket: str) -> None:
    """Let go of what was kept under this uuid: it was sent, or thrown away. Twice is once.

    Call it in the command that posts what the form held, so that neither can happen without the other.
    """
    draft = _held(ticket) or _begun(actor, ticket, "", "/home")
    require(draft.person_id == actor.id)
    _spend(draft)
    old = now() - GOOD_FOR - timedelta(days=1)
    session().execute(delete(Draft).where(Draft.person_id == actor.id, Draft.spent_at < old))


def label_of(fields: Mapping[str, Sequence[str]]) -> str:
    """What to call a draft: its title, else the first words of its longest text. Never what was chosen from a list,
    nor words of somebody else that an answer quotes.
    """
    title = " ".join((fields.get("title") or [""])[0].split())
    texts = (value for name, values in fields.items() if not NOT_WRITTEN.search(name) for value in values)
    words = title or " ".join(max(texts, key=len, default="").split())
    return words if len(words) <= LABEL else words[:LABEL].rsplit(" ", 1)[0] + " …"


def _held(ticket: str) -> Draft | None:
    return session().scalar(
        select(Draft).where(Draft.ticket == ticket).with_for_update().execution_options(populate_existing=True)
    )


def _begun(actor: Person, ticket: str, subject: str, path: str) -> Draft:
    moment = now()
    draft = Draft(
        ticket=ticket,
        person_id=actor.id,
        subject=subject[:40],
        path=path[:300],
        fields={},
        started_at=moment,
        saved_at=moment,
    )
    try:
        with session().begin_nested():
            session().add(draft)
    except IntegrityError:  # another tab or a keepalive request was quicker
        found = _held(ticket)
        if found is None:
            raise Refused from None
        return found
    return draft


def _spend(draft: Draft) -> None:
    if draft.spent_at is None:
        draft.spent_at = now()
        draft.fields, draft.label, draft.base_version = {}, "", None
    session().flush()
