"""One person: who they are, where they belong, what they can help with, what they put on record."""

from flask import render_template, request

from lpcommunity.access import access, require
from lpcommunity.entries.models import Entry
from lpcommunity.entries.queries import page
from lpcommunity.following.policy import can_follow_person
from lpcommunity.following.queries import followed_person, person_to_follow
from lpcommunity.pages.masthead import account
from lpcommunity.pages.policy import can_close_account, can_see_person
from lpcommunity.pages.queries import memberships
from lpcommunity.pages.views import pages
from lpcommunity.people.current_user import actor, me
from lpcommunity.people.models import Person
from lpcommunity.web.urls import next_page_url


@pages.app_template_global()
def person_url(whom: Person) -> str | None:
    """Where this reader finds a person; None where nobody is there for them, so that no link leads nowhere."""
    reader = actor()
    return f"/people/{whom.id}" if reader is not None and can_see_person(reader, whom) else None


@pages.get("/people/<id:person_id>")
@access("signed-in")
def person(person_id: int) -> str:
    """A person, for others of the community."""
    reader = me()
    found = person_to_follow(person_id)
    closable = can_close_account(reader, found)
    require(can_see_person(reader, found) or (closable and found.disabled_at is not None))
    entries = page(reader, [Entry.author_id == found.id], request.args.get("after"))
    may_follow = can_follow_person(reader, found)
    return render_template(
        "pages/person.html",
        person=found,
        shown=account(found),
        roles=memberships.roles_of(found),
        seats=memberships.places_of(found),
        cards=entries.cards,
        next=next_page_url("pages.person", entries.next, "entries", person_id=person_id),
        closable=closable,
        mine=reader.id == found.id,
        may_follow=may_follow,
        followed=may_follow and followed_person(reader, found.id) is not None,
    )
