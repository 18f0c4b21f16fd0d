"""Keeping what somebody is still writing, and letting it go once it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import Invalid, Refused, require
from lpcommunity.access.rate_limits import DRAFTS, take
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.drafts import queries, windows
from lpcommunity.drafts.models import MOST_PATH, MOST_SUBJECT, Draft
from lpcommunity.drafts.signed_forms import GOOD_FOR, SignedForm
from lpcommunity.drafts.subjects import Subject, subject_of
from lpcommunity.entries import markdown
from lpcommunity.entries.models import Entry
from lpcommunity.storage import now, session, transactional

MOST = 300_000  # characters of one draft, all fields together: more than any form takes, so that nothing is cut
SIGNS = {"csrf_token", "signed_form", "version", "seen", "twice", "told", "sent_later", "draft_saved_at"}
BUTTONS = {"keep", "send", "then", "use", "more", "without", "take"}  # a form sends the one that was pressed
NOT_TEXT = SIGNS | BUTTONS | {"alt", "named", "pictures-asked", "mentions_asked"}
LABEL = 120
READ_FOR_LABEL = 2_000  # characters: autosaving asks often
LONGEST_CHOICE = 60  # characters
EMPTY_FOR = timedelta(days=1)  # what has neither words nor files in it goes then


@transactional
def save_draft(
    actor: Reader,
    idempotency_key: str,
    subject: str,
    path: str,
    label: str,
    fields: Mapping[str, Sequence[str]],
    base_version: int | None = None,
    window: str | None = None,
) -> Draft:
    """Keep the fields of a form as they are typed now. `idempotency_key` is that of the signed form, `window` the one
    in which they were typed.

    A draft that is spent stays so, and what was posted from this form is not kept again: look at `spent_at`.
    """
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST:
        raise Invalid("body", "draft-too-long")
    draft = _locked(idempotency_key) or _begun(actor, idempotency_key, subject, path)
    require(draft.person_id == actor.id)
    if draft.spent_at is None and session().scalar(select(Entry.id).where(Entry.idempotency_key == idempotency_key)):
        _spend(draft)
    if draft.spent_at is None:
        draft.path, draft.label, draft.base_version = path[:MOST_PATH], label[:200], base_version
        draft.fields = {name: list(values) for name, values in fields.items()}
        draft.saved_at, draft.window, draft.saves = now(), window, draft.saves + 1
    session().flush()
    return draft


def save_form(actor: Reader, signed_form: SignedForm, fields: Mapping[str, Sequence[str]]) -> Draft:
    """Keep what was typed into this form: field names and their values, as the browser sent them.

    A form that is kept already is kept again however often it is saved. Where another window carried on with it since
    this one was opened, both are kept: the draft that comes back is another one, of this window's own, with copies of
    the files. Raises TooMany where too many were begun.
    """
    kept = _save_form(actor, signed_form, fields, may_begin=False)
    if kept is None:
        take(actor, DRAFTS)
        kept = _save_form(actor, signed_form, fields, may_begin=True)
    assert kept is not None
    return kept


@transactional
def _save_form(
    actor: Reader, signed_form: SignedForm, fields: Mapping[str, Sequence[str]], *, may_begin: bool
) -> Draft | None:
    """The draft; None where there is none yet and none may be begun."""
    require(signed_form.person_id == actor.id)
    key, seen = signed_form.idempotency_key, windows.read((fields.get("seen") or [""])[0])
    words: Mapping[str, Sequence[str]] = words_of(fields)
    known = _locked(key)
    if known is not None and known.person_id == actor.id and windows.is_ahead(known, seen, words):
        beside = windows.key_beside(key, seen)
        known = _locked(beside)
        if known is None and not may_begin:
            return None
        key, words = beside, windows.renumbered(words, copy_files(actor, key, beside))
    elif known is None and not may_begin:
        return None
    version = (fields.get("version") or [""])[0]
    base = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    label = label_of(words, subject_of(signed_form.subject, signed_form.path))
    window = seen.window if seen else None
    return save_draft(actor, key, signed_form.subject, signed_form.path, label, words, base, window)


def words_of(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What was typed and chosen, of all that a form sends."""
    return {name: list(values) for name, values in fields.items() if name not in NOT_TEXT}


def save_after(actor: Reader, signed_form: SignedForm, fields: Mapping[str, Sequence[str]]) -> Draft:
    """Keep words that came when their form was posted already, as a draft of its own: twice is once."""
    return save_form(actor, form_after(signed_form, fields), fields)


