"""Whom the form of an entry counts beforehand are those who are told when it is posted."""

import random
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import can_read
from lpcommunity.following.commands import follow
from lpcommunity.following.models import Follow
from lpcommunity.following.recipients import how_many
from lpcommunity.notifications.models import Notification
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import session, today, transactional
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.factories import reading

ROLES = ("member", "lead", "deputy", "facilitator")


class Crowd:
    """People of every sort around two places, who follow whatever they like; drawn anew for each seed."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.here, self.elsewhere = make.place("Here"), make.place("Elsewhere")
        self.author = make.person("Author")
        make.belongs(self.author, self.here)
        self.theme = add_theme(OPERATOR, slug="growth", name="Growth")
        self.people = [make.person(role="evaluator" if n == 0 else None) for n in range(14)]
        for who in self.people:
            for place in (self.here, self.elsewhere):
                if draw.random() < 0.4:
                    seat = make.belongs(who, place, draw.choice(ROLES[:1] + ROLES[2:]))
                    if draw.random() < 0.2:
                        end_membership(OPERATOR, seat)
        for who in self.people:
            reader = reading(who)
            if reader.in_community:
                for target in ({"partnership": self.here}, {"person": self.author}, {"theme": self.theme}):
                    if draw.random() < 0.5:
                        follow(reader, **target)
        for who in draw.sample(self.people, 4):  # some leave after they have followed, some accounts are closed
            self._leave(who)

    @transactional
    def _leave(self, who) -> None:
        who.disabled_at = who.created_at


@pytest.mark.parametrize("seed", range(4))
def test_whoever_is_counted_is_told(app, seed):
    crowd = Crowd(seed)
    author = reading(crowd.author)
    counted = how_many(crowd.here.id, author.id)
    for audience in AUDIENCES:
        made = post_update(
            author, crowd.here, str(uuid4()), Content.written("", {"body": "Something happened."}),
            audience=audience, standing="on-track",
        )  # fmt: skip
        worker.run(app, until_empty=True)
        told = {one.person_id for one in session().query(Notification).filter(Notification.entry_id == made.id)}
        assert counted[audience] == len(told), audience
        assert all(can_read(reading(who), made) for who in crowd.people if who.id in told)


@pytest.mark.parametrize("seed", range(4))
def test_those_who_follow_a_theme_hear_of_what_carries_it(app, seed):
    crowd = Crowd(seed)
    author = reading(crowd.author)
    made = post_update(
        author, crowd.here, str(uuid4()), Content.written("", {"body": "Something happened."}), audience="community",
        standing="on-track", theme_ids=[crowd.theme.id],
    )  # fmt: skip
    worker.run(app, until_empty=True)
    told = {one.person_id for one in session().query(Notification).filter(Notification.entry_id == made.id)}
    following = session().scalars(select(Follow.person_id).where(Follow.theme_id == crowd.theme.id))
    readable = {who.id for who in crowd.people if can_read(reading(who), made)}
    assert set(following) & readable <= told <= readable


def test_the_form_asks_a_fixed_number_of_questions(app, count_queries):
    crowd = Crowd(1)
    here, author = crowd.here.id, crowd.author.id
    costs = []
    for _ in range(2):
        with count_queries() as asked:
            how_many(here, author)
        costs.append(len(asked))
        for _ in range(5):
            who = make.person()
            make.belongs(who, crowd.here, since=today())
            follow(reading(who), person=crowd.author)
    assert costs == [3, 3]
