"""What follows when somebody asks for help: people are thought of who might."""

from lpcommunity.help_requests.commands import suggest_people
from lpcommunity.help_requests.domain_events import HelpRequested
from lpcommunity.outbox import EventMeta, subscribe


@subscribe(HelpRequested, "help-requests.suggest-people")
def think_of_people(event: HelpRequested, meta: EventMeta) -> None:
    """As of when it was asked: what happened long ago takes nothing from this week."""
    suggest_people(event.request_id, meta.at)
