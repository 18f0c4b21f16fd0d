"""Filling an empty database with the demonstration: a real programme's half year, lately."""

from pathlib import Path

from sqlalchemy import update

from lpcommunity import outbox
from lpcommunity.access import Conflict
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
from lpcommunity.people.models import Person
from lpcommunity.storage import blobs, now, session, transactional
from lpcommunity.storage.progress import Tell, silent


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
    mark = DemoMark(loaded_at=now())
    session().add(mark)
    session().flush()
    outbox.record(DemonstrationLoaded(mark.id))
    deliver_everything(tell)
    return imported
