"""What happened, told at least once to all who want to know, after it is true; and what is to happen on its day."""

from lpcommunity.outbox.dispatcher import GiveUp, RetryLater
from lpcommunity.outbox.recorder import record
from lpcommunity.outbox.registry import EventMeta, subscribe
from lpcommunity.outbox.scheduler import schedule, unschedule

__all__ = ["EventMeta", "GiveUp", "RetryLater", "record", "schedule", "subscribe", "unschedule"]
