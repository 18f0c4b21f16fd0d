"""The page of the audit record, for administrators; for everybody else there is none."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from lpcommunity.access import access, require
from lpcommunity.auditing import act_text, commands, csv_export, queries
from lpcommunity.auditing.policy import can_read_record
from lpcommunity.auditing.presenters import present
from lpcommunity.auditing.queries import Choice, Named
from lpcommunity.people import email_addresses
from lpcommunity.people.current_user import me
from lpcommunity.people.names import sort_name_of
from lpcommunity.storage.clock import from_london
from lpcommunity.web import spreadsheet
from lpcommunity.web.urls import next_page_url

pages = Blueprint("auditing", __name__, template_folder="templates")

FILTERS = ("name", "person", "place", "act", "since", "until")


@pages.get("/audit")
@access("signed-in")
def record() -> str:
    """Who did what, newest first, narrowed by person, place, act and time."""
    require(can_read_record(me()))
    asked = {name: request.args.get(name, "").strip()[:200] for name in FILTERS}
    person, others = _person(asked)
    places = queries.places()
    choice, unread = _choice(asked, person, places)
    found = queries.RecordPage([], None)
    if not (asked["name"] and person is None):
        found = queries.record(me(), choice, request.args.get("after"))
    kept = _kept(asked, person)
    return render_template(
        "auditing/record.html",
        lines=[present(act) for act in found.acts],
        next=next_page_url("auditing.record", found.next, **kept),
        asked=asked,
        kept=kept,
        unread=unread,
        person=person,
        others=[(one, url_for("auditing.record", **{**kept, "person": one.id})) for one in others],
        places=[(str(one.id), one.name) for one in places],
        acts=act_text.choices(),
        most_in_copy=queries.MOST_IN_COPY,
    )


@pages.post("/audit/copy")
@access("signed-in")
def copy() -> Response:
    """The same as a table to keep, the newest so many; that it was taken stands in the record."""
    require(can_read_record(me()))
    asked = {name: request.form.get(name, "").strip()[:200] for name in FILTERS}
    person, _ = _person(asked)
    choice, _ = _choice(asked, person, queries.places())
    found = queries.record(me(), choice, size=queries.MOST_IN_COPY)
    table = csv_export.table(present(act) for act in found.acts)
    commands.note_copy(me(), choice)
    return spreadsheet.download(table, "audit-record")


def _person(asked: dict[str, str]) -> tuple[Named | None, list[Named]]:
    """The person that is meant, or those among whom to choose."""
    if asked["name"]:
        words = asked["name"]
        found = queries.people_named(sort_name_of(words), email_addresses.lookup_form(words))
        return (found[0], []) if len(found) == 1 else (None, found)
    number = asked["person"]
    known = number.isascii() and number.isdigit() and len(number) < 10
    return queries.person_with_id(int(number)) if known else None, []


def _choice(asked: dict[str, str], person: Named | None, places: list[Named]) -> tuple[Choice, list[str]]:
    """What the record is narrowed by, and the days that cannot be read as such. What is not on offer counts as none."""
    place = next((one.id for one in places if str(one.id) == asked["place"]), 0)
    act = asked["act"] if asked["act"] in act_text.ACTS else ""
    since, until = _midnight(asked["since"]), _midnight(asked["until"], days=1)
    unread = [name for name, moment in (("since", since), ("until", until)) if asked[name] and moment is None]
    choice = Choice(person.id if person else 0, place, act, since or queries.EVER, until or queries.NEVER)
    return choice, unread


def _midnight(day: str, days: int = 0) -> datetime | None:
    """When this day begins in London, or the day so many days later."""
    try:
        return from_london(datetime.combine(date.fromisoformat(day) + timedelta(days=days), time()))
    except (ValueError, OverflowError):
        return None


def _kept(asked: dict[str, str], person: Named | None) -> dict[str, Any]:
    """What a further page and the copy are asked with."""
    kept: dict[str, Any] = {name: asked[name] for name in ("place", "act", "since", "until") if asked[name]}
    return {**kept, "person": person.id} if person else kept
