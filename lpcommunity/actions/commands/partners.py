"""Owners without an account: given an action by mail, they report back by a link that shows this one action.

They may say that it is not for them, and that their address is to be forgotten: then nothing is sent to it for this
place any more, by anybody. Thirty days after the report link, name and address end by themselves.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Conflict, Invalid, Missing
from lpcommunity.access.rate_limits import PARTNER_MAILS, take_within
from lpcommunity.access.reader import Reader
from lpcommunity.actions.domain_events import ActionDeclined, ActionForPartner, PartnerForgotten, PartnerLinkEnded
from lpcommunity.actions.models import NO_LINK, Action, ForgottenAddress, Handover, PartnerOwner
from lpcommunity.partnerships.models import partnership_organisation
from lpcommunity.storage import name_locks, now, session, transactional

KEPT_FOR = timedelta(days=30)  # after the report


@dataclass(frozen=True)
class PartnerContact:
    """Somebody of a partner organisation, as whoever gives them an action types it."""

    name: str
    email: str
    organisation_id: int | None = None
    written_to: bool = True  # else they get no link, and no e-mail


def give_to_partner(
    actor: Reader, action: Action, contact: PartnerContact, *, turn: str = "given", borrowed_in: str = "what"
) -> None:
    """Make them the owner of a locked action, within a command; they are told by mail, if at all. Raises Invalid.
    `borrowed_in`: the field that holds words of an answer, where one does.
    """
    place_id = action.partnership_id or 0
    if not contact.name.strip():
        raise Invalid("owner_name", "partner-name-missing")
    if not contact.email.strip():
        raise Invalid("owner_email", "partner-address-missing")
    if action.holds_move and action.words_given_at is None:
        raise Invalid(borrowed_in, "action-holds-answer-partner")
    name_locks.hold(f"forgotten addresses of {place_id}")
    if is_forgotten(place_id, contact.email):
        raise Invalid("owner_email", "partner-address-forgotten")
    take_within(actor, PARTNER_MAILS)
    partner = PartnerOwner(
        partnership_id=place_id,
        organisation_id=_here(place_id, contact.organisation_id),
        name=contact.name.strip()[:120],
        email=contact.email.strip(),
        nonce=secrets.token_hex(16) if contact.written_to else NO_LINK,
        given_by_id=actor.id,
        given_at=now(),
    )
    session().add(partner)
    session().flush()
    action.owner_id, action.partner_owner_id = None, partner.id
    session().add(Handover(action_id=action.id, turn=turn, by_id=actor.id, audience=action.audience, at=now()))
    session().flush()
    if contact.written_to:
        outbox.record(ActionForPartner(action.id, partner.id))


def end_link(action: Action) -> None:
    """Let the link of an action's owner without an account, with name and address, end in thirty days: it is reported
    on, or somebody else's by now. Within a command.
    """
    partner = session().get(PartnerOwner, action.partner_owner_id) if action.partner_owner_id is not None else None
    if partner is None or partner.ends_at is not None:
        return
    partner.ends_at = now() + KEPT_FOR
    outbox.schedule(PartnerLinkEnded(partner.id), key=f"partner-link:{partner.id}", at=partner.ends_at)


def action_of(partner: PartnerOwner | None) -> Action:
    """The action of whoever comes by a link that still counts, locked. Within a command. Raises Missing."""
    if partner is None or not counts(partner):
        raise Missing
    found = session().scalar(select(Action).where(Action.partner_owner_id == partner.id).order_by(Action.id.desc()))
    if found is None:
        raise Missing
    session().refresh(found, with_for_update=True)
    return found


def counts(partner: PartnerOwner) -> bool:
    """Whether they have a link, and it still shows the action: whose does not is sent nothing."""
    return (
        partner.nonce != NO_LINK
        and partner.forgotten_at is None
        and (partner.ends_at is None or partner.ends_at > now())
    )


@transactional
def forget(partner_id: int) -> None:
    """“Not me, forget my address”: at once, for this place, for ever. The action needs somebody else. Twice is once."""
    partner = session().get(PartnerOwner, partner_id, with_for_update=True)
    if partner is None or partner.forgotten_at is not None:
        return
    name_locks.hold(f"forgotten addresses of {partner.partnership_id}")
    if partner.email and not is_forgotten(partner.partnership_id, partner.email):
        salt = secrets.token_hex(16)
        session().add(
            ForgottenAddress(
                partnership_id=partner.partnership_id,
                salt=salt,
                digest=_digest(salt, partner.email),
                forgotten_at=now(),
            )
        )
    partner.forgotten_at = now()
    for action in session().scalars(select(Action).where(Action.partner_owner_id == partner.id)):
        if action.reported_at is None:
            action.partner_owner_id = None
            handover = Handover(action_id=action.id, turn="declined", audience=action.audience, at=now())
            session().add(handover)
            session().flush()
            outbox.record(ActionDeclined(action.id, None, handover.id))
    outbox.record(PartnerForgotten(partner.id))


@transactional
def let_go(partner_id: int) -> None:
    """Name and address are gone for good. Called when whatever was sent there is gone, too."""
    partner = session().get(PartnerOwner, partner_id, with_for_update=True)
    if partner is not None:
        partner.name, partner.email = "", None


def is_forgotten(partnership_id: int, email: str) -> bool:
    """Whether this address is not to be written to from this place."""
    rows = session().scalars(select(ForgottenAddress).where(ForgottenAddress.partnership_id == partnership_id))
    return any(secrets.compare_digest(one.digest, _digest(one.salt, email)) for one in rows)


def still_open(action: Action) -> None:
    """Raises Conflict where it was reported on meanwhile."""
    if action.reported_at is not None:
        raise Conflict("action-reported", at=action.reported_at, by="", oneself=False)


def _digest(salt: str, email: str) -> str:
    """Of the mailbox, whatever is written behind a plus before the sign."""
    name, _, host = email.strip().casefold().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{host}"
    return hashlib.blake2b(mailbox.encode(), key=salt.encode(), digest_size=32).hexdigest()


def _here(place_id: int, organisation_id: int | None) -> int | None:
    """The organisation, if it is one of the place."""
    table = partnership_organisation
    there = select(table.c.organisation_id).where(
        table.c.partnership_id == place_id, table.c.organisation_id == organisation_id
    )
    return session().scalar(there) if organisation_id is not None else None
