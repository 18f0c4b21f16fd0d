"""What somebody reported was decided. Told to everybody who reported it: here, where they read why."""

from lpcommunity.moderation.deciders import reporters
from lpcommunity.moderation.domain_events import ReportDecided
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta

REPORTED = "reported"
DID = {
    "asked": "asked its author",
    "hidden": "hid it until it is changed",
    "left": "left it as it is",
    "shown": "showed it again",
}


def news(event: ReportDecided, _meta: EventMeta) -> News:
    """Whoever reported it. The line names nobody."""
    told = [Recipient(one, REPORTED) for one in reporters(event.case_id)]
    return News(told, facts={"case": event.case_id, "act": event.act})


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    did = DID.get(str(line.facts.get("act")), "decided")
    return [
        f"Somebody looked at what you reported, and {did}. ",
        Link("Read why", f"/reports/{line.facts.get('case')}"),
    ]


def because(_line: Line) -> str:
    """Why they."""
    return "Because you reported it. Its author does not learn that"


TYPE = NotificationType(
    key="report-decided",
    in_app=InApp(event=ReportDecided, news=news, sign="flag", words=words, because=because),
)
