"""What follows from the words of an entry in the transaction that puts them on record, or changes them.

Whatever keeps something of these words registers from above, and is called last, by the lifecycle: both stand, or
neither. What may wait listens to the domain event.
"""

from collections.abc import Callable

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import Entry

Listener = Callable[[Reader, Entry], None]
_listeners: list[Listener] = []


def hears_of_words(listener: Listener) -> Listener:
    """Have this called with whoever wrote, and the entry as it is now."""
    _listeners.append(listener)
    return listener


def tell_of_words(actor: Reader, entry: Entry) -> None:
    """Within a command: these words are on record from now on, or were changed."""
    for listener in _listeners:
        listener(actor, entry)
