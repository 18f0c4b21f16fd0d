"""What is undertaken in the matrix's world: actions for every audience, open and reported, handed on and given back,
with owners who could not read them otherwise, and born of what their readers may not read.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from lpcommunity.actions.commands.owners import decline, hand_over
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.actions.models import Action
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import session, today, transactional
from tests.factories import reading
from tests.factories.world import READERS, READERS_ELSEWHERE

if TYPE_CHECKING:
    from tests.matrix.canaries import Told

PARTNER = PartnerContact("canary-name-of-partner", "canary-address-of-partner@example.org")
SOON, AN_HOUR = timedelta(days=20), timedelta(hours=1)


def undertake_all(told: "Told") -> None:
    """One open and one reported action of each audience here, by the author, for a member; and some elsewhere."""
    for audience in AUDIENCES:
        _here(told, audience)
    for audience in ("facilitators", "partnership"):
        _elsewhere(told, audience)
    _by_mail(told)


def _here(told: "Told", audience: str) -> None:
    world = told.world
    author, owner = reading(world.someone("author")), world.someone("member here")
    readers = READERS[audience] | {"author", "member here"}
    source = (
        next(one.entry for one in told.items.values() if one.canary == f"canary-reflection-{audience}" and one.entry)
        if f"canary-reflection-{audience}" in told.items
        else None
    )
    open_one = _begin(author, world.here, f"canary-open-{audience}", audience, owner.id, f"canary-sealed-{audience}")
    done = _begin(author, world.here, f"canary-done-{audience}", audience, owner.id, f"canary-expected-{audience}")
    _seal(open_one)
    mailed = audience not in ("me", "facilitators")
    told.item(f"canary-open-{audience}", readers, path=f"/actions/{open_one.id}", mailed=mailed)
    told.item(f"canary-sealed-{audience}", set())  # nobody's, until somebody reports
    report(reading(owner), done, Report("done", f"It came to canary-came-{audience}."))
    for what in ("done", "expected", "came"):
        told.item(f"canary-{what}-{audience}", readers, path=f"/actions/{done.id}", mailed=mailed and what == "done")
    if source is not None:
        _tie(open_one, source.id)
    passed_on = _begin(author, world.here, f"canary-passed-on-{audience}", audience, owner.id)
    hand_over(reading(owner), passed_on, world.someone("lead here").id, f"canary-word-{audience}")
    decline(reading(world.someone("lead here")), passed_on, f"canary-no-{audience}")
    without = READERS[audience] | {"author"}
    told.item(f"canary-passed-on-{audience}", without, path=f"/actions/{passed_on.id}", mailed=mailed)
    few = {"author", "lead here", "deputy here", "lead of both"}  # a word is for them, whoever reads the action
    heard = without & (few | (READERS[audience] if audience == "facilitators" else set()))
    told.item(f"canary-no-{audience}", heard, path=f"/actions/{passed_on.id}")
    told.item(f"canary-word-{audience}", heard)  # the newest word stands there


def _elsewhere(told: "Told", audience: str) -> None:
    author = reading(told.world.someone("lead of both"))
    made = _begin(author, told.world.elsewhere, f"canary-open-elsewhere-{audience}", audience, author.id)
    readers = READERS_ELSEWHERE[audience] | {"lead of both"}
    told.item(f"canary-open-elsewhere-{audience}", readers, path=f"/actions/{made.id}")


def _by_mail(told: "Told") -> None:
    """An owner without an account: name and address are for who typed them and the leads."""
    author = reading(told.world.someone("author"))
    said = Undertaking("canary-by-mail", today() + SOON, partner=PARTNER, audience="public")
    made = undertake(author, told.world.here, signed_forms.new_key(), said)
    told.item("canary-by-mail", READERS["public"], path=f"/actions/{made.id}")
    few = {"author", "lead here", "deputy here", "lead of both"}
    for what in ("name", "address"):
        told.item(f"canary-{what}-of-partner", few, path=f"/actions/{made.id}")


def _begin(actor, place: Partnership, canary: str, audience: str, owner_id: int, expects: str = "") -> Action:  # type: ignore[no-untyped-def]
    said = Undertaking(f"Do {canary}.", today() + SOON, owner_id, audience=audience, expects=expects)
    return undertake(actor, place, signed_forms.new_key(), said)


@transactional
def _seal(action: Action) -> None:
    """As if it had been written down an hour ago: nobody reads any more what was expected."""
    action.created_at -= AN_HOUR
    session().flush()


@transactional
def _tie(action: Action, entry_id: int) -> None:
    """It comes from that, though it is for other people: whoever reads the one need not read the other."""
    action.source_entry_id = entry_id
    session().flush()
