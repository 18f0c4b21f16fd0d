"""Somebody without an account was given an action: told by mail what, by whom and why, with a link to report back by.
They are reminded like any owner, a week before and once when it is late.
"""

from collections.abc import Callable, Iterator
from typing import Any

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.actions.commands.partners import counts
from lpcommunity.actions.domain_events import ActionDueSoon, ActionForPartner, ActionLate
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.actions.tokens import partner_token
from lpcommunity.notifications.action_recipients import ActionFacts, facts
from lpcommunity.notifications.commands import PARTNER_KEYS
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds.action_due_soon import waits
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, NotificationType
from lpcommunity.outbox import EventMeta
from lpcommunity.people.models import Person
from lpcommunity.storage import session, today
from lpcommunity.web.humanize import day

WHY = "You get this because somebody named you to do this. You need no account, and nobody sees your address but they"
ASKED = "When it is done, changed or dropped, one sentence on what came of it is all that is asked."
NOT_ME = "If this is not for you, follow the link and choose “Not me, forget my address”. It works at once."


def _partner(action: ActionFacts) -> PartnerOwner | None:
    """Who owns it without an account, if their link counts."""
    partner = session().get(PartnerOwner, action.partner_owner_id) if action.partner_owner_id is not None else None
    return partner if partner is not None and partner.email and counts(partner) else None


def _letter(action: ActionFacts, subject: str, lines: list[str], after: list[str]) -> Iterator[Letter]:
    partner = _partner(action)
    if partner is None or partner.email is None:
        return
    yield Letter(
        to=partner.email,
        greets=partner.name,
        subject=subject,
        lines=lines,
        button=("See it and report back", absolute_url(f"/actions/report/{partner_token(partner)}")),
        after=[*after, NOT_ME],
        about_id=action.id,
        round=partner.id,
    )


def letters(event: ActionForPartner, _meta: EventMeta) -> Iterator[Letter]:
    """Who gave it to them, where, and by when."""
    action = facts(event.action_id)
    if action is None or action.partner_owner_id != event.partner_owner_id:
        return
    partner = _partner(action)
    giver = session().get(Person, partner.given_by_id) if partner is not None else None
    who = giver.name if giver is not None else "Somebody"
    lines = [
        f"{who} of {action.place} wrote down that you would do this by {day(action.due_on)}:",
        action.what,
        f"{action.place} is a partnership that keeps track of what it tries on lpcommunity. {ASKED}",
    ]
    yield from _letter(action, f"{who} asks you to do something by {day(action.due_on)}", lines, [])


def soon(event: ActionDueSoon, _meta: EventMeta) -> Iterator[Letter]:
    """A week before."""
    action = waits(event)
    if action is not None and action.due_on >= today():
        when = day(action.due_on)
        yield from _letter(
            action, f"Due on {when}", [f"On {when} it is the day of what you undertook:", action.what], []
        )


def late(event: ActionLate, _meta: EventMeta) -> Iterator[Letter]:
    """Once when it is late."""
    action = waits(event)
    if action is not None:
        lines = [f"You meant to do this by {day(action.due_on)}:", action.what, "What became of it?"]
        yield from _letter(action, "What became of it?", lines, ["You are not reminded of it again."])


def still_meant(event: MailWritten, _reader: Reader | Visitor) -> bool:
    """It is theirs, open, and they did not say that it is not for them."""
    action = facts(event.about_id or 0)
    return (
        action is not None
        and action.reported_at is None
        and action.partner_owner_id == event.round
        and _partner(action) is not None
    )


def _by_mail(event: type[Any], written: Callable[[Any, EventMeta], Iterator[Letter]]) -> ByMail:
    return ByMail(event=event, letters=written, why=WHY, still_meant=still_meant, choice=None, to_this_address=True)


TYPE = NotificationType(key="action-for-partner", by_mail=_by_mail(ActionForPartner, letters))
SOON = NotificationType(key="partner-action-due-soon", by_mail=_by_mail(ActionDueSoon, soon))
LATE = NotificationType(key="partner-action-late", by_mail=_by_mail(ActionLate, late))
assert {TYPE.key, SOON.key, LATE.key} == set(PARTNER_KEYS)
