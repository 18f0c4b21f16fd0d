"""The page of a reflection: its text for whoever may read it, its exchange for its author and the facilitators."""

from dataclasses import replace
from typing import Any

from flask import Response

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.drafts import editing_session, signed_forms
from lpcommunity.entries import page_slots
from lpcommunity.entries import policy as entries
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.readership import Facilitator, confidants_of
from lpcommunity.entries.versions import can_compare
from lpcommunity.offline import resends
from lpcommunity.openings.queries import newcomers_to
from lpcommunity.people.current_user import actor
from lpcommunity.reflections import policy as reflecting
from lpcommunity.reflections.models import ACKNOWLEDGED, WAITING
from lpcommunity.reflections.queries import ReflectionInFull, facilitators_for, in_full, subjects_of
from lpcommunity.reflections.texts import rendered
from lpcommunity.reviews import policy, status_text
from lpcommunity.reviews.annotated_text import annotated_versions
from lpcommunity.reviews.answers import draft_answer
from lpcommunity.reviews.exchange import Answer, Exchange, exchange_of
from lpcommunity.reviews.forms import RepliesForm, replies_form
from lpcommunity.reviews.models import MOVES
from lpcommunity.reviews.views import pages
from lpcommunity.web import render_form
from lpcommunity.web.humanize import people_list

CONFIDED = {"me", "facilitators"}


@pages.get("/reflections/<id:reflection_id>")
@access("anyone")
def show(reflection_id: int) -> Response:
    """Read a reflection."""
    return page(reflection_id)


def page(
    reflection_id: int,
    form: RepliesForm | None = None,
    editing: editing_session.EditingSession | None = None,
    status: int | None = None,
) -> Response:
    """The page, perhaps with replies that could not be sent. Raises Missing."""
    reader = actor()
    reflection = in_full(reader, reflection_id)
    if reflection is None:
        raise Missing
    mine = reflecting.is_author(reader, reflection)
    can_reply = isinstance(reader, Reader) and policy.can_reply(reader, reflection)
    if form is None and not can_reply and isinstance(reader, Reader) and (own := editing_session.words_alone(reader)):
        return own
    exchange = exchange_of(reader, reflection) if policy.can_read_exchange(reader, reflection) else Exchange([], {})
    facilitators = _facilitators(reflection) if mine else []
    shown: dict[str, Any] = {
        "reflection": reflection,
        "place": reflection.partnership,
        "mine": mine,
        "can_compare": can_compare(reader, reflection),
        "exchange": exchange,
        "subjects": subjects_of(reader, reflection),
        "readers": _readers(reflection, facilitators, mine),
        **_slots(reader, reflection),
        "notices": page_slots.parts(page_slots.NOTICE, reader, reflection),
        "move_parts": page_slots.parts(page_slots.MOVE, reader, reflection),
        **(_for_author(reader, reflection, exchange, facilitators) if mine and isinstance(reader, Reader) else {}),
        **(
            _for_facilitator(reader, reflection, exchange)
            if not mine and exchange.rounds and isinstance(reader, Reader)
            else {}
        ),
    }
    if not exchange.rounds:
        return render_form("reviews/without_exchange.html", form or RepliesForm(), **{**NOTHING, **shown})
    assert exchange.latest is not None
    spoken = annotated_versions(exchange.latest, exchange.versions)
    if isinstance(reader, Reader) and can_reply and editing is None:
        editing = resume_draft(
            editing_session.open_session(reader, f"response:{reflection.id}", f"/reflections/{reflection.id}")
        )
        form = replies_form(exchange.latest.moves, editing.form_arguments)
        editing.fill(form)
    reached = confidants_of(reflection) if mine else []
    if form is not None:
        resends.tell(form, resends.told_by_name(one.name for one in reached))
    return render_form(
        "reviews/exchange.html",
        form or RepliesForm(),
        status=status,
        **{
            **NOTHING,
            **shown,
            "editing": editing,
            "replying": editing is not None and bool(exchange.latest.moves),
            "who_answered": status_text.who_answered(
                exchange.latest.answers, reader.id if isinstance(reader, Reader) else 0
            ),
            "told": _told(reached, exchange.latest.answers),
            "several": len({answer.by.id for each in exchange.rounds for answer in each.answers}) > 1,
            "kinds": MOVES,
            "rendered": rendered,
            "steps": status_text.steps(reflection, exchange, mine),
            "spoken": spoken,
            "earlier": [(each, annotated_versions(each, exchange.versions)) for each in exchange.earlier],
            "changed": status_text.changed_since(reflection, spoken[-1].version) if spoken else [],
        },
    )


def told_of_reply(reflection: ReflectionInFull) -> resends.Told:
    """Who can read a reply in the exchange of this reflection."""
    return resends.told_by_name(one.name for one in confidants_of(reflection))


