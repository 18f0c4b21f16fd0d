"""Visits: fields, form, commands, reading, and the kind that they make."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments.forms import files_field, picture_alt_field
from lpcommunity.editing import commands as editing
from lpcommunity.editing.forms import EntryForm
from lpcommunity.entries.audience_text import NAMES
from lpcommunity.entries.content import Content
from lpcommunity.entries.in_full import EntryInFull, admitted, in_full_query, shape
from lpcommunity.entries.kinds import Field, Kind, Mark, Nudge, Told
from lpcommunity.entries.policy import reads
from lpcommunity.entries.timeline_marks import MarkFacts
from lpcommunity.histories.acts import EntryAct
from lpcommunity.histories.schema_types import one_of, or_nothing, text
from lpcommunity.storage import Statement, transactional
from lpcommunity.web.forms import ChoiceField, Length, LongTextField
from tests.editing.third_kind.models import FOOTINGS, VISIT, Visit, VisitMade

FIELDS = (
    Field("overheard", "Overheard", limit=5_000),
    Field("footing", "On what footing", written=False, column="footing", choices=FOOTINGS),
    Field("keepsake", "Brought home", limit=500, kept=False, column="keepsake"),
)


@dataclass(frozen=True, kw_only=True)
class VisitInFull(EntryInFull):
    footing: str
    keepsake: str


IN_FULL = Statement(in_full_query(VISIT, VISIT.c.footing, VISIT.c.keepsake), shape(VisitInFull))
KEEPSAKES: Statement[dict[str, Any]] = Statement(select(VISIT.c.id, VISIT.c.keepsake))


def read(actor: Reader | Visitor, entry_id: int) -> VisitInFull | None:
    return admitted(actor, IN_FULL.first(reads(actor), entry=entry_id))


def marked(_actor: Reader | Visitor, ids: Collection[int]) -> Mapping[int, MarkFacts]:
    return {row["id"]: MarkFacts(reason=row["keepsake"]) for row in KEEPSAKES.all() if row["id"] in ids}


class VisitForm(EntryForm):
    overheard = LongTextField("What did you overhear?", [Length(5_000, thing="Your text")])
    footing = ChoiceField("On what footing were you there?", choices=FOOTINGS, none_chosen="Choose a footing")
    keepsake = LongTextField("What did you bring home?", [Length(500, thing="What you brought")])
    files = files_field()
    picture_alt = picture_alt_field()

    @property
    def content(self) -> Content:
        return Content.written(self.title.data or "", {"overheard": self.overheard.data or ""})

    @property
    def values(self) -> dict[str, Any]:
        return {"footing": self.footing.data, "keepsake": self.keepsake.data or ""}

    @staticmethod
    def initial(_actor: Reader, entry: VisitInFull) -> dict[str, Any]:
        return {"title": entry.title, **entry.fields, "footing": entry.footing, "keepsake": entry.keepsake}


class NewVisitForm(VisitForm):
    audience = ChoiceField("Who is it for?", choices=NAMES, default="community", none_chosen="Choose who it is for")


@transactional
def post_visit(
    actor: Reader, partnership: Any, key: str, content: Content, *, audience: str, footing: str, keepsake: str = ""
) -> Visit:
    first = editing.posted_before(actor, Visit, partnership.id, key)
    if first is not None:
        return first
    _check(content, footing)
    visit = Visit(
        idempotency_key=key, partnership_id=partnership.id, audience=audience, state="published", footing=footing,
        keepsake=keepsake,
    )  # fmt: skip
    return editing.post(actor, visit, content, then=lambda: outbox.record(VisitMade(visit.id, actor.id)))


@transactional
def edit_visit(
    actor: Reader, visit: Visit, content: Content, base_version: int, *, footing: str, keepsake: str = "",
    idempotency_key: str = "", alts: Mapping[int, str] | None = None, removed: Collection[int] = (),
) -> Visit:  # fmt: skip
    editing.lock_for_change(actor, visit)
    _check(content, footing)
    for name, value in (("footing", footing), ("keepsake", keepsake)):
        setattr(visit, name, value)
    editing.change(actor, visit, content, base_version, editing.SentForm(idempotency_key, alts or {}, removed))
    return visit


def _check(content: Content, footing: str) -> None:
    if not content.fields:
        raise Invalid("overheard", "nothing-overheard")
    if footing not in FOOTINGS:
        raise Invalid("footing", "footing-unknown")


SENTENCES = {"nothing-overheard": "Write what you overheard", "footing-unknown": "Choose a footing"}
KIND = Kind(
    key="visit",
    word="Visit",
    plural="visits",
    icon="i-eye",
    model=Visit,
    fields=FIELDS,
    order=30,
    form=VisitForm,
    new_form=NewVisitForm,
    post=post_visit,
    edit=edit_visit,
    read=read,
    card=lambda visit: {"footing": visit.footing},
    card_foot="visits/_card.html",
    mark=Mark(),
    told=Told(event=VisitMade, what="visit-made", did="told of a visit"),
    nudge=Nudge("Tell of a visit", timedelta(days=365), "Go and see how others do it", "Last on {day}", "Never yet"),
)
ACT = EntryAct(
    kind="visit",
    must={"overheard": text(5_000), "footing": one_of(*FOOTINGS)},
    may={"title": or_nothing(text(200)), "keepsake": or_nothing(text(500))},
    revision={"overheard": text(5_000)},
    content=lambda item: Content.written(item["title"] or "", {"overheard": item["overheard"]}),
    values=lambda item, _state: {"footing": item["footing"], "keepsake": item["keepsake"] or ""},
    form=lambda item, _state: {"overheard": [item["overheard"]], "footing": [item["footing"]]},
    revised=lambda visit, item, _state: (
        Content.written(item["title"] or visit.title, {"overheard": item["overheard"] or visit.fields["overheard"]}),
        {"footing": visit.footing, "keepsake": visit.keepsake},
    ),
)
