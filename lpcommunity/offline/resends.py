"""What a page sends by itself, later, once there is a network again: taken only if all is as it was when its writer
pressed the button. Else nothing is sent, and the form is shown again and says why.

A form carries what was said of who will read it (`told`, a figure for each choice); a page that sends by itself says so
(`sent_later`), and which draft it saved last (`draft_saved_at`). The right to send and the version that one began from
are the commands' to ask for, as ever.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

from flask import request

from lpcommunity.access import Missing
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts import windows
from lpcommunity.drafts.editing_session import EditingSession, submitted_fields
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.entries.readership import facilitators_of
from lpcommunity.offline.commands import differs, set_aside, was_thrown_away
from lpcommunity.offline.queries import was_sent
from lpcommunity.web.humanize import people_list, saved_at

SENT_LATER = "sent_later"
ALL = "all"  # the figure where there is no choice of whom it is for
WHO = "who"  # that of whom something is for which others than its writer may open to more

Told = Mapping[str, str]  # what is said of who will read it, by the audience


def told_beside(shown: Mapping[str, Any], *, looks_back: bool) -> Told:
    """What a new entry's page says beside the choices: whom each is for, and who facilitates, if they can read it."""
    names, hints = people_list(shown.get("facilitators", ())), shown.get("hints", {})
    reached = {key for key in hints if key == "facilitators" or (looks_back and key != "me")}
    return {key: f"{hint} {names if key in reached else ''}" for key, hint in hints.items()}


def told_of_entry(entry: Any, *, looks_back: bool) -> Told:
    """Who can read an entry as it stands: named, where it is confided."""
    confided = entry.audience == "facilitators" or (looks_back and entry.audience != "me")
    names = people_list(facilitators_of(entry.partnership)) if confided else ""
    return {ALL: f"{entry.state} {entry.audience} {names}"}


def told_by_name(names: Iterable[str]) -> Told:
    """Those who can read it, where there is nothing to choose."""
    return {ALL: people_list(names)}


def is_as_told(form: Any, told: Told) -> bool:
    """Whether what somebody wrote below a thing of somebody else is for the same people as when they began: what they
    write for few is not taken for many. If not, the form says so. One that says nothing of it was told nothing.
    """
    sent = [one for one in str(form.told.data or "").split() if one.startswith(f"{WHO}=")]
    if sent in ([], [f"{WHO}={_figure(told[WHO])}"]):
        return True
    form.refuse(
        "It changed who can read this since you opened the page. Nothing is sent yet. "
        "Look who will read it, and send it again"
    )
    return False


def tell(form: Any, told: Told) -> None:
    """Let a form carry what it says of who will read it."""
    form.told.data = " ".join(f"{key}={_figure(said)}" for key, said in told.items())


def may_go(form: WritingForm, editing: EditingSession, told: Callable[[], Told], chosen: str | None = ALL) -> bool:
    """Whether a form may be taken that its page may have sent by itself. If not, it says above itself why not, and what
    was written elsewhere meanwhile is a draft of its own. Raises Missing for the form of somebody else.
    """
    if SENT_LATER not in request.form:
        return True
    if not editing.came_with_form:
        raise Missing
    if was_thrown_away(editing.person, editing.signed_form):
        form.refuse("You threw this draft away elsewhere. Nothing is sent yet: send it again if you mean to")
        return False
    if was_sent(editing.person, editing.idempotency_key):
        return True  # the answer was lost on the way: the command finds what was sent
    if str(form.told.data or "").split().count(f"{chosen}={_figure(told().get(chosen or '', ''))}") == 0:
        form.refuse(
            "While there was no connection, it changed who can read this. Nothing is sent yet. "
            "Look who will read it, and send it again",
            "audience",
        )
        return False
    return not _carried_on(form, editing)


def _carried_on(form: WritingForm, editing: EditingSession) -> bool:
    draft = drafts.with_key(editing.person, editing.idempotency_key)
    own = windows.read(request.form.get("seen", ""))
    if draft is not None and own is not None and draft.window == own.window:
        return False  # this very page saved it, and the answer was lost on the way
    if draft is None or not differs(draft, submitted_fields(), request.form.get("draft_saved_at", "")):
        return False
    try:
        set_aside(editing.person, editing.signed_form, draft)
    except TooMany as error:  # the other draft stays where it is
        form.take(error)
        return True
    form.refuse(
        f"You carried on with this elsewhere, and saved it {saved_at(draft.saved_at)}. Nothing is sent yet, and both "
        "texts are kept: the other one is in your drafts. Send this one again if it is the one that you mean"
    )
    return True


def _figure(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:12]
