"""What the operator does about deliveries that failed."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, CursorResult, select, update

from lpcommunity.outbox.models import Delivery
from lpcommunity.storage import now, session, transactional


@transactional
def retry(delivery_id: int) -> bool:
    """Try a delivery again at once, with all its attempts before it. Returns whether there was one to try."""
    return _retry(Delivery.id == delivery_id) == 1


@transactional
def retry_dead() -> int:
    """Try everything again that was given up. Returns how many."""
    return _retry(Delivery.dead_at.is_not(None))


def _retry(which: ColumnElement[bool]) -> int:
    result = session().execute(
        update(Delivery)
        .where(Delivery.id.in_(select(Delivery.id).where(which, Delivery.done_at.is_(None))))
        .values(run_at=now(), attempts=0, dead_at=None, lease_until=None, lease_token=None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


@transactional
def retry_put_off(subscribers: Sequence[str]) -> None:
    """Do at once what was put off for these subscribers, whatever for: somebody may have mended what was wrong. What
    another worker has in its hands stays there.
    """
    session().execute(
        update(Delivery)
        .where(
            Delivery.done_at.is_(None),
            Delivery.dead_at.is_(None),
            Delivery.last_error.is_not(None),
            Delivery.lease_token.is_(None),
            Delivery.subscriber.in_(subscribers),
        )
        .values(run_at=now())
        .execution_options(synchronize_session=False)
    )


@transactional
def retry_now(why: str) -> None:
    """Do at once what was put off for a reason that begins so: it is over."""
    session().execute(
        update(Delivery)
        .where(Delivery.done_at.is_(None), Delivery.dead_at.is_(None), Delivery.last_error.startswith(why))
        .values(run_at=now())
        .execution_options(synchronize_session=False)
    )