def form_after(signed_form: SignedForm, fields: Mapping[str, Sequence[str]]) -> SignedForm:
    """The form to which words go that came when theirs was posted already: the same for the same words."""
    key = windows.key_after(signed_form.idempotency_key, signed_form.subject, words_of(fields))
    return replace(signed_form, idempotency_key=key)


@transactional
def copy_files(actor: Reader, idempotency_key: str, to: str) -> windows.Numbers:
    """Let the files of a form be those of another one as well. Returns the numbers of the copies by those of the files;
    nothing is copied twice.
    """
    return {was: made for copy in windows.copiers for was, made in copy(actor, idempotency_key, to).items()}


@transactional
def keep_beside(actor: Reader, signed_form: SignedForm, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep what a form held beside what was sent, once: what became of it since, whoever pressed twice does not touch.
    It belongs to what was sent, and is counted with that.
    """
    if _locked(signed_form.idempotency_key) is None:
        _save_form(actor, signed_form, fields, may_begin=True)


def rescue_form(signed_form: SignedForm, fields: Mapping[str, Sequence[str]]) -> Draft | None:
    """Keep words that arrived when nobody was signed in any more, for the person that its signature names."""
    owner = reader_of(signed_form.person_id)
    if isinstance(owner, Visitor) or not fields.keys() - NOT_TEXT:
        return None
    return save_form(owner, signed_form, fields)


@transactional
def discard_draft(actor: Reader, idempotency_key: str) -> None:
    """Let go of what was kept under this key: it was sent, or thrown away. Twice is once.

    Call it in the command that posts what the form held, so that neither can happen without the other.
    """
    draft = _locked(idempotency_key) or _begun(actor, idempotency_key, "", "/home")
    require(draft.person_id == actor.id)
    _spend(draft)
    old = now() - GOOD_FOR - timedelta(days=1)
    session().execute(delete(Draft).where(Draft.person_id == actor.id, Draft.spent_at < old))


def label_of(fields: Mapping[str, Sequence[str]], subject: Subject) -> str:
    """What to call a draft: its title, else the first sentence of its longest text, without marks. Never what was
    chosen from a list, nor words of somebody else that an answer quotes.
    """
    title = " ".join((fields.get("title") or [""])[0].split())
    longest = _longest(fields, subject.written) or _longest(fields, subject.typed or subject.written)
    if subject.title and longest:
        return subject.title
    words = title or markdown.opening_of(longest) or " ".join(longest.split())
    return words if len(words) <= LABEL else words[:LABEL].rsplit(" ", 1)[0] + " …"


def _longest(fields: Mapping[str, Sequence[str]], counts: Callable[[str], bool]) -> str:
    texts = (value.strip() for name, values in fields.items() if counts(name) for value in values)
    return max(texts, key=len, default="")[:READ_FOR_LABEL]


def _locked(idempotency_key: str) -> Draft | None:
    return session().scalar(
        select(Draft)
        .where(Draft.idempotency_key == idempotency_key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _begun(actor: Reader, idempotency_key: str, subject: str, path: str) -> Draft:
    moment = now()
    _sweep(actor)
    draft = Draft(
        idempotency_key=idempotency_key,
        person_id=actor.id,
        subject=subject[:MOST_SUBJECT],
        path=path[:MOST_PATH],
        fields={},
        started_at=moment,
        saved_at=moment,
    )
    try:
        with session().begin_nested():
            session().add(draft)
    except IntegrityError:  # another tab or a keepalive request was quicker
        found = _locked(idempotency_key)
        if found is None:
            raise Refused from None
        return found
    return draft


def _sweep(actor: Reader) -> None:
    """Let go of what this person opened, perhaps chose something in, and left: whoever still has it open goes on."""
    left = (Draft.spent_at.is_(None), Draft.label == "", Draft.saved_at < now() - EMPTY_FOR)
    query = select(Draft.id, Draft.idempotency_key, Draft.fields).where(Draft.person_id == actor.id, *left)
    empty = [one for one in session().execute(query) if not any(map(_has_words, one.fields.values()))]
    holding = queries.with_files(actor, [one.idempotency_key for one in empty])
    gone = [one.id for one in empty if one.idempotency_key not in holding]
    if gone:  # asked once more: one of them may be carried on with at this moment
        session().execute(delete(Draft).where(Draft.id.in_(gone), *left))


def _has_words(values: Sequence[str]) -> bool:
    """Whether this reads like words, one's own or quoted ones; a number, a day or a choice does not."""
    return any(len(text.split()) > 1 or len(text) > LONGEST_CHOICE for text in values)


def _spend(draft: Draft) -> None:
    if draft.spent_at is None:
        draft.spent_at = now()
        draft.fields, draft.label, draft.base_version = {}, "", None
    session().flush()
