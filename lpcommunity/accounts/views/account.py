"""One's own account: everything one can change about it, in one place."""

from flask import render_template

from lpcommunity.access import access
from lpcommunity.accounts import queries
from lpcommunity.people import queries as people
from lpcommunity.people.current_user import me
from lpcommunity.people.views import pages


@pages.get("/account")
@access("signed-in")
def account() -> str:
    """What is known of me, and where to change it."""
    person = people.person(me().id)
    hidden = people.hidden_details(me(), person.id)
    return render_template(
        "accounts/account.html",
        person=person,
        hides=hidden.details if hidden else [],
        in_community=me().in_community,
        job_title=person.job_title or (hidden and hidden.job_title),
        organisation=person.organisation.name if person.organisation else hidden and hidden.organisation,
        helps_with=person.helps_with or (hidden and hidden.helps_with),
        new_address=queries.address_to_confirm(me()),
        sessions=len(queries.open_sessions(me())),
        may_read_record="administrator" in me().roles,
    )
