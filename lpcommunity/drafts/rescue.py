"""Rescue of what somebody sends when their session has ended, or their right to send it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flask import Request

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.drafts import commands, queries, signed_forms, windows
from lpcommunity.drafts.queries import DraftLine
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.drafts.subjects import WORDS
from lpcommunity.web import register_form_owner, register_form_rescuer
from lpcommunity.web.authentication import is_form_of_somebody_else

AGAIN = "again"  # in the address of a form: whoever signs in again is told that their words are here

Fields = Mapping[str, Sequence[str]]
FormRescuer = Callable[[Reader, SignedForm, Request], None]

DraftDisposer = Callable[[Reader, str], None]

_rescuers: list[FormRescuer] = []
disposers: list[DraftDisposer] = []


def register_rescuer(rescuer: FormRescuer) -> FormRescuer:
    """Register what keeps more than texts (files), for the owner of the signed form."""
    _rescuers.append(rescuer)
    return rescuer


def register_disposer(disposer: DraftDisposer) -> DraftDisposer:
    """Register what else goes when a draft is thrown away, for its owner and the idempotency key of its form."""
    disposers.append(disposer)
    return disposer


@register_form_rescuer
def rescue_for_owner(sent: Request) -> str | None:
    """Keep a writing form as a draft of the person whom its signature names; say where to carry on."""
    signed_form = signed_forms.verify(sent.form.get("signed_form"))
    if signed_form is None:
        return None
    kept, owner = keep(signed_form, sent), reader_of(signed_form.person_id)
    if kept is None or not isinstance(owner, Reader):
        return signed_form.path
    if not is_short(kept):
        return f"{kept.address}&{AGAIN}=1"
    draft = queries.with_key(owner, kept.idempotency_key)
    return f"/drafts/{draft.id}?{AGAIN}=1" if draft is not None else signed_form.path


@register_form_owner
def owner_of_form(sent: Request) -> int | None:
    """Whose writing form was sent, by its signature, however old that is."""
    return signed_forms.owner_of(sent.form.get("signed_form"))


def is_short(signed_form: SignedForm) -> bool:
    """Whether this form keeps no drafts while one types (web.short_forms)."""
    return signed_form.subject.startswith(f"{WORDS}:")


def set_aside(writer: Reader, signed_form: SignedForm, sent: Request) -> None:
    """Keep what another window saved of a short form that was just sent, beside it. Raises TooMany."""
    draft = queries.with_key(writer, signed_form.idempotency_key)
    if draft is not None and _is_ahead(draft, signed_form, {name: sent.form.getlist(name) for name in sent.form}):
        commands.save_after(writer, signed_form, draft.fields)


def _overtaking_nothing(signed_form: SignedForm, fields: Fields) -> SignedForm:
    """This form; or one beside it, where its draft has other words, which these did not come from."""
    owner = reader_of(signed_form.person_id)
    draft = queries.with_key(owner, signed_form.idempotency_key) if isinstance(owner, Reader) else None
    return commands.form_after(signed_form, fields) if draft and _is_ahead(draft, signed_form, fields) else signed_form


def _is_ahead(draft: DraftLine, signed_form: SignedForm, fields: Fields) -> bool:
    """Whether a draft was not made in the window that sends these words, as far as that says: a short form says when
    the draft was saved that it knows; the others, which window they are (windows.is_ahead, where they do say so). What
    is sent while somebody else is signed in was perhaps typed by them.
    """
    if not windows.differ(draft.fields, commands.words_of(fields)):
        return False
    if is_form_of_somebody_else():
        return True
    if is_short(signed_form):
        return fields.get("draft_saved_at", [""])[0] != draft.saved_at.isoformat()
    return windows.read((fields.get("seen") or [""])[0]) is None


def keep(signed_form: SignedForm, sent: Request) -> SignedForm | None:
    """Keep what came with this form, its files too, as a draft of the person whom its signature names. Returns the form
    to carry on in; None where there was nothing to keep that is not posted already. Words that came in a short form
    which was sent before are new: that it was sent, its page did not show.
    """
    fields = {name: sent.form.getlist(name) for name in sent.form}
    signed_form = _overtaking_nothing(signed_form, fields)
    try:
        draft = commands.rescue_form(signed_form, fields)
        if draft is not None and draft.spent_at is not None and is_short(signed_form):
            draft = commands.rescue_form(commands.form_after(signed_form, fields), fields)
    except Invalid:
        return None
    if draft is None or draft.spent_at is not None:
        return None
    kept = replace(signed_form, idempotency_key=draft.idempotency_key)
    owner = reader_of(draft.person_id)
    if isinstance(owner, Reader):
        for rescue in _rescuers:
            rescue(owner, kept, sent)
    return kept
