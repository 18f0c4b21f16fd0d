"""Telling one subscriber of one event, and what happens when that fails."""

import random
import traceback
from collections.abc import Sequence
from datetime import timedelta

import structlog

from lpcommunity.outbox import leases, registry
from lpcommunity.outbox.leases import LEASE, Claim, LeaseLost
from lpcommunity.outbox.registry import Subscriber
from lpcommunity.storage import now, session, transactional

log = structlog.get_logger("lpcommunity.outbox")

FIRST_PAUSE = 2  # seconds, doubled with every attempt
LONGEST_PAUSE = 60 * 60


class RetryLater(Exception):
    """Raised by a handler: not now, through no fault of ours. Says why in a word or two, without personal data."""

    def __init__(self, why: str, longest_pause: float = LONGEST_PAUSE) -> None:
        super().__init__(why)
        self.why = why
        self.longest_pause = longest_pause


class GiveUp(Exception):
    """Raised by a handler: trying again would not help. Says why in a word or two, without personal data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def deliver_next(subscribers: Sequence[str], lease: timedelta = LEASE) -> bool:
    """Tell one of these subscribers of the event that has been due longest. Returns whether there was one."""
    claimed = leases.claim(subscribers, lease)
    if claimed is None:
        return False
    subscriber = registry.named(claimed.subscriber)
    assert subscriber is not None  # only names that are known are claimed
    try:
        if subscriber.external_effect:
            _hand_over(claimed, subscriber)
            _finish(claimed)
        else:
            _deliver(claimed, subscriber)
    except LeaseLost:
        log.warning("delivery-taken-over", delivery=claimed.id)
    except GiveUp as reason:
        leases.give_up(claimed, reason.why)
        log.warning("delivery-given-up", delivery=claimed.id, subscriber=claimed.subscriber, why=reason.why)
    except RetryLater as reason:
        _put_off(claimed, subscriber, reason.why, reason.longest_pause)
    except Exception as error:  # noqa: BLE001  (a handler's mistake must not stop the others)
        _put_off(claimed, subscriber, describe(error), LONGEST_PAUSE)
    finally:
        session().rollback()
    return True


@transactional
def _deliver(claimed: Claim, subscriber: Subscriber) -> None:
    """The handler's effects and the mark that it is done: together, or not at all."""
    _hand_over(claimed, subscriber)
    leases.finish(claimed)


@transactional
def _finish(claimed: Claim) -> None:
    leases.finish(claimed)


def _hand_over(claimed: Claim, subscriber: Subscriber) -> None:
    subscriber.handler(registry.rebuild(subscriber.event, claimed.payload), claimed.meta)


def _put_off(claimed: Claim, subscriber: Subscriber, why: str, longest: float) -> None:
    log.warning(
        "delivery-failed", delivery=claimed.id, subscriber=claimed.subscriber, attempts=claimed.attempts, why=why
    )
    if subscriber.tries is not None and claimed.attempts >= subscriber.tries:
        leases.give_up(claimed, why)
    else:
        leases.postpone(claimed, now() + pause_after(claimed.attempts, longest), why)


def pause_after(attempts: int, longest: float = LONGEST_PAUSE) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, and never quite together with others."""
    seconds = min(FIRST_PAUSE * 2.0 ** min(attempts - 1, 30), longest)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.0))  # noqa: S311  (nothing secret)


def describe(error: BaseException) -> str:
    """An error by its kind and place; its message may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "lpcommunity" in frame.filename] or frames
    where = f" at {ours[-1].filename.rpartition('lpcommunity/')[2]}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{where}"
