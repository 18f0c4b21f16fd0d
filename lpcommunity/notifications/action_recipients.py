"""Who is told of an action: decided anew when they are told. Nobody who may not read it by then."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Integer, bindparam, or_, select

from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.actions.policy import ACTION, is_owner, is_told
from lpcommunity.entries.policy import MEANT_FOR, PLACE
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.recipients import WHO, Recipient
from lpcommunity.partnerships.models import LEADING, Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Statement, now, today

OWNER, WROTE, LEAD, HERE = "owner", "wrote-it-down", "lead", "member"
PLACES = Partnership.__table__


@dataclass(frozen=True)
class ActionFacts:
    """What decides who is told of an action, and what its letters say."""

    id: int
    partnership_id: int | None
    author_id: int
    audience: str
    confided_at: datetime | None
    owner_id: int | None
    partner_owner_id: int | None
    source_entry_id: int | None
    by_another: bool
    reporter_id: int | None
    reported_at: datetime | None
    created_at: datetime
    due_on: date
    what: str
    place: str | None
    place_slug: str | None
    author: str

    @property
    def is_confided(self) -> bool:
        """Whether it is for few: then none of its words go into an e-mail. Mailboxes are read by others."""
        return self.audience in ("me", "facilitators")

    @property
    def words(self) -> list[str]:
        """What an e-mail quotes of it."""
        return [] if self.is_confided else [self.what]

    @property
    def words_or_not(self) -> list[str]:
        """The same; or why there are none."""
        return self.words or ["It is for few people, so this e-mail does not say what it is."]

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/actions/{self.id}"


_author = PERSON.alias("author")
FACTS = Statement(
    select(
        ACTION.c.id,
        ACTION.c.partnership_id,
        ACTION.c.author_id,
        ACTION.c.audience,
        ACTION.c.confided_at,
        ACTION.c.owner_id,
        ACTION.c.partner_owner_id,
        ACTION.c.source_entry_id,
        ACTION.c.by_another,
        ACTION.c.reporter_id,
        ACTION.c.reported_at,
        ACTION.c.created_at,
        ACTION.c.due_on,
        ACTION.c.what,
        PLACES.c.name.label("place"),
        PLACES.c.slug.label("place_slug"),
        _author.c.name.label("author"),
    )
    .select_from(ACTION.join(_author, _author.c.id == ACTION.c.author_id))
    .outerjoin(PLACES, PLACES.c.id == ACTION.c.partnership_id)
    .where(ACTION.c.id == bindparam("action", type_=Integer)),
    ActionFacts,
)
_around, _leading = MEMBERSHIP.alias("around"), MEMBERSHIP.alias("leading")
AROUND = Statement(
    select(*WHO).where(belongs(PLACE, membership=_around), MEANT_FOR).order_by(PERSON.c.id),
    partial(Recipient, reason=HERE),
)
LEADS = Statement(
    select(*WHO)
    .where(belongs(PLACE, _leading.c.role.in_(LEADING), membership=_leading), can_sign_in())
    .order_by(PERSON.c.id),
    partial(Recipient, reason=LEAD),
)
THESE = Statement(
    select(*WHO)
    .where(or_(PERSON.c.id == bindparam("one", type_=Integer), PERSON.c.id == bindparam("other", type_=Integer)))
    .where(can_sign_in())
    .order_by(PERSON.c.id),
    partial(Recipient, reason=WROTE),
)


def facts(action_id: int) -> ActionFacts | None:
    """What decides who is told of this action."""
    return FACTS.first(action=action_id)


def readers_of(action: ActionFacts, *recipients: Recipient) -> list[Recipient]:
    """Those of them who are told of it (policy.is_told), each once, by their ids."""
    by_id = {one.person_id: one for one in reversed(recipients)}
    return [by_id[person_id] for person_id in sorted(by_id) if is_told(reader_of(person_id), action)]


def around(action: ActionFacts) -> list[Recipient]:
    """The people of its place whom it is for, whoever wrote it down and whoever does it."""
    values: dict[str, Any] = {
        "place": action.partnership_id,
        "audience": action.audience,
        "confided_at": action.confided_at,
        "entry": action.source_entry_id or 0,
        "today": today(),
        "now": now(),
    }
    own = THESE.all(one=action.author_id, other=action.owner_id)
    return readers_of(action, *own, *AROUND.all(values))


def leads(partnership_id: int | None) -> list[Recipient]:
    """The lead and the deputies of a place."""
    return LEADS.all(place=partnership_id, today=today())


def is_still_theirs(event: MailWritten, reader: Reader | Visitor) -> bool:
    """Whether the action that an e-mail is about is open, and still this reader's."""
    action = facts(event.about_id or 0)
    return action is not None and action.reported_at is None and is_owner(reader, action)


def owner(action: ActionFacts) -> list[Recipient]:
    """Whoever does it, if they still belong to the place."""
    found = [
        Recipient(one.person_id, OWNER, one.name, one.email, one.called)
        for one in THESE.all(one=action.owner_id, other=0)
    ]
    return [one for one in found if is_owner(reader_of(one.person_id), action)]
