"""A day on which a place checks in has come. Told to its lead and deputies."""

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
    """Its lead and deputies, as long as it waits."""
    chance = open_chance(event.chance_id)
    if chance is None or not chance.is_check_in:
        return None
    return News(leaders(chance.place_id), partnership_id=chance.place_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return ["A minute for ", line.place_link, ": ", Link("check in", f"/partnerships/{line.place_slug}/check-ins/new")]


def letters(event: ChanceOffered, _meta: EventMeta) -> Iterator[Letter]:
    """The same."""
    chance = open_chance(event.chance_id)
    for one in leaders(chance.place_id) if chance is not None and chance.is_check_in else ():
        assert chance is not None
        yield Letter(
            to=one.email,
            person_id=one.person_id,
            greets=one.first_name,
            subject=f"Check in on {chance.place}: one minute",
            lines=["How does it stand, what moved, what is next? A minute is enough, and one of you is."],
            button=("Check in", absolute_url(chance.path)),
            after=[
                "How often this comes, and pausing it, is under the rhythm of your place: "
                + absolute_url(f"/partnerships/{chance.place_slug}/rhythm")
            ],
            about_id=chance.id,
        )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """Nobody has checked in meanwhile, and they still lead there."""
    chance = open_chance(event.about_id)
    return chance is not None and chance.place_id in reader.leads


TYPE = NotificationType(
    key="check-in-day",
    in_app=InApp(event=ChanceOffered, news=news, sign="clock", words=words, because=because_leads),
    by_mail=ByMail(
        event=ChanceOffered,
        letters=letters,
        why="You get this because you lead the place, or are a deputy there.",
        still_meant=still_meant,
        choice=Choice(says="A day to check in has come", offered_to=lambda reader: bool(reader.leads)),
    ),
)
