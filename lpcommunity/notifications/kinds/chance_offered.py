"""There is a chance to look back. Told to the lead and deputies of the place."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.chance_recipients import leaders, open_chance
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_leads
from lpcommunity.outbox import EventMeta
from lpcommunity.rhythm.domain_events import ChanceOffered


def news(event: ChanceOffered, _meta: EventMeta) -> News | None:
    """Its lead and deputies, as long as it waits; whoever reached or moved it knows."""
    chance = open_chance(event.chance_id)
    if chance is None or chance.is_check_in:
        return None
    return News(leaders(chance.place_id), partnership_id=chance.place_id, actor_id=event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [line.place_link, " has ", Link("a chance to look back", f"/partnerships/{line.place_slug}/chances")]


def letters(event: ChanceOffered, _meta: EventMeta) -> Iterator[Letter]:
    """The same, with what it is of."""
    chance = open_chance(event.chance_id)
    for one in leaders(chance.place_id) if chance is not None and not chance.is_check_in else ():
        assert chance is not None
        if one.person_id == event.actor_id:
            continue
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"A chance for {chance.place} to look back",
            lines=[
                f"{chance.place}: {chance.what}.",
                "What came of it, and what do you make of it? Take the chance, or pass it over: both are fine.",
            ],
            button=("See the chance", absolute_url(chance.path)),
            about_id=chance.id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """It still waits, and they still lead there."""
    chance = open_chance(event.about_id)
    return chance is not None and chance.place_id in reader.leads


TYPE = NotificationType(
    key="chance-offered",
    in_app=InApp(event=ChanceOffered, news=news, sign="reflection", words=words, because=because_leads),
    by_mail=ByMail(
        event=ChanceOffered,
        letters=letters,
        why="You get this because you lead the place, or are a deputy there.",
        still_meant=still_meant,
        choice=Choice(
            says="There is a chance to look back: something was reached, moved, or is half over",
            offered_to=lambda reader: bool(reader.leads),
        ),
    ),
)
