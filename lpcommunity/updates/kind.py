"""The kind: update."""

from datetime import timedelta
from typing import Any

from lpcommunity.entries.kinds import Kind, Mark, Nudge, Told, register
from lpcommunity.entries.timeline_marks import known_by
from lpcommunity.updates import commands, queries
from lpcommunity.updates.domain_events import UpdatePosted
from lpcommunity.updates.fields import FIELDS
from lpcommunity.updates.forms import NewUpdateForm, UpdateForm
from lpcommunity.updates.models import Update


def _milestone(_actor: Any, details: dict[str, Any]) -> dict[str, str]:
    return {"Milestone": details["milestone"]} if "milestone" in details else {}


UPDATE = register(
    Kind(
        key="update",
        word="Update",
        plural="updates",
        icon="i-update",
        model=Update,
        fields=FIELDS,
        order=10,
        form=UpdateForm,
        new_form=NewUpdateForm,
        post=commands.post_update,
        edit=commands.edit_update,
        read=queries.update_in_full,
        card=lambda update: {"standing": update.standing, "help": bool(update.help_wanted)},
        card_foot="updates/_card.html",
        asks=lambda update: update.help_wanted,
        tied=queries.milestone_kept,
        ties=_milestone,
        alone="updates/alone.html",
        alone_for=lambda _author, _other, update: queries.files_below(update),
        states=lambda card: card.get("standing"),
        mark=Mark(shape="dot", sign=lambda card: "help" if card.get("help") else "dot"),
        told=Told(event=UpdatePosted, what="update-posted", did="posted an update"),
        nudge=Nudge(
            button="Post an update",
            after=timedelta(days=21),
            any_kind=True,
            what="Say what {place} has been doing",
            since="Nothing since {day}. Three minutes are enough",
            never="Nothing is on record yet. Three minutes are enough",
            first="Post the first update of {place}",
            first_why="What happened, in three minutes. Somebody has to be first",
        ),
    )
)
known_by(UPDATE.key, queries.reasons)
