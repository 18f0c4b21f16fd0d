"""The states of a reflection, walked at random: whatever people do, in whatever order, these things stay true."""

from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.entries.content import Content
from lpcommunity.entries.policy import can_read
from lpcommunity.reflections.commands import change_audience, edit_reflection, submit, take_back, withdraw
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, NONE, WAITING
from lpcommunity.reviews.commands import leave_there, send_replies
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.reviews.queries import queue_for
from lpcommunity.storage import session
from tests.factories import belongs, person, reading
from tests.reviews.test_commands import SUPPORT
from tests.reviews.world import World, answer, exchange, new_key, world, written


class Turn(RuleBasedStateMachine):
    """A member and two facilitators with one reflection."""

    app: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        session().rollback()
        self.w: World = world()
        self.ruth = person("Ruth Adeyemi")
        belongs(self.ruth, self.w.hull, "facilitator")
        self.reflection = written(self.w)
        self.said: list[str] = []
        self.texts = 0

    @property
    def live(self) -> bool:
        return self.reflection.state != "withdrawn"

    @rule()
    def leave(self):
        before = self.reflection.review_state
        try:
            leave_there(reading(self.w.amina), self.reflection)
        except Refused:
            assert before != ANSWERED or not self.live
        else:
            assert self.reflection.left_there_at is not None
            assert self.reflection.review_state == before

    @rule(who=st.sampled_from(["owen", "ruth"]), outcome=st.sampled_from([INVITES, ACKNOWLEDGES]))
    def answer(self, who, outcome):
        actor = self.w.owen if who == "owen" else self.ruth
        before = self.reflection.review_state
        try:
            answer(actor, self.reflection, outcome, SUPPORT)
        except (Conflict, Refused):
            assert before != WAITING or not self.live or self.reflection.audience == "me"
        else:
            self.said.append(outcome)
            assert self.reflection.review_state in {ANSWERED, ACKNOWLEDGED}
            if outcome == INVITES:
                assert self.reflection.review_state == ANSWERED

    @rule()
    def submit(self):
        before = (self.reflection.review_state, self.reflection.rounds)
        try:
            submit(reading(self.w.amina), self.reflection)
        except Refused:
            assert before[0] == ACKNOWLEDGED or not self.live
        except Invalid:
            assert self.reflection.audience == "me"
        else:
            assert self.reflection.review_state == WAITING
            assert self.reflection.rounds == before[1] + (before[0] != WAITING)

    @rule()
    def take_back(self):
        before = self.reflection.review_state
        try:
            take_back(reading(self.w.amina), self.reflection)
        except Conflict:
            assert before in {ANSWERED, ACKNOWLEDGED}
        else:
            assert self.reflection.review_state != WAITING

    @precondition(lambda self: self.live)
    @rule()
    def edit(self):
        self.texts += 1
        words = Content.written("T", {"what": f"Text {self.texts}"})
        edit_reflection(reading(self.w.amina), self.reflection, words, self.reflection.version, cycle="driscoll")

    @precondition(lambda self: self.reflection.state == "published")
    @rule(audience=st.sampled_from(["me", "facilitators", "partnership", "public"]))
    def change_audience(self, audience):
        change_audience(reading(self.w.amina), self.reflection, audience)

    @rule()
    def reply(self):
        moves = [move for each in exchange(self.reflection).rounds for move in each.moves]
        if moves and self.reflection.state == "published":
            send_replies(reading(self.w.amina), self.reflection, new_key(), {moves[-1].id: "Yes."})

    @precondition(lambda self: self.texts > 3 and self.reflection.state == "published")
    @rule()
    def withdraw(self):
        withdraw(reading(self.w.amina), self.reflection)

    @invariant()
    def nothing_said_is_lost(self):
        found = exchange(self.reflection)
        answers = [answer.outcome for each in found.rounds for answer in each.answers]
        assert sorted(answers) == sorted(self.said)
        assert [each.n for each in found.rounds] == list(range(1, self.reflection.rounds + 1))
        for each in found.rounds:
            for one in each.answers:
                assert one.version in found.versions

    @invariant()
    def state_and_days_agree(self):
        r = self.reflection
        assert (r.waiting_since is not None) == (r.review_state == WAITING)
        assert (r.acknowledged_at is not None) == (r.review_state == ACKNOWLEDGED)
        assert (r.rounds == 0) == (r.review_state == NONE)
        assert (r.submitted_version is None) == (r.rounds == 0)
        if r.audience == "me" or r.state != "published":
            assert r.review_state != WAITING

    @invariant()
    def the_queue_holds_what_waits_and_may_be_read(self):
        for who in (self.w.owen, self.ruth):
            listed = self.reflection.id in [item.id for item in queue_for(reading(who)).items]
            assert listed == (self.reflection.review_state == WAITING and can_read(reading(who), self.reflection))
        assert can_read_exchange(reading(self.w.amina), self.reflection)
        assert not can_read_exchange(reading(self.w.colin), self.reflection)


def test_the_turn_of_action_learning(app):
    Turn.app = app
    run_state_machine_as_test(
        Turn,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
