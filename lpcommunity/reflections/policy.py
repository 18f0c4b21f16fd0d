"""Who may do what with a reflection. Reading it is entries.policy's to say."""

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries import policy as entries
from lpcommunity.entries.models import HIDDEN, PUBLISHED, WITHDRAWN
from lpcommunity.reflections.models import ANSWERED, NONE, WAITING, ReflectionLike


def is_author(actor: Reader | Visitor, reflection: ReflectionLike) -> bool:
    """Whether these are one's own words. They stay so when a membership has ended."""
    return entries.is_author(actor, reflection)


def is_confidant(actor: Reader | Visitor, reflection: ReflectionLike) -> bool:
    """Whether this person is one of the partnership's facilitators just now whom its exchange reaches, and it is not
    their own reflection.
    """
    return isinstance(actor, Reader) and reflection.author_id != actor.id and entries.is_confided_to(actor, reflection)


def can_submit(actor: Reader, reflection: ReflectionLike) -> bool:
    """The author, while a member, sends it for the first time, or again after an answer that invites."""
    return (
        is_author(actor, reflection)
        and entries.can_post(actor, reflection.partnership_id or 0)
        and reflection.state not in (WITHDRAWN, HIDDEN)
        and reflection.review_state in {NONE, ANSWERED}
    )


def can_leave_there(actor: Reader, reflection: ReflectionLike) -> bool:
    """The author, once it is answered with an invitation to think further; also after their membership has ended."""
    return is_author(actor, reflection) and reflection.state == PUBLISHED and reflection.review_state == ANSWERED


def can_take_back(actor: Reader, reflection: ReflectionLike) -> bool:
    """The author, until somebody has answered this round; also after their membership has ended."""
    return is_author(actor, reflection) and reflection.state == PUBLISHED and reflection.review_state == WAITING
