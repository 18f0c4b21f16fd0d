"""Who holds a role in the whole installation, and ending one, asked once more before."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.people import commands, policy, queries
from lpcommunity.people.current_user import me
from lpcommunity.people.models import ROLES
from lpcommunity.people.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm

AS = {
    "programme-team": "in the programme team",
    "evaluator": "an evaluator",
    "moderator": "a moderator",
    "administrator": "an administrator",
}


@pages.get("/roles")
@access("signed-in")
def roles() -> str:
    """Who runs the programme, evaluates it, moderates or looks after accounts; for those who may give such a role."""
    given = policy.roles_to_give(me())
    require(bool(given))
    return render_template("accounts/roles.html", roles=ROLES, given=given, holders=queries.holders(), me=me())


@pages.route("/roles/<id:person_id>/ending", methods=["GET", "POST"])
@access("signed-in")
@re_renders
@recently_authenticated
def end_role(person_id: int) -> AnyResponse:
    """End a role at once. The last one of the programme team stays."""
    role = request.values.get("role", "")
    if role not in ROLES:
        raise Missing
    require(policy.can_give_role(me(), role))
    person = queries.person(person_id)
    name, own = person.name, person.id == me().id
    form = ButtonForm()
    if not form.validate_on_submit():
        holds = policy.has_open_role(person, role)
        last = policy.is_last_in(person, role)
        return render_form("accounts/ending-role.html", form, person=person, role=role, own=own, holds=holds, last=last)
    try:
        commands.end_role(me(), person, role)
    except Invalid as error:
        flash(f"{error}.")
        return see_other("/roles")
    flash(f"{'You are' if own else f'{name} is'} no longer {AS[role]}.")
    return see_other("/home" if own else "/roles")
