"""Who decides on a request for help, and who can be asked. Who reads it, its entry says (entries.policy); who reads
what helped, when that was said (comments.policy.told).
"""

from sqlalchemy import FromClause, and_, exists, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import PUBLISHED as SAID
from lpcommunity.comments.policy import COMMENT, told
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import READER, can_post, can_read, is_author, word
from lpcommunity.help_requests.models import ANSWERED, OPEN, HelpAsking, HelpRequest

REQUEST: FromClause = HelpRequest.__table__
ASKING: FromClause = HelpAsking.__table__

# SQL over help_request with its comment (`REQUESTS`): what helped was said to the reader, or by them, and is not a
# comment that they may not read.
HELPED: FromClause = COMMENT.alias("helped_by")
REQUESTS: FromClause = REQUEST.outerjoin(HELPED, HELPED.c.id == REQUEST.c.helped_comment_id)
_to_reader = or_(REQUEST.c.answerer_id == READER, told(REQUEST))
_stands = and_(HELPED.c.state == word(SAID), told(HELPED))
IS_TOLD = and_(_to_reader, or_(REQUEST.c.helped_comment_id.is_(None), _stands))
# The same over help_request alone: so its rows are walked in their order, and no comment is read but what helped.
IS_TOLD_OF = and_(
    _to_reader,
    or_(
        REQUEST.c.helped_comment_id.is_(None),
        exists().where(HELPED.c.id == REQUEST.c.helped_comment_id, _stands).correlate_except(HELPED),
    ),
)

IS_OPEN = REQUEST.c.state == word(OPEN)
IS_ANSWERED = REQUEST.c.state == word(ANSWERED)


def can_decide(actor: Reader, entry: EntryLike) -> bool:
    """Whether this person asks others, says what helped, closes it and opens it again: its author, as long as they
    belong to the place; its lead and deputies, of what they may read.
    """
    if entry.state != PUBLISHED or not can_read(actor, entry):
        return False
    place = entry.partnership_id or 0
    return place in actor.leads or (is_author(actor, entry) and can_post(actor, place))


def can_be_asked(whom: Reader | Visitor, entry: EntryLike) -> bool:
    """Whether this person can be asked, or be said to have helped: somebody else of the community who may read it."""
    return (
        isinstance(whom, Reader)
        and whom.in_community
        and entry.state == PUBLISHED
        and not is_author(whom, entry)
        and can_read(whom, entry)
    )
