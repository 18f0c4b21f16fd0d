"""The form in which somebody reports back: on the page of an action, and in its place in a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from lpcommunity.access.reader import Reader
from lpcommunity.actions import audience_text, policy
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.forms import ReportForm
from lpcommunity.actions.registrations import REPORT
from lpcommunity.drafts import editing_session
from lpcommunity.drafts.editing_session import EditingSession
from lpcommunity.entries.readership import confided_readership, readership_of
from lpcommunity.offline import resends
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import actor, me


@dataclass(frozen=True)
class Reporting:
    """An open form of a report."""

    id: int
    form: ReportForm
    editing: EditingSession
    will: str  # who is told
    told: resends.Told

    def tell(self) -> "Reporting":
        """Let the form carry who will read it: when it is shown, not when it is sent."""
        resends.tell(self.form, self.told)
        return self


def reporting(action: ActionLine) -> Reporting:
    """The form for a report on this action: a new one, one with a draft, or the one that was just sent."""
    editing = editing_session.open_session(me(), f"{REPORT}:{action.id}", action.path)
    form = ReportForm(**editing.form_arguments)
    editing.fill(form)
    will, few = told_of_report(action)
    who = f"{action.audience} {', '.join(few)}"
    return Reporting(action.id, form, editing, will, {resends.ALL: will, resends.WHO: who})


def report_in_place(actions: Sequence[ActionLine], wanted: str) -> Reporting | None:
    """The form for the one of these that was asked for, if this reader may report on it."""
    found = next((one for one in actions if str(one.id) == wanted), None)
    reader = actor()
    if found is None or not isinstance(reader, Reader) or not policy.can_report(reader, found):
        return None
    return reporting(found).tell()


def told_of_report(action: ActionLine) -> tuple[str, list[str]]:
    """Whom a report on this action is told to, in a sentence; and by name, where it is for few."""
    if action.place_slug is None:
        return "Whoever wrote it down and whoever does it are told of it here.", []
    place = with_slug(action.place_slug)
    few = confided_readership(
        readership_of(place),
        place.id,
        author_id=action.author_id,
        confided_at=action.confided_at if action.audience == "facilitators" else None,
        comes_of=action.source_entry_id,
    )
    named = few.facilitators if action.audience == "facilitators" else []
    return audience_text.told_of_report(action, me(), few), named
