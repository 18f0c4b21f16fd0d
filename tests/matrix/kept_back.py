"""What people keep from the community in the matrix's world, and what they show it: who may read which."""

from typing import TYPE_CHECKING

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.people.commands import change_profile
from tests.factories import reading
from tests.factories.world import READERS

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

RUN_IT = {"programme team", "programme team member elsewhere", "administrator"}


def keep_back(told: "Told") -> None:
    """Three say what they do, where and what they can help with: one to the community, two to those who run it."""
    for name, kind, hides in (
        ("shown", "lead of both", ()),
        ("kept", "lead here", ("job_title", "organisation", "helps_with")),
        ("kept-elsewhere", "member elsewhere", ("job_title", "organisation", "helps_with")),
    ):
        person = told.world.someone(kind)
        organisation = add_organisation(OPERATOR, name=f"canary-organisation-{name}", sector="council")
        change_profile(
            reading(person),
            name=person.name,
            job_title=f"canary-job-{name}",
            organisation_id=organisation.id,
            helps_with=f"canary-helps-{name}",
            hides=hides,
        )
        readers = RUN_IT | {kind} if hides else READERS["community"]
        told.item(f"canary-organisation-{name}", set(READERS["public"]) - {"anonymous"})  # profiles offer all there are
        for what in ("job", "helps"):
            told.item(f"canary-{what}-{name}", readers, path=f"/people/{person.id}", found=not hides)
