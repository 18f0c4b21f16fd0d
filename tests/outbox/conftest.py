"""Subscribers for a test, gone after it."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from lpcommunity import outbox
from lpcommunity.outbox import registry
from lpcommunity.storage import transactional


@dataclass(frozen=True)
class BellRung:
    """Something that happens in these tests only."""

    bell_id: int


@pytest.fixture
def subscribe(monkeypatch):
    """`subscribe(handler, external_effect=True)`: only those registered here hear of anything."""
    monkeypatch.setattr(registry, "_subscribers", {})

    def register(handler, **how):
        name = f"bells.{len(registry._subscribers) + 1}"
        registry.subscribe(BellRung, name, **how)(handler)
        return name

    return register


@transactional
def ring(bell_id: int = 1) -> None:
    outbox.record(BellRung(bell_id))


@transactional
def plan(bell_id: int, key: str, at: datetime) -> None:
    """Let a bell ring at a moment to come."""
    outbox.schedule(BellRung(bell_id), key=key, at=at)


@transactional
def call_off(key: str) -> None:
    outbox.unschedule(key)
