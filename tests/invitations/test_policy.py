"""Whether an invitation still counts: as a predicate, and as SQL."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.invitations import policy
from lpcommunity.invitations.models import Invitation
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.people.models import ROLES
from lpcommunity.storage import now, session, today, transactional
from tests import factories as make

COUNTING = select(Invitation.id).where(policy.counts())


def _givers(hull, keele):
    """Somebody of each kind, of mixed kinds, and of each kind that is over."""
    given = {}
    for role in PARTNERSHIP_ROLES:
        given[role] = make.person(f"{role} of Hull")
        make.belongs(given[role], hull, role)
    for role in ROLES:
        given[f"the {role}"] = make.person(f"the {role}", role=role)
    given["lead, and a member elsewhere"] = mixed = make.person("Mixed")
    make.belongs(mixed, hull, "lead")
    make.belongs(mixed, keele, "member")
    given["an evaluator who leads"] = both = make.person("Both", role="evaluator")
    make.belongs(both, keele, "deputy")
    given["was the lead"] = gone = make.person("Was the lead")
    make.belongs(gone, hull, "lead", today() - timedelta(days=20), today() - timedelta(days=1))
    given["lead, and cannot sign in"] = closed = make.person("Closed")
    make.belongs(closed, hull, "lead")
    given["the team, and cannot sign in"] = make.person("Closed team", role="programme-team")
    for name in ("lead, and cannot sign in", "the team, and cannot sign in"):
        disable(OPERATOR, given[name])
    return given


@transactional
def _invitations(giver, places):
    into = [(place, role) for place in places for role in PARTNERSHIP_ROLES] + [(None, role) for role in ROLES]
    for place, role in into:
        session().add(
            Invitation(
                email=f"{giver and giver.id}-{place and place.id}-{role}@example.org", role=role, nonce="x",
                partnership_id=place and place.id, inviter_id=giver and giver.id,
                invited_at=now(), sent_at=now(), expires_at=now(),
            )
        )  # fmt: skip


@pytest.mark.usefixtures("app")
def test_both_say_the_same_of_every_invitation_of_everybody():
    hull, keele = make.place("Hull"), make.place("Keele")
    givers = {**_givers(hull, keele), "the operator": None}
    for giver in givers.values():
        _invitations(giver, (hull, keele))
    counting = set(session().scalars(COUNTING, {"today": today()}))
    names = {giver and giver.id: name for name, giver in givers.items()}
    said, told = set(), set()
    for one in session().scalars(select(Invitation)).all():
        line = (names[one.inviter_id], one.partnership and one.partnership.name, one.role)
        if policy.still_counts(one):
            said.add(line)
        if one.id in counting:
            told.add(line)
    assert told == said
    assert {name for name, _, _ in said} == {
        "lead", "deputy", "the programme-team", "the administrator", "the operator", "lead, and a member elsewhere",
        "an evaluator who leads",
    }  # fmt: skip
