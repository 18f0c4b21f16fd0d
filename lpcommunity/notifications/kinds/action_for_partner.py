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

WHY = "You get this because somebody named you to do this. You need no account."
ASKED = "When it is done, changed or dropped, one sentence on what came of it is all that is asked."
NOT_ME = "If this is not for you, follow the link and choose “Not me, forget my address”. It works at once."


def _partner(action: ActionFacts) -> PartnerOwner | None:
    """Who owns it without an account, if their link counts."""
    partner = session().get(PartnerOwner, action.partner_owner_id) if action.partner_owner_id is not None else None
    return partner if partner is not None and partner.email and counts(partner) else None


def _giver(partner: PartnerOwner) -> str:
    giver = session().get(Person, partner.given_by_id)
    return giver.name if giver is not None else "Somebody"


def _about(action: ActionFacts) -> str:
    return f"{action.place} is a partnership that keeps track of what it tries on lpcommunity. {ASKED}"


def _letter(
    action: ActionFacts, subject: Callable[[str], str], lines: Callable[[str], list[str]], *after: str
) -> Iterator[Letter]:
    """To them, as long as their link counts. `subject` and `lines` are told who gave it to them."""
    partner = _partner(action)
    if partner is None or partner.email is None:
        return
    who = _giver(partner)
    yield Letter(
        to=partner.email,
        greets=partner.name,
        subject=subject(who),
        lines=[*lines(who), _about(action)],
        button=("See it and report back", absolute_url(f"/actions/report/{partner_token(partner)}")),
        after=[*after, NOT_ME],
        about_id=action.id,
        round=partner.id,
        why=f"You get this because {who} named you to do this. You need no account. "
        f"Only they and the leads of {action.place} see your address.",
    )


def letters(event: ActionForPartner, _meta: EventMeta) -> Iterator[Letter]:
    """Who gave it to them, where, and by when."""
    action = facts(event.action_id)
    if action is None or action.partner_owner_id != event.partner_owner_id:
        return
    when = day(action.due_on)
    yield from _letter(
        action,
        lambda who: f"{who} asks you to do something by {when}",
        lambda who: [f"{who} of {action.place} wrote down that you would do something by {when}.", *action.words],
    )


def soon(event: ActionDueSoon, _meta: EventMeta) -> Iterator[Letter]:
    """A week before."""
    action = waits(event)
    if action is not None and action.due_on >= today():
        when = day(action.due_on)
        yield from _letter(
            action,
            lambda who: f"Due on {when}: what {who} asked you to do",
            lambda who: [f"On {when} it is the day of what {who} of {action.place} asked you to do.", *action.words],
        )


def late(event: ActionLate, _meta: EventMeta) -> Iterator[Letter]:
    """Once when it is late."""
    action = waits(event)
    if action is not None:
        when = day(action.due_on)
        yield from _letter(
            action,
            lambda who: f"What became of what {who} asked you to do?",
            lambda who: [
                f"{who} of {action.place} asked you to do something by {when}.",
                *action.words,
                "What became of it?",
            ],
            "You are not reminded of it again.",
        )


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
