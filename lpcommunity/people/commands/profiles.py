"""What people say of themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from lpcommunity.access import Invalid, audit
from lpcommunity.access.rate_limits import PHOTOS, limited, take
from lpcommunity.access.reader import Reader
from lpcommunity.people import photos, queries
from lpcommunity.people.models import DETAILS, HiddenDetails, Person
from lpcommunity.people.names import sort_name_of
from lpcommunity.storage import blobs, session, transactional

NAME, JOB_TITLE, HELPS_WITH, CALLED = 120, 120, 2000, 60


@dataclass(frozen=True)
class SentPhoto:
    """A picture as it was sent."""

    filename: str
    content: bytes


def change_profile(
    actor: Reader,
    *,
    name: str,
    job_title: str,
    organisation_id: int | None,
    helps_with: str,
    called: str = "",
    photo: SentPhoto | None = None,
    without_photo: bool = False,
    hides: Collection[str] = (),
) -> None:
    """Change what one says of oneself, and one's photo, in one act: where anything is refused, nothing is changed. The
    same again is no change. `called` is what one wants to be greeted with; `without_photo` shows initials again;
    `hides`: which of DETAILS are kept from the community from now on.

    Raises Invalid with its field (photo: for what is no picture), TooMany where the photo was changed too often.
    """
    check_profile(name, job_title, helps_with, called)
    key = None
    if photo is not None:
        take(actor, PHOTOS)
        key = blobs.store(photos.square(photo.filename, photo.content))
    said = _Said(
        name.strip(), called.strip() or None, job_title.strip(), helps_with.strip(), organisation_id, frozenset(hides)
    )
    _save(actor, said, key, without_photo=without_photo)


@dataclass(frozen=True)
class _Said:
    name: str
    called: str | None
    job_title: str
    helps_with: str
    organisation_id: int | None
    hides: frozenset[str]


@transactional
def _save(actor: Reader, said: _Said, key: str | None, *, without_photo: bool) -> None:
    if said.organisation_id is not None and queries.organisation(said.organisation_id) is None:
        raise Invalid("organisation", "organisation-not-listed")
    if said.hides - DETAILS.keys():
        raise Invalid("hides", "detail-unknown")
    person = queries.person(actor.id)
    queries.lock(person)
    kept = queries.hidden_of(person)  # before anything changes: to read is to write what changed until then
    person.name, person.sort_name, person.called = said.name, sort_name_of(said.name), said.called
    photo_key = person.photo_key or (kept.photo_key if kept else None)
    kept = _hide(person, kept, said)
    if session().is_modified(person) or (kept is not None and session().is_modified(kept)):
        audit.note("profile-changed", actor_id=actor.id, subject_kind="person", subject_id=actor.id)
    _put_photo(person, kept, photo_key)
    if key is not None or without_photo:
        _show(person, key)


def _hide(person: Person, kept: HiddenDetails | None, said: _Said) -> HiddenDetails | None:
    """Put each of these words where those find it who may read it: with the person, or among what is hidden."""
    if kept is None and said.hides:
        kept = HiddenDetails(person_id=person.id)
        session().add(kept)
    open_ones = {"job_title": said.job_title, "organisation_id": said.organisation_id, "helps_with": said.helps_with}
    nothing = {"job_title": "", "organisation_id": None, "helps_with": ""}
    for column, value in open_ones.items():
        is_hidden = column.removesuffix("_id") in said.hides
        setattr(person, column, nothing[column] if is_hidden else value)
        if kept is not None:
            setattr(kept, column, value if is_hidden else nothing[column])
    if kept is not None:
        for detail in DETAILS:
            setattr(kept, f"hides_{detail}", detail in said.hides)
    return kept


def _put_photo(person: Person, kept: HiddenDetails | None, key: str | None) -> None:
    """Keep this photo with the person, or among what is hidden: at one place of the two."""
    is_hidden = kept is not None and kept.hides_photo
    person.photo_key = None if is_hidden else key
    if kept is not None:
        kept.photo_key = key if is_hidden else None


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
    _show(person, key)


def _show(person: Person, key: str | None) -> None:
    kept = queries.hidden_of(person)
    if (person.photo_key or (kept.photo_key if kept else None)) == key:
        return
    _put_photo(person, kept, key)
    audit.note("photo-changed", actor_id=person.id, subject_kind="person", subject_id=person.id)


def check_profile(name: str, job_title: str = "", helps_with: str = "", called: str = "") -> None:
    """Refuse what does not fit. Raises Invalid with its field."""
    if not name.strip():
        raise Invalid("name", "name-missing")
    for field, text, most in (
        ("name", name, NAME),
        ("job_title", job_title, JOB_TITLE),
        ("helps_with", helps_with, HELPS_WITH),
        ("called", called, CALLED),
    ):
        if len(text.strip()) > most:
            raise Invalid(field, "profile-text-too-long", what=field, length=len(text.strip()), most=most)
