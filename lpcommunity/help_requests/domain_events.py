"""What happens to requests for help. Ids only. That somebody says “not now” is no event: nobody is to learn of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpRequested:
    """An entry asks for help from now on, or again, or for something else."""

    request_id: int
    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class PersonAskedToHelp:
    """Somebody is asked whether they can help."""

    asking_id: int
    entry_id: int
    person_id: int
    actor_id: int


@dataclass(frozen=True)
class HelpFound:
    """It was said what helped, and perhaps who."""

    request_id: int
    entry_id: int
    helper_id: int | None
    actor_id: int


@dataclass(frozen=True)
class HelpRequestClosed:
    """It is asked for no longer."""

    request_id: int
    entry_id: int
    actor_id: int
