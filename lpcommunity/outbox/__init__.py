"""What happened, told at least once to everyone who wants to know, after it is true."""

from .recording import record
from .registry import subscribe

__all__ = ["record", "subscribe"]
