"""What people say of themselves."""

from lpcommunity.access import Invalid, audit
from lpcommunity.access.rate_limits import PHOTOS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.people import photos, queries
from lpcommunity.storage import blobs, session, sort_key, transactional

NAME, JOB_TITLE, HELPS_WITH = 120, 120, 2000


@transactional
def change_profile(actor: Reader, *, name: str, job_title: str, organisation_id: int | None, helps_with: str) -> None:
    """Change one's own name, job title, organisation and what one can help with. The same again is no change. Raises
    Invalid with its field.
    """
    check_profile(name, job_title, helps_with)
    if organisation_id is not None and queries.organisation(organisation_id) is None:
        raise Invalid("organisation", "organisation-not-listed")
    person = queries.person(actor.id)
    queries.lock(person)
    person.name, person.sort_name = name.strip(), sort_key(name)[:120]
    person.job_title, person.helps_with = job_title.strip(), helps_with.strip()
    person.organisation_id = organisation_id
    if not session().is_modified(person):
        return
    audit.note("profile-changed", actor_id=actor.id, subject_kind="person", subject_id=actor.id)


@limited(PHOTOS)
def change_photo(actor: Reader, filename: str, content: bytes) -> None:
    """Put a new photo of oneself, cut square and drawn anew. Raises Invalid (field photo) for what is no picture."""
    key = blobs.store(photos.square(filename, content))
    _put(actor, key)


@transactional
def remove_photo(actor: Reader) -> None:
    """Show initials again."""
    _put(actor, None)


@transactional
def _put(actor: Reader, key: str | None) -> None:
    person = queries.person(actor.id)
    queries.lock(person)
    if person.photo_key == key:
        return
    person.photo_key = key
    audit.note("photo-changed", actor_id=actor.id, subject_kind="person", subject_id=actor.id)


def check_profile(name: str, job_title: str = "", helps_with: str = "") -> None:
    """Refuse what does not fit. Raises Invalid with its field."""
    if not name.strip():
        raise Invalid("name", "name-missing")
    for field, text, most in (
        ("name", name, NAME),
        ("job_title", job_title, JOB_TITLE),
        ("helps_with", helps_with, HELPS_WITH),
    ):
        if len(text.strip()) > most:
            raise Invalid(field, "profile-text-too-long", what=field, length=len(text.strip()), most=most)
