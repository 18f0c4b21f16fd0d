"""Signed forms: what a writing form carries so that nothing written in it is lost or posted twice.

The signed text names the person, the form (an idempotency key, a uuid for each form that is opened), what is written
(`subject`, see drafts.models.Draft) and where to carry on (`path`). So a text that arrives when nobody is signed in
any more still finds its owner, and a second click finds what the first one posted (`Entry.idempotency_key`).

    <input type="hidden" name="signed_form" value="{{ token }}">     token = signed_forms.sign(person, subject, path)
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from itsdangerous import BadSignature

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import draft_address
from lpcommunity.storage import now
from lpcommunity.web.signatures import serializer

GOOD_FOR = timedelta(days=30)
LONGEST = 2000
SALT = "drafts.signed-form"


@dataclass(frozen=True)
class SignedForm:
    """What a form says of itself once its signature was found good."""

    person_id: int
    idempotency_key: str
    subject: str
    path: str

    @property
    def address(self) -> str:
        """Where to carry on with what was written in this form."""
        return draft_address(self.path, self.idempotency_key)


def new_key() -> str:
    """The idempotency key of a form that is opened for the first time."""
    return str(uuid4())


def sign(person: Reader, subject: str, path: str, key: str | None = None) -> str:
    """The signed text for a form of this person; with a key, for a form that is opened again."""
    return str(serializer(SALT).dumps([person.id, key or new_key(), subject, path, int(now().timestamp())]))


def verify(text: str | None) -> SignedForm | None:
    """What this text says, or None for one that is missing, forged, broken or older than thirty days."""
    said = _read(text)
    if said is None:
        return None
    signed_form, issued = said
    return signed_form if now().timestamp() - issued < GOOD_FOR.total_seconds() else None


def owner_of(text: str | None) -> int | None:
    """Whose form this is, however old it is; None for one that is missing, forged or broken."""
    said = _read(text)
    return said[0].person_id if said is not None else None


def verify_own(person: Reader, text: str | None) -> SignedForm | None:
    """The form, if its signature is good and it is this person's own."""
    signed_form = verify(text)
    return signed_form if signed_form is not None and signed_form.person_id == person.id else None


def key_of(person: Reader, text: str | None) -> str:
    """The idempotency key to post under: the form's, or a new one where it came without a good signature of its own."""
    signed_form = verify_own(person, text)
    return signed_form.idempotency_key if signed_form else new_key()


def _read(text: str | None) -> tuple[SignedForm, float] | None:
    """What a good signature says, and when it was made."""
    if not text or len(text) > LONGEST:
        return None
    try:
        said: Any = serializer(SALT).loads(text)
        person_id, key, subject, path, issued = said
        return SignedForm(int(person_id), str(UUID(str(key))), str(subject), str(path)), float(issued)
    except (BadSignature, ValueError, TypeError):
        return None
