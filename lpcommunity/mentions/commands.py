"""Keeping who is mentioned, within the command that puts a text on record or changes it."""

from collections.abc import Collection

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import require
from lpcommunity.access.reader import Reader
from lpcommunity.entries import markdown
from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.mentions import queries
from lpcommunity.mentions.domain_events import PeopleMentioned
from lpcommunity.mentions.models import Mention
from lpcommunity.mentions.policy import Reach
from lpcommunity.storage import session


def keep_mentions_of(actor: Reader, entry: Entry) -> None:
    """Note whom the words of an entry mention as they stand now. What is its author's alone is told to nobody."""
    require(entry.author_id == actor.id)
    keep_mentions(actor, entry.body_html, Reach.of(entry), entry.version, told=entry.state == PUBLISHED)


def keep_mentions(actor: Reader, html: str, reach: Reach, version: int, part: str = "", *, told: bool = True) -> None:
    """Note whom this rendered text mentions, and have those told who are mentioned in it for the first time, if they
    may read it now. `part`: of a text below the entry (“comment-31”). Twice is once.
    """
    named = set(markdown.mentioned_in(html).values())
    of_text = select(Mention).where(Mention.entry_id == reach.entry_id, Mention.part == part)
    there = {one.person_id: one for one in session().scalars(of_text)}
    for person_id, one in there.items():
        if person_id in named:
            one.until_version = None
        elif one.until_version is None:
            one.until_version = version
    new = sorted(named - there.keys())
    readers = _readers(actor, reach, new) if told else set()
    for person_id in new:
        session().add(
            Mention(
                entry_id=reach.entry_id,
                part=part,
                person_id=person_id,
                version=version,
                audience=reach.audience,
                told=person_id in readers,
            )
        )
    session().flush()
    if readers:
        outbox.record(PeopleMentioned(reach.entry_id, actor.id, version, part))


def _readers(actor: Reader, reach: Reach, people: Collection[int]) -> set[int]:
    """Those of them who may read it now, and did not write it."""
    return {*queries.AMONG.values(reach.values, ids=people)} - {actor.id} if people else set()
