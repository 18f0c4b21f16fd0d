"""What happened, told at least once to everyone who wants to know, after it is true."""

from lpcommunity.outbox.dispatcher import GiveUp, RetryLater
from lpcommunity.outbox.recorder import record
from lpcommunity.outbox.registry import EventMeta, subscribe

__all__ = ["EventMeta", "GiveUp", "RetryLater", "record", "subscribe"]
