"""What is done with these pages: taking a copy of the months."""

from lpcommunity.access import audit, require
from lpcommunity.access.reader import Reader
from lpcommunity.pages.policy import can_see_months
from lpcommunity.storage import transactional


@transactional
def note_copy_of_months(actor: Reader, programme_id: int) -> None:
    """Note that a copy of a programme's months was taken. What it was narrowed by, and how long it is, is not said."""
    require(can_see_months(actor))
    audit.note("months-exported", actor_id=actor.id, subject_kind="programme", subject_id=programme_id)
