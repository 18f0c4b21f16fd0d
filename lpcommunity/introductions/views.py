"""Introducing somebody to somebody, from their page; and reading an introduction, for the three whom it is of."""

from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, render_template, request

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.drafts.signed_forms import new_key
from lpcommunity.introductions import acts as _acts  # noqa: F401  (how it is told in a history)
from lpcommunity.introductions import commands, policy, queries
from lpcommunity.introductions import models as _tables  # noqa: F401  (a table that nobody imports does not exist)
from lpcommunity.introductions import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.introductions.forms import LONGEST_NAME, IntroductionForm
from lpcommunity.introductions.models import LONGEST_WHY
from lpcommunity.introductions.queries import Meant
from lpcommunity.people.current_user import me, whom
from lpcommunity.people.models import Person
from lpcommunity.people.queries import person as person_with_id
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.request_budgets import RequestBudget

pages = Blueprint("introductions", __name__, template_folder="templates")

BUDGET = RequestBudget(240)  # each key that somebody presses may ask


@pages.get("/people/<id:person_id>/introduction")
@access("signed-in")
def begin(person_id: int) -> Response:
    """Introduce this person to somebody: who gets what, before anything is sent."""
    person, form = _person(person_id), IntroductionForm(formdata=None)
    form.key.data = new_key()
    return _page(person, form)


@pages.post("/people/<id:person_id>/introduction")
@access("signed-in")
@re_renders
def introduce(person_id: int) -> Response:
    """Send both one message; where it is in doubt whom the name means, ask first."""
    person, form = _person(person_id), IntroductionForm()
    form.key.data = _key(form.key.data)
    meant = queries.meant_by(me(), form.to.data or "", person.id)
    if not form.validate_on_submit():
        return _page(person, form, meant)
    other_id = _chosen(person, form, meant)
    if other_id is None:
        return _page(person, form, meant)
    try:
        made = commands.introduce(me(), person, person_with_id(other_id), form.why.data or "", form.key.data)
    except Invalid as error:
        form.take(error)
        return _page(person, form, meant)
    flash("Both get your message, here and by e-mail if they like that.")
    return see_other(f"/introductions/{made.id}")


@pages.get("/people/<id:person_id>/introduction/suggestions")
@access("signed-in")
def suggest(person_id: int) -> Response:
    """Up to eight people to whom this one could be introduced, while somebody types a name: as JSON."""
    if refusal := BUDGET.refusal(me().id):
        return refusal
    person = _person(person_id)
    typed = request.args.get("q", "")
    found = queries.meant_by(me(), typed, person.id).people if len(typed) <= LONGEST_NAME else ()
    people = [{"sort": "person", "id": one.id, "name": one.name, "note": one.says} for one in found]
    return jsonify({"suggestions": people})


@pages.get("/introductions/<id:introduction_id>")
@access("signed-in")
def introduction(introduction_id: int) -> str:
    """Who introduces whom to whom, and why: for the three alone."""
    found = queries.introduction(me(), introduction_id)
    if found is None:
        raise Missing
    others = found.others(me().id)
    return render_template(
        "introductions/introduction.html",
        known=found,
        mine=found.introducer_id == me().id,
        others=others,
        seen={one.id for one in (found.by, *others) if policy.can_introduce_somebody_to(me(), whom(one.id))},
    )


@pages.post("/introductions/<id:introduction_id>/address")
@access("signed-in")
def share_address(introduction_id: int) -> Response:
    """Let the other one have one's e-mail address."""
    commands.share_address(me(), introduction_id)
    flash("Your e-mail address stands on this page for the other one now, who is told.")
    return see_other(f"/introductions/{introduction_id}#next")


def _person(person_id: int) -> Person:
    """Who is to be introduced, if the reader may see them. Raises Missing."""
    require(policy.can_introduce_somebody_to(me(), whom(person_id)))
    return person_with_id(person_id)


def _key(sent: str | None) -> str:
    try:
        return str(UUID(sent or ""))
    except ValueError:
        return new_key()


def _chosen(person: Person, form: IntroductionForm, meant: Meant) -> int | None:
    """Whom the name means, if that is beyond doubt or was chosen. If not, the form says why."""
    if meant.sure:
        return meant.people[0].id
    chosen = next((one.id for one in meant.people if str(one.id) == form.person.data), None)
    if chosen is not None:
        return chosen
    if not meant.people:
        typed = form.to.data or ""
        if queries.could_be(typed, person.name):
            form.refuse(
                f"That is {person.first_name}. Name somebody else to whom you introduce {person.first_name}", "to"
            )
        elif queries.could_be(typed, me().name):
            form.refuse("That is you. Name somebody else: both get a message from you", "to")
        else:
            form.refuse("We found nobody of that name. Look how it is written in the list of people", "to")
    else:
        form.offer(meant.people)
        form.ask()
    return None


def _page(person: Person, form: IntroductionForm, meant: Meant | None = None) -> Response:
    asked = meant is not None and bool(meant.people) and not meant.sure
    form.offer(meant.people if meant is not None and asked else ())
    return render_form(
        "introductions/introducing.html",
        form,
        person=person,
        asked=asked,
        more=asked and meant is not None and meant.more,
        hints={str(one.id): one.says for one in meant.people} if meant is not None and asked else {},
        most=LONGEST_WHY,
    )
