"""Telling subscribers of events, one by one or in batches, and what happens when that fails."""

import random
import time
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
BATCH = 50
LONGEST_TOGETHER = 0.25  # seconds after which a batch is committed as far as it came: others want to write as well


class RetryLater(Exception):
    """Raised by a handler: not now, through no fault of ours. Says why in a word or two, without personal data."""

    def __init__(self, why: str, longest_pause: float = LONGEST_PAUSE, *, shortest_pause: float = 0) -> None:
        super().__init__(why)
        self.why = why
        self.longest_pause = longest_pause
        self.shortest_pause = shortest_pause


class GiveUp(Exception):
    """Raised by a handler: trying again would not help. Says why in a word or two, without personal data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def deliver_next(subscribers: Sequence[str], lease: timedelta = LEASE) -> bool:
    """Tell one of these subscribers of the event that has been due longest. Returns whether there was one."""
    claimed = leases.claim(subscribers, lease)
    for claim in claimed:
        _deliver_alone(claim)
    return bool(claimed)


def deliver_batch(subscribers: Sequence[str], lease: timedelta = LEASE) -> int:
    """Tell these subscribers, none of which has an external effect, of what has been due longest: many deliveries in
    one transaction. Returns how many were taken up.

    What was tried before is taken singly: if it brings the worker down, it brings down no other.
    """
    fresh = leases.claim(subscribers, lease, most=BATCH, which=leases.DUE_AND_FRESH)
    tried = leases.claim(subscribers, lease, which=leases.DUE_AND_TRIED)
    left, until = fresh, time.monotonic() + lease.total_seconds() / 2
    while left and time.monotonic() < until:
        try:
            left = left[_deliver_together(left) :]
        except Exception as error:  # noqa: BLE001  (one of them failed, so nothing was kept: each by itself, then)
            log.info("batch-taken-apart", deliveries=len(left), why=describe(error))
            session().rollback()
            for claim in left:
                _deliver_alone(claim)
            left = []
    if left:
        leases.give_back(left)
    for claim in tried:
        _deliver_alone(claim)
    return len(fresh) + len(tried)


@transactional
def _deliver_together(claims: Sequence[Claim]) -> int:
    """The effects of as many as there is time for, and the marks that they are done: together, or not at all.
    Returns how many of them are off one's hands.
    """
    ours, until = leases.still_ours(claims), time.monotonic() + LONGEST_TOGETHER
    gone_through: list[Claim] = []
    for claim in claims:
        if claim.id in ours:
            _hand_over(claim, _subscriber(claim))
        gone_through.append(claim)
        if time.monotonic() > until:
            break
    leases.finish(*(claim for claim in gone_through if claim.id in ours))
    return len(gone_through)


def _deliver_alone(claimed: Claim) -> None:
    subscriber = _subscriber(claimed)
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
        _put_off(claimed, subscriber, reason.why, reason.longest_pause, reason.shortest_pause)
    except Exception as error:  # noqa: BLE001  (a handler's mistake must not stop the others)
        _put_off(claimed, subscriber, describe(error), LONGEST_PAUSE)
    finally:
        session().rollback()


@transactional
def _deliver(claimed: Claim, subscriber: Subscriber) -> None:
    """The handler's effects and the mark that it is done: together, or not at all."""
    _hand_over(claimed, subscriber)
    leases.finish(claimed)


@transactional
def _finish(claimed: Claim) -> None:
    leases.finish(claimed)


def _subscriber(claimed: Claim) -> Subscriber:
    found = registry.named(claimed.subscriber)
    assert found is not None  # only names that are known are claimed
    return found


def _hand_over(claimed: Claim, subscriber: Subscriber) -> None:
    subscriber.handler(registry.rebuild(subscriber.event, claimed.payload), claimed.meta)


def _put_off(claimed: Claim, subscriber: Subscriber, why: str, longest: float, shortest: float = 0) -> None:
    log.warning(
        "delivery-failed", delivery=claimed.id, subscriber=claimed.subscriber, attempts=claimed.attempts, why=why
    )
    if subscriber.tries is not None and claimed.attempts >= subscriber.tries:
        leases.give_up(claimed, why)
    else:
        leases.postpone(claimed, now() + max(timedelta(seconds=shortest), pause_after(claimed.attempts, longest)), why)


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
