"""A chance to look back still waits. Told once to each whose turn it is (rhythm.nudges), gently."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.chance_recipients import LEADS, ChanceFacts, concerns, nudged, open_chance
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator, because_leads, because_programme_team
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta
from lpcommunity.rhythm.commands.nudges import DEPUTY, LEAD
from lpcommunity.rhythm.domain_events import ChanceMissed


def news(event: ChanceMissed, _meta: EventMeta) -> News | None:
    """Those whose turn it is, as long as it waits."""
    chance = open_chance(event.chance_id)
    return News(nudged(chance, event.step), partnership_id=chance.place_id) if chance is not None else None


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    chances = Link("a chance to look back", f"/partnerships/{line.place_slug}/chances")
    if line.reason == LEADS:
        return [line.place_link, " still has ", chances, ". A minute is enough"]
    return [line.place_link, " has not taken ", chances, ". Perhaps they would be glad of a call"]


def _because(line: Line) -> str:
    if line.reason == LEADS:
        return because_leads(line)
    return because_facilitator(line) if line.reason == FACILITATOR else because_programme_team(line)


def letters(event: ChanceMissed, _meta: EventMeta) -> Iterator[Letter]:
    """The same, without blame."""
    chance = open_chance(event.chance_id)
    for one in nudged(chance, event.step) if chance is not None else ():
        assert chance is not None
        write = _to_whoever_leads if one.reason == LEADS else _to_whoever_helps
        yield write(chance, one, _why(chance, one, event.step))


def _why(chance: ChanceFacts, one: Recipient, step: int) -> str:
    """Why it is they: what they are there, and whose turn it was before."""
    place = chance.place
    if one.reason == LEADS:
        is_they = f"are a deputy of {place} and it has waited for a week" if step == DEPUTY else f"lead {place}"
    elif one.reason == FACILITATOR:
        is_they = f"facilitate {place} and it has waited for two weeks"
    else:
        since = f"nobody leads {place}" if step == LEAD else "it has waited for two weeks"
        is_they = f"are on the programme team and {since}"
    return f"You get this once, because you {is_they}."


def _to_whoever_leads(chance: ChanceFacts, one: Recipient, why: str) -> Letter:
    waits = (
        f"In {chance.place}, {chance.what} still waits." if chance.is_check_in else f"{chance.place}: {chance.what}."
    )
    return Letter(
        to=one.email,
        person_id=one.person_id,
        greets=one.first_name,
        subject=f"{chance.place}: a minute, if you have one",
        lines=[waits, "A minute is enough. If it does not fit just now, pass it over or pause: both are fine."],
        button=("Check in" if chance.is_check_in else "See the chance", absolute_url(chance.path)),
        after=["You are not reminded of it again."],
        about_id=chance.id,
        why=why,
    )


def _to_whoever_helps(chance: ChanceFacts, one: Recipient, why: str) -> Letter:
    waits = (
        f"In {chance.place}, {chance.what} still waits, and they were reminded."
        if chance.is_check_in
        else f"{chance.place}: {chance.what}. Nobody has looked back at it yet, and they were reminded."
    )
    return Letter(
        to=one.email,
        person_id=one.person_id,
        greets=one.first_name,
        subject=f"{chance.place} may be glad of a call",
        lines=[waits, "There may be good reasons. Perhaps they would be glad of a call."],
        button=("See what waits", absolute_url(f"/partnerships/{chance.place_slug}/chances")),
        after=["You are not told of it again."],
        about_id=chance.id,
        why=why,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It still waits, and they still have to do with the place."""
    chance = open_chance(event.about_id)
    return chance is not None and concerns(reader, chance)


TYPE = NotificationType(
    key="chance-missed",
    in_app=InApp(event=ChanceMissed, news=news, sign="clock", words=words, because=_because),
    by_mail=ByMail(
        event=ChanceMissed,
        letters=letters,
        why="You get this once, because you lead the place, facilitate it or run its programme.",
        still_meant=still_meant,
        choice=Choice(
            says="A check-in, or a chance to look back, still waits",
            offered_to=lambda reader: bool(reader.leads or reader.facilitates or reader.programme_team),
        ),
    ),
)
