"""How reports are told in a programme's history: sent, decided, answered."""

from lpcommunity.access import Missing
from lpcommunity.comments.models import Comment
from lpcommunity.histories.acts import Act, register
from lpcommunity.histories.problems import Unfit
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, LocatedText, Shape, email, moment, one_of, or_nothing, slug, text
from lpcommunity.moderation import deciders, queries
from lpcommunity.moderation.commands import DECISIONS, decide, of_text, report_text
from lpcommunity.moderation.models import LONGEST, WHYS
from lpcommunity.moderation.registrations import COMMENT

REPORTED = Shape({"of": slug, "by": email, "at": moment, "why": one_of(*WHYS)}, {"words": or_nothing(text(LONGEST))})
DECIDED = Shape({"of": slug, "by": email, "at": moment, "state": one_of(*DECISIONS), "words": text(LONGEST)})


def _about(ref: LocatedText, state: ReplayState) -> str:
    """An entry or a comment, by the name under which the history tells of it, as `report_text` is asked."""
    found = state.entries.find(ref)
    return f"{COMMENT}:{found.id}" if isinstance(found, Comment) else f"{found.kind}:{found.id}"


def _report(item: Item, state: ReplayState) -> None:
    try:
        report_text(state.person(item["by"]), _about(item["of"], state), item["why"], item["words"] or "")
    except Missing as error:
        raise Unfit(item["of"].place, f"“{item['by']}” could not report “{item['of']}”") from error


def _decide(item: Item, state: ReplayState) -> None:
    actor, case = state.person(item["by"]), of_text(_about(item["of"], state))
    if case is None or actor.id not in deciders.handlers(case):
        raise Unfit(item["of"].place, f"“{item['by']}” has nothing to decide on “{item['of']}”")
    seen = queries.steps(actor, case.id)
    decide(actor, case, item["state"], item["words"], seen[-1].id if seen else 0)


register(Act("text-report", REPORTED, _report))
register(Act("text-decision", DECIDED, _decide))
