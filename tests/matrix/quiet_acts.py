"""Two places in which much has happened, and what then happens in each of them out of sight of most.

A stage is a number of things that one circle of people may notice: those who read what is for that audience in that
place, by PROMISES section 1 as `tests.factories.world` tells it, and nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR, Reader, reader_of
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.attachments.commands import add_attachment
from lpcommunity.bookmarks.commands import keep
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.following.commands import follow
from lpcommunity.help_requests.commands import answer_request, ask_person
from lpcommunity.introductions.commands import introduce, share_address
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.moderation.commands import decide, report_text
from lpcommunity.moderation.deciders import handlers
from lpcommunity.moderation.models import FACILITATORS, MODERATORS
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.pins.commands import pin
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.questions.commands import leave_open, point_to_answer
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move
from lpcommunity.slips.commands import change_slip_audience, move_milestone
from lpcommunity.storage import clock, now, session, today
from lpcommunity.thanks.commands import say_thanks
from lpcommunity.theme_pins.commands import pin as pin_on_theme
from lpcommunity.updates import commands as updates
from lpcommunity.updates.models import Update
from tests.factories import reading, think_of
from tests.factories.world import KINDS_OF_PERSON, READERS, READERS_ELSEWHERE, World
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form
from tests.matrix.canaries import drawn_picture


@dataclass
class Side:
    """A place, who writes there, who answers, and who reads what there."""

    name: str
    place: Partnership
    author_is: str
    author: Person
    facilitator_is: str
    facilitator: Person
    table: dict[str, set[str]]
    theme: Theme
    lead_is: str = ""  # who moved its milestone
    lead: Any = None
    introducer_is: str = "evaluator"  # who opens nothing here: to whoever introduces two, no line shows it
    introducer: Any = None
    slip: Any = None
    guest: Any = None  # the same place, with another who writes there now and then
    updates: dict[str, Update] = field(default_factory=dict)
    reflections: dict[str, Reflection] = field(default_factory=dict)

    def readers(self, audience: str) -> set[str]:
        """Who reads what its author writes here for this audience."""
        return self.table[audience] | {self.author_is}

    def update(self, audience: str, standing: str = "on-track", *, picture: bool = True, reason: str = "") -> Update:
        """An update by its author, with a picture and a theme."""
        content, key = self._written("Update", picture)
        return updates.post_update(
            reading(self.author), self.place, key, content, audience=audience, standing=standing,
            reason=reason, theme_ids=[self.theme.id],
        )  # fmt: skip

    def ask_for_help(self, audience: str) -> None:
        """It asks for help twice: somebody is asked; and what helped is said, and who."""
        whom = self.facilitator
        for found in (False, True):
            content, key = self._written("Asks", picture=False)
            made = updates.post_update(
                reading(self.author), self.place, key, content, audience=audience, standing="on-track",
                help_wanted="What would you do?", theme_ids=[self.theme.id],
            )  # fmt: skip
            if audience == "me":
                continue
            think_of(made, whom.id)
            ask_person(reading(self.author), made, whom.id)
            if found:
                answer_request(reading(self.author), made, "This.", whom.id)

    def reflection(self, audience: str, *, submit: bool, picture: bool = True) -> Reflection:
        """A reflection by its author, with a picture."""
        content, key = self._written("Reflection", picture)
        return reflections.write_reflection(
            reading(self.author), self.place, key, content, cycle="free", audience=audience, submit=submit
        )

    def answer(self, made: Reflection, outcome: str) -> Move:
        """Its facilitator answers, and the author replies to the one question."""
        session().refresh(made)
        asked = [MoveContent("challenging", "body", "Looked at", "Why was that?")]
        key = signed_forms.new_key()
        review = reviews.send_review(reading(self.facilitator), made, key, outcome, asked, made.version)
        [move] = session().query(Move).filter_by(review_id=review.id)
        reviews.send_replies(reading(self.author), made, signed_forms.new_key(), {move.id: "Because of them."})
        return move

    def leave_open(self, made: Reflection, move: Move) -> None:
        """The author leaves that question open, and points to what they confide next."""
        leave_open(reading(self.author), made, move.id)
        with clock.at(now() + timedelta(minutes=1)):  # what answers it comes later
            found = self.update("facilitators", picture=False)
        point_to_answer(reading(self.author), made, move.id, f"{found.kind}:{found.id}")

    def edit(self, made: Update) -> None:
        """Its author writes it anew, with another picture, which no longer shows the first."""
        content, key = self._written("Update, again", picture=True)
        updates.edit_update(
            reading(self.author), made, content, made.version, standing="on-track", idempotency_key=key
        )  # fmt: skip

    def edit_back(self) -> None:
        """Its author goes on with what they took back."""
        content, key = self._written("Reflection, again", picture=True)
        back = self.reflections["back"]
        reflections.edit_reflection(
            reading(self.author), back, content, back.version, cycle="free", idempotency_key=key
        )  # fmt: skip

    def _written(self, what: str, picture: bool) -> tuple[Content, str]:
        key = signed_forms.new_key()
        if not picture:
            return Content.written(what, {"body": "Looked at"}), key
        drawn = add_attachment(reading(self.author), key, "picture.png", drawn_picture(), alt=what)
        return Content.written(what, {"body": f"Looked at ![](/attachments/{drawn.id})"}), key


@dataclass(frozen=True)
class Stage:
    """What happens, who may notice it, and where they do."""

    name: str
    noticed_by: set[str]
    happens: Callable[[], None]
    shows_at: str


def furnish(world: World) -> list[Side]:
    """Both places with something of every sort on record, and everybody who can following all of it."""
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    theme = add_theme(OPERATOR, name="Shared theme")
    sides = [
        Side(name, place, author, world.someone(author), answers, world.someone(answers), table, theme, lead_is=lead)
        for name, place, author, answers, table, lead in (
            ("here", world.here, "author", "facilitator here", READERS, "lead here"),
            (
                "elsewhere",
                world.elsewhere,
                "member elsewhere",
                "facilitator elsewhere",
                READERS_ELSEWHERE,
                "lead of both",
            ),
        )
    ]
    for side in sides:
        project = begin_project(OPERATOR, side.place, programme, title=f"Project {side.name}", theme=theme)
        milestone = add_milestone(OPERATOR, project, name="Doors open", due_on=today())
        side.slip = move_milestone(
            reading(world.someone(side.lead_is)), milestone, to_on=today() + timedelta(days=9), reason="money",
            why="Nobody pays for the second half.", audience="partnership",
        )  # fmt: skip
        side.lead, side.introducer = world.someone(side.lead_is), world.someone(side.introducer_is)
        for kind in KINDS_OF_PERSON[1:]:
            reader = reading(world.someone(kind))
            if kind != "disabled member" and reader.in_community:
                follow(reader, partnership=side.place)
                if kind != side.author_is:
                    follow(reader, person=side.author)
        _begin(side)
        pin(reading(side.lead), side.updates["public"])
    for side in sides:
        side.guest = replace(side, author_is="lead of both", author=world.someone("lead of both"))
    sides[0].guest.reflection("facilitators", submit=True)
    world.part()
    return sides


def _begin(side: Side) -> None:
    for audience in ("partnership", "community", "public"):
        side.updates[audience] = side.update(audience, picture=audience != "public")
    side.updates["narrowed"] = side.update("partnership")
    side.updates["withdrawn"] = side.update("partnership", picture=False)
    for audience in ("facilitators", "partnership", "community", "public"):
        side.reflections[audience] = side.reflection(audience, submit=audience != "community", picture=False)
    side.reflections["back"] = side.reflection("facilitators", submit=True)
    reflections.take_back(reading(side.author), side.reflections["back"])
    side.answer(side.reflections["public"], "invites")


def stages(sides: list[Side], app: Flask) -> list[Stage]:
    """What happens, in one place after the other, the most private first; what all may notice comes last.

    Elsewhere first: here one of two waits whose author has sent nothing before, until they send the next.
    """
    private = (("me", _for_the_author), ("facilitators", _for_facilitators), ("partnership", _for_the_place))
    found = [
        Stage(f"begun, {side.name}", {side.facilitator_is}, partial(_begin_to_answer, side, app), "/reviews")
        for side in sides
    ]
    found += [_introducing(sides), _letting_have_addresses(sides)]
    found += [
        Stage(f"taken back, {side.name}", {side.author_is}, partial(_send_and_take_back, side), at)
        for side in reversed(sides)
        for at in (f"/partnerships/{side.place.slug}", f"/people/{side.author.id}", "/drafts", "/home")
    ]
    found += [_stage(side, audience, happens) for side in reversed(sides) for audience, happens in private]
    found += [_closing_a_sentence(side) for side in reversed(sides)]
    return found + [_stage(side, "community", _for_the_community) for side in sides]


def _introducing(sides: list[Side]) -> Stage:
    """In both places two people are introduced by somebody of neither: the two are told, nobody else."""

    def happens() -> None:
        for side in sides:
            two, key = (side.author, side.facilitator), signed_forms.new_key()
            introduce(reading(side.introducer), *two, "Both begin again.", key)

    who = {kind for side in sides for kind in (side.author_is, side.facilitator_is, side.introducer_is)}
    return Stage("introduced", who, happens, "/notifications")


def _letting_have_addresses(sides: list[Side]) -> Stage:
    """Then each of the two lets the other have their address: whoever introduced them does not notice."""

    def happens() -> None:
        for made in session().scalars(select(PeopleIntroduction)).all():
            for person_id in (made.one_id, made.other_id):
                share_address(reading(session().get_one(Person, person_id)), made.id)

    who = {kind for side in sides for kind in (side.author_is, side.facilitator_is)}
    return Stage("let have addresses", who, happens, "/notifications")


def _closing_a_sentence(side: Side) -> Stage:
    """Why a milestone moved is for its facilitators alone from now on: those notice who read it until then."""
    who = side.table["partnership"] | {side.lead_is, "programme team", "programme team member elsewhere"}
    happens = partial(change_slip_audience, reading(side.lead), side.slip, "facilitators")
    return Stage(f"a sentence, {side.name}", who, happens, f"/partnerships/{side.place.slug}/milestones")


def _stage(side: Side, audience: str, happens: Callable[[Side], None]) -> Stage:
    who = side.readers(audience) | (side.guest.readers(audience) if audience in {"me", "facilitators"} else set())
    return Stage(f"{audience}, {side.name}", who, partial(happens, side), f"/partnerships/{side.place.slug}")


def _begin_to_answer(side: Side, app: Flask) -> None:
    """What a facilitator has begun to write is theirs alone: its author does not know, nor do the others who may."""
    form = Form(Visitor(app, side.facilitator), f"/reflections/{side.reflections['facilitators'].id}/review")
    assert form.send(**{"moves-0-says": "Perhaps this", "keep": "1"}).status_code == 303


def _for_the_author(side: Side) -> None:
    author = reading(side.author)
    side.ask_for_help("me")
    side.update("me", "off-track", reason="Nobody knows yet")
    withdraw_entry(author, side.update("me"))
    side.reflection("me", submit=False)
    _send_and_take_back(side)
    side.edit_back()
    # The facilitators see of whom it is the first: neither this, nor what is sent elsewhere, is theirs to know.
    pin(reading(side.guest.author), side.guest.update("me"))
    keep(author, side.updates["public"], note="For myself")
    keep(author, side.updates["community"], later=True)
    _undertake(side, "me")
    _send_and_take_back(side.guest)
    add_attachment(author, signed_forms.new_key(), "picture.png", drawn_picture(), alt="Not posted yet")


def _undertake(side: Side, audience: str) -> None:
    """Something is undertaken of a reflection that is for fewer, and something else reported."""
    author, due = reading(side.author), today() + timedelta(days=30)
    source = f"reflection:{side.reflections['public'].id}"
    undertake(author, side.place, signed_forms.new_key(), Undertaking("Ask", due, author.id, audience=audience))
    of_it = Undertaking("Ask again", due, author.id, audience=audience, source=source)
    report(author, undertake(author, side.place, signed_forms.new_key(), of_it), Report("done", "They said so."))


def _send_and_take_back(side: Side) -> None:
    reflections.take_back(reading(side.author), side.reflection("facilitators", submit=True))


def _for_facilitators(side: Side) -> None:
    """Something new, of two people; something narrowed; exchanges, of which few know, however open the text is."""
    author, kept = reading(side.author), side.reflections
    side.ask_for_help("facilitators")
    side.update("facilitators", "needs-attention", reason="Between us")
    _undertake(side, "facilitators")
    say_thanks(reading(side.facilitator), side.reflection("facilitators", submit=True))
    side.guest.reflection("facilitators", submit=True)
    change_entry_audience(author, kept["facilitators"], "me")
    reflections.submit(author, kept["back"])
    reflections.submit(author, kept["public"])
    side.leave_open(kept["public"], side.answer(kept["public"], "acknowledges"))
    _report_and_hide(side, side.answer(kept["partnership"], "invites"))
    reviews.leave_there(author, kept["partnership"])
    reflections.submit(author, kept["community"])


def _report_and_hide(side: Side, move: Move) -> None:
    """An answer is reported to those who read it, and hidden; and something confided, to the moderators."""
    confided = side.update("facilitators")
    for who, about, meant_for in (
        (side.author, f"answer:{move.id}", FACILITATORS),
        (side.facilitator, f"update:{confided.id}", MODERATORS),
    ):
        case = report_text(reading(who), about, "other", "Look.", meant_for=meant_for)
        decider = reader_of(handlers(case)[0])
        assert isinstance(decider, Reader)
        decide(decider, case, "hidden", "Not so.", 0)


def _for_the_place(side: Side) -> None:
    author, kept = reading(side.author), side.updates
    side.ask_for_help("partnership")
    pin(reading(side.lead), kept["partnership"])
    _undertake(side, "partnership")
    say_thanks(reading(side.facilitator), side.update("partnership", "off-track", reason="Money"))
    side.reflection("partnership", submit=True)
    side.edit(kept["partnership"])
    change_entry_audience(author, kept["narrowed"], "facilitators")
    withdraw_entry(author, kept["withdrawn"])


def _for_the_community(side: Side) -> None:
    pin_on_theme(reading(side.facilitator), side.theme, side.updates["community"], "Begin here")
    say_thanks(reading(side.facilitator), side.update("community", "needs-attention", reason="Time"))
    side.reflection("community", submit=True)
    side.edit(side.updates["community"])
