"""What happened, told at least once to everyone who wants to know, after it is true."""

from lpcommunity.outbox.recording import record
from lpcommunity.outbox.registry import subscribe

__all__ = ["record", "subscribe"]
