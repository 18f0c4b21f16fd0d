"""Reading partnerships."""

from sqlalchemy import select

from lpcommunity.access import Missing
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import session


def with_slug(slug: str) -> Partnership:
    """The partnership at this address. Raises Missing."""
    found = session().scalar(select(Partnership).where(Partnership.slug == slug))
    if found is None:
        raise Missing
    return found