# What the templates ask for, where a reader has nothing of it.
NOTHING: dict[str, Any] = {
    "lead": "", "can_edit": False, "can_withdraw": False, "can_submit": False, "asks_first": False, "closed_to": [],
    "can_take_back": False, "can_share": False, "can_leave_there": False, "can_answer": False, "draft": None,
    "answered_by_me": False, "replying": False, "editing": None,
}  # fmt: skip


def resume_draft(editing: editing_session.EditingSession) -> editing_session.EditingSession:
    """Go on with the latest draft at once: a reply or an answer stands where it was written, not above the page. Where
    there are several, the others are offered; and so are all to whoever comes back to what they sent.
    """
    if editing.draft is not None or editing.posting is not None or not editing.others:
        return editing
    latest = editing.others[0]
    form = replace(editing.signed_form, idempotency_key=latest.idempotency_key)
    token = signed_forms.sign(editing.person, form.subject, form.path, form.idempotency_key)
    return replace(editing, signed_form=form, token=token, draft=latest, others=editing.others[1:])


def _for_author(
    reader: Reader, reflection: ReflectionInFull, exchange: Exchange, facilitators: list[str]
) -> dict[str, Any]:
    place = reflection.partnership.name if reflection.partnership else ""
    can_submit = reflecting.can_submit(reader, reflection)
    asked = can_submit or (reflection.review_state == WAITING and not facilitators)
    closed_to = [one for one in newcomers_to(reader, reflection) if not one.opened] if asked else []
    return {
        "lead": status_text.for_author(
            reflection, exchange.latest, facilitators, place, [one.name for one in closed_to]
        ),
        "closed_to": [one.first_name for one in closed_to] if not can_submit else [],
        "can_edit": entries.can_edit(reader, reflection),
        "can_withdraw": entries.can_withdraw(reader, reflection),
        "can_submit": can_submit,
        "asks_first": can_submit and bool(closed_to),
        "can_share": reflection.review_state == ACKNOWLEDGED
        and reflection.audience in CONFIDED
        and entries.can_change_audience(reader, reflection, "community"),
        "can_take_back": reflecting.can_take_back(reader, reflection),
        "can_leave_there": reflecting.can_leave_there(reader, reflection)
        and not status_text.left_there(reflection, exchange.latest),
    }


def _for_facilitator(reader: Reader, reflection: ReflectionInFull, exchange: Exchange) -> dict[str, Any]:
    latest = exchange.latest
    answered = latest is not None and any(answer.by.id == reader.id for answer in latest.answers)
    can_answer = policy.can_answer(reader, reflection, answered)
    return {
        "lead": status_text.for_facilitator(reflection, latest, reader.name, exchange.before),
        "can_answer": can_answer,
        "answered_by_me": answered,
        "draft": draft_answer(reader, reflection.id) if can_answer else None,
    }


def _told(reached: list[Facilitator], given: list[Answer]) -> list[str]:
    """The first names of those who gave these answers and may still read what is replied."""
    ids = {one.id for one in reached}
    return list(dict.fromkeys(answer.by.first_name for answer in given if answer.by.id in ids))


def _facilitators(reflection: ReflectionInFull) -> list[str]:
    """The first names of those whom it may wait for, or would if it were sent again: where the page says so."""
    if reflection.state == "draft":
        return [one.first_name for one in facilitators_for(reflection.partnership_id or 0, reflection.author_id)]
    if reflection.audience != "facilitators" and reflection.review_state != WAITING:
        return []
    found = confidants_of(reflection)
    return [person.first_name for person in found]


def _readers(reflection: ReflectionInFull, facilitators: list[str], mine: bool) -> str:
    """Who can read it, beside the lock or the eye."""
    place = reflection.partnership.name if reflection.partnership else ""
    if reflection.state != "published" or reflection.audience == "me":
        return "Only you can read this"
    if reflection.audience == "facilitators":
        if not mine:
            return f"{reflection.author.first_name} and the facilitators of {place}"
        names = people_list(facilitators)
        return f"You and your facilitators, {names}" if names else "You, and the facilitators to come"
    return readers_line(reflection.audience, place)


def _slots(reader: Reader | Visitor, reflection: ReflectionInFull) -> dict[str, Any]:
    """Thanks and following stand by what is shared; what is confided has its answer instead."""
    if reflection.audience in CONFIDED or reflection.state != "published":
        return {"below": page_slots.parts(page_slots.CONFIDED, reader, reflection), "aside": []}
    return {
        "below": page_slots.parts(page_slots.BELOW, reader, reflection),
        "aside": page_slots.parts(page_slots.ASIDE, reader, reflection),
    }
