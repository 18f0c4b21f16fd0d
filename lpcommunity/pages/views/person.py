"""One person: who they are, where they belong, what they can help with, what they put on record."""

from flask import render_template, request

from lpcommunity.access import Missing, access, require
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.entries.queries import entries_by
from lpcommunity.following.policy import can_follow_person
from lpcommunity.following.queries import followed_people
from lpcommunity.help_requests.help_given import given_by_person
from lpcommunity.introductions.policy import can_introduce_somebody_to
from lpcommunity.pages.policy import can_close_account
from lpcommunity.pages.queries import memberships
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor, me, whom
from lpcommunity.people.models import Person
from lpcommunity.people.policy import can_see_person
from lpcommunity.people.queries import hidden_details
from lpcommunity.web.urls import next_page_url

SOMEBODY = Reader(0, roles=frozenset({"evaluator"}))  # of the community, and of no place: nobody has this number
AS = {"as": "community"}
KEPT_BACK = {
    "photo": "the photo",
    "job_title": "the job title",
    "organisation": "the organisation",
    "helps_with": "what to ask for help with",
}


@pages.app_template_global()
def person_url(of: Person) -> str | None:
    """Where this reader finds a person; None where nobody is there for them, so that no link leads nowhere."""
    reader = actor()
    return f"/people/{of.id}" if isinstance(reader, Reader) and can_see_person(reader, whom(of.id)) else None


@pages.get("/people/<id:person_id>")
@access("signed-in")
def person(person_id: int) -> str:
    """A person, for others of the community; and for themselves as these see them (`?as=community`)."""
    reader = me()
    as_others = request.args.get("as") == "community" and reader.id == person_id and reader.in_community
    if as_others:
        reader = SOMEBODY
    found = memberships.person_head(person_id)
    if found is None:
        raise Missing
    hidden = hidden_details(reader, found.id)
    found = memberships.as_shown(found, hidden)
    them = reader_of(person_id)
    closable = not as_others and can_close_account(reader, found.id, them)
    seen = can_see_person(reader, them)
    require(seen or (closable and found.disabled_at is not None))
    entries = entries_by(reader, found.id, request.args.get("after"))
    may_follow = not as_others and can_follow_person(reader, them)
    return render_template(
        "pages/person.html",
        person=found,
        kept_back=[KEPT_BACK[one] for one in hidden.details] if hidden else [],
        photo_url=found.photo_url if seen else None,
        roles=memberships.roles_of(them),
        seats=memberships.places_of(found.id),
        cards=entries.cards,
        next=next_page_url("pages.person", entries.next, "entries", person_id=person_id, **AS if as_others else {}),
        helped=given_by_person(reader, found.id),
        closable=closable,
        in_community=reader.in_community,
        as_others=as_others,
        mine=reader.id == found.id,
        may_introduce=not as_others and can_introduce_somebody_to(reader, them),
        may_follow=may_follow,
        followed=may_follow and bool(followed_people(reader, [found.id])),
    )
