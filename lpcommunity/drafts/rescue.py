"""Rescue of what somebody sends when their session has ended, or their right to send it."""

from collections.abc import Callable
from dataclasses import replace

from flask import Request

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.drafts import commands, queries, signed_forms
from lpcommunity.drafts.signed_forms import SignedForm
from lpcommunity.drafts.subjects import WORDS
from lpcommunity.web import register_form_owner, register_form_rescuer

AGAIN = "again"  # in the address of a form: whoever signs in again is told that their words are here

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


def keep(signed_form: SignedForm, sent: Request) -> SignedForm | None:
    """Keep what came with this form, its files too, as a draft of the person whom its signature names. Returns the form
    to carry on in; None where there was nothing to keep that is not posted already. Words that came in a short form
    which was sent before are new: that it was sent, its page did not show.
    """
    fields = {name: sent.form.getlist(name) for name in sent.form}
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
