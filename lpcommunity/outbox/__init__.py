"""What happened, told at least once to all who want to know, after it is true; and what is to happen on its day."""

from lpcommunity.outbox.dispatcher import GiveUp, RetryLater
from lpcommunity.outbox.recorder import record
from lpcommunity.outbox.registry import EventMeta, at_start, subscribe
from lpcommunity.outbox.scheduler import schedule, unschedule

__all__ = ["EventMeta", "GiveUp", "RetryLater", "at_start", "record", "schedule", "subscribe", "unschedule"]
