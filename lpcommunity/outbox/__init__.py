"""What happened, told at least once to everyone who wants to know, after it is true."""

from lpcommunity.outbox.delivering import GiveUp, Later
from lpcommunity.outbox.recording import record
from lpcommunity.outbox.registry import Happened, subscribe

__all__ = ["GiveUp", "Happened", "Later", "record", "subscribe"]
