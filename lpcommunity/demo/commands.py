"""Filling an empty database with the demonstration: a real programme's half year, lately."""

from pathlib import Path

from sqlalchemy import update

from lpcommunity import outbox
from lpcommunity.access import Conflict
from lpcommunity.access.reader import Reader
from lpcommunity.accounts import passwords
from lpcommunity.demo import queries
from lpcommunity.demo.domain_events import DemonstrationLoaded
from lpcommunity.demo.models import DemoMark
from lpcommunity.demo.outbox_drain import deliver_everything
from lpcommunity.demo.sample_documents import make
from lpcommunity.demo.sample_programme import STORY, moved_to_today
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.commands import Imported, import_programme
from lpcommunity.importing.programme_file import read_programme
from lpcommunity.people import queries as people
from lpcommunity.people.commands import change_profile
from lpcommunity.people.models import Person
from lpcommunity.storage import blobs, now, session, transactional
from lpcommunity.storage.progress import Tell, silent

# Two of its people keep something from the community.
KEPT_BACK = {"daniel.fenwick@demo.example": ["job_title", "organisation"], "wenjie.lau@demo.example": ["helps_with"]}


def load(password: str, story: Path = STORY, tell: Tell = silent) -> Imported:
    """Fill the database with the story of this file, its days moved so that it goes on now.

    Everybody in it gets this password; with an empty one nobody has any, and only one click lets in.
    Raises Conflict where there is something already, CannotImport for a bad file.
    """
    file = read_programme(story, moved_to_today)
    with blobs.kept_if_done():
        return _load(file, passwords.hashed(password) if password else None, tell)


@transactional
def give_password(password_hash: str) -> None:
    """Give those of the demonstration who have no password this one; a password that somebody chose stays."""
    session().execute(
        update(Person)
        .where(Person.made_by_demo.is_(True), Person.password_hash.is_(None))
        .values(password_hash=password_hash)
    )


@transactional
def _load(file: Item, password_hash: str | None, tell: Tell) -> Imported:
    if queries.is_loaded():
        raise Conflict("demonstration-loaded-already")
    if queries.holds_other_people():
        raise Conflict("database-holds-programme")
    imported = import_programme(file, password_hash=password_hash, made_by_demo=True, draw=make, tell=tell)
    for email, hides in KEPT_BACK.items():
        _keep_back(email, hides)
    mark = DemoMark(loaded_at=now())
    session().add(mark)
    session().flush()
    outbox.record(DemonstrationLoaded(mark.id))
    deliver_everything(tell)
    return imported


def _keep_back(email: str, hides: list[str]) -> None:
    person = people.by_email(email)
    if person is not None:  # other stories have other people
        change_profile(
            Reader(person.id),
            name=person.name,
            called=person.called or "",
            job_title=person.job_title,
            organisation_id=person.organisation_id,
            helps_with=person.helps_with,
            hides=hides,
        )
