"""Taking in what a browser kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID, uuid5

from lpcommunity.access.reader import Reader
from lpcommunity.drafts import commands as drafts
from lpcommunity.drafts import queries
from lpcommunity.drafts.models import Draft, draft_address
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.entries import kinds, lifecycle
from lpcommunity.offline.queries import was_sent

Fields = Mapping[str, Sequence[str]]


def digest(fields: Fields) -> str:
    """The same for the same words, however a browser breaks their lines and whatever spaces stand at the ends of them
    (frontend/scripts/kept/words.js).
    """
    words = {name: [_plain(text) for text in values] for name, values in fields.items() if name not in drafts.NOT_TEXT}
    said = sorted([name, *texts] for name, texts in words.items() if any(texts))
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")).hexdigest()


def differs(draft: DraftLine | None, fields: Fields, saved_at: str) -> bool:
    """Whether this draft holds other words than these, and is not the one that their window saved (`saved_at`)."""
    return draft is not None and draft.saved_at.isoformat() != saved_at and digest(draft.fields) != digest(fields)


def take_in(actor: Reader, signed_form: SignedForm, fields: Fields, saved_at: str) -> str:
    """Keep what a browser held as a draft of the form that it was typed into; returns where to carry on with it.

    A form that was carried on elsewhere meanwhile, or sent, is left as it is: the words become a draft beside it, one
    however often they come. `saved_at`: of the draft that their window knew. Raises TooMany, Invalid as `save_form`.
    """
    if differs(queries.with_key(actor, signed_form.idempotency_key), fields, saved_at):
        signed_form = _beside(signed_form, fields)
    while was_sent(actor, signed_form.idempotency_key):
        signed_form = _beside(signed_form, fields)
    draft: Draft = drafts.save_form(actor, signed_form, fields)
    return draft_address(draft.path, draft.idempotency_key)


def set_aside(actor: Reader, signed_form: SignedForm, draft: DraftLine) -> None:
    """Keep the draft that was carried on elsewhere beside the words that came for the same form, once: what became of
    it since stays. It is a new draft, and counted as one: raises TooMany.
    """
    base = {"version": [str(draft.base_version)]} if draft.base_version is not None else {}
    beside = _beside(signed_form, draft.fields)
    if queries.with_key(actor, beside.idempotency_key) is None:
        drafts.save_form(actor, beside, {**draft.fields, **base})


def was_thrown_away(actor: Reader, signed_form: SignedForm) -> bool:
    """Whether the draft of a new entry was thrown away: its form is spent, and nothing was posted from it."""
    key, kind = signed_form.idempotency_key, signed_form.subject.partition(":")[0]
    return kinds.known(kind) is not None and was_sent(actor, key) and lifecycle.with_idempotency_key(key) is None


def _beside(signed_form: SignedForm, fields: Fields) -> SignedForm:
    """The form under another key: the same for the same words."""
    return replace(signed_form, idempotency_key=str(uuid5(UUID(signed_form.idempotency_key), digest(fields))))


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip()
