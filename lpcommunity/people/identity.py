"""Who acts, as an id."""

from lpcommunity.people.models import Person


def id_of(actor: Person | None) -> int | None:
    """The actor's id for records and events; None for the operator's command line."""
    return None if actor is None else actor.id
