"""Who is invited into a place, or into the whole installation, and inviting more."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Response, flash, request
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access, require
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.invitations import commands, policy, queries
from lpcommunity.invitations.address_parser import Addressee, parse_addressees
from lpcommunity.invitations.forms import InviteForm
from lpcommunity.invitations.refusal_text import reasons_of
from lpcommunity.invitations.role_text import days_phrase, role_phrase
from lpcommunity.invitations.views import pages
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Partnership
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.people.models import ROLES
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice
from lpcommunity.web.humanize import people_list, plural, sentence

HINTS = {
    "member": "Posts updates, writes reflections, reads what the partnership shares",
    "deputy": "As a member, and stands in for the lead: invites people, and changes who belongs",
    "lead": "As a member, and invites people, and changes who belongs",
    "facilitator": "From outside: reads what is sent to facilitators, and answers it",
    "programme-team": "Sets up programmes and places, and invites everybody",
    "evaluator": "Reads what the community may see",
    "moderator": "Acts on texts that are reported, and reads what the community may see",
    "administrator": "Looks after accounts and settings",
}

MOST_NAMED = 5  # of those who were invited just now, in one sentence; the list below it has them all


@dataclass(frozen=True)
class Where:
    """Into what one is invited: a place, or the installation as a whole."""

    id: int | None
    name: str | None
    path: str
    back: str
    given: dict[str, str]  # the roles that the person may give here, and their words


def _place(slug: str) -> tuple[Where, Partnership]:
    place = with_slug(slug)
    given = policy.roles_to_give(me(), place.id)
    require(bool(given))
    return Where(place.id, place.name, f"/partnerships/{slug}/invitations", f"/partnerships/{slug}", given), place


def _everywhere() -> Where:
    given = policy.roles_to_give(me(), None)
    require(bool(given))
    return Where(None, None, "/invitations", "/home", given)


@pages.get("/partnerships/<slug:slug>/invitations")
@access("signed-in")
def of_place(slug: str) -> Response:
    """Who is invited into this place."""
    where, _ = _place(slug)
    return _show(_form(where), where)


@pages.post("/partnerships/<slug:slug>/invitations")
@access("signed-in")
@re_renders
def invite_to_place(slug: str) -> AnyResponse:
    """Invite into this place."""
    where, place = _place(slug)
    return _invite(where, place)


@pages.get("/invitations")
@access("signed-in")
def everywhere() -> Response:
    """Who is invited into a role in the whole installation."""
    where = _everywhere()
    return _show(_form(where), where)


@pages.post("/invitations")
@access("signed-in")
@re_renders
@recently_authenticated
def invite_everywhere() -> AnyResponse:
    """Invite into a role in the whole installation."""
    return _invite(_everywhere(), None)


@pages.post("/invitations/<id:invitation_id>/sending")
@access("signed-in")
def send_again(invitation_id: int) -> AnyResponse:
    """Send one of them again."""
    invitation = queries.invitation(invitation_id)
    to, path = invitation.name and f" to {invitation.name}", list_of(invitation.partnership)
    try:
        commands.send_again(me(), invitation)
    except Invalid as error:
        flash(f"{error}.", "It is not sent again")
        return see_other(path)
    flash(f"The invitation{to} is sent again. It is open for another 14 days.")
    return see_other(path)


@pages.post("/invitations/<id:invitation_id>/withdrawal")
@access("signed-in")
def withdraw(invitation_id: int) -> AnyResponse:
    """Take one of them back."""
    invitation = queries.invitation(invitation_id)
    to, path = invitation.name and f" to {invitation.name}", list_of(invitation.partnership)
    commands.withdraw(me(), invitation)
    flash(f"The invitation{to} is withdrawn. Its link opens nothing any more.")
    return see_other(path)


def list_of(place: Partnership | None) -> str:
    """Where those who are invited into it stand."""
    return "/invitations" if place is None else f"/partnerships/{place.slug}/invitations"


def _invite(where: Where, place: Partnership | None) -> AnyResponse:
    form = _form(where)
    again: set[object] = set()
    if form.validate_on_submit():
        role = form.role.data
        try:
            people = parse_addressees(form.addresses.data)
            sent = commands.invite_all(me(), people, role, place, again="again" in request.form)
        except commands.Unusable as error:
            reasons = reasons_of(error)
            for reason in reasons[:20]:
                form.refuse(reason, "addresses")
            if len(reasons) > 20:
                form.refuse(f"And {len(reasons) - 20} more", "addresses")
            again = {one.values["email"] for one in error.problems if one.code == "address-invited-already"}
        except Invalid as error:
            form.take(error)
        else:
            many = "One invitation is" if len(sent) == 1 else f"{sentence(plural(len(sent), 'invitation'))} are"
            flash(f"{many} on the way{_to(people)}. Whoever accepts is {role_phrase(role, where.name)}.")
            return see_other(where.path)
    return _show(form, where, again)


def _to(people: Collection[Addressee]) -> str:
    """To whom, where all have names: a message that waits in the cookie holds no address. The list has them."""
    named = [one.name for one in people if one.name]
    return f", to {people_list(named, most=MOST_NAMED)}" if len(named) == len(people) else ""


def _form(where: Where) -> InviteForm:
    form = InviteForm()
    form.role.choices = [SelectChoice(role, words) for role, words in where.given.items()]
    if not form.is_submitted():
        form.role.data = next(iter(where.given))
    return form


def role_hint(role: str, place: str | None) -> str:
    """What they will do, and who else is told."""
    if role != "facilitator":
        return HINTS[role]
    return (
        f"{HINTS[role]}. When they accept, those who confided something in {place} are told, by name and with a choice"
    )


def _show(form: InviteForm, where: Where, again: Collection[object] = ()) -> Response:
    """`again`: the addresses that are invited already, and were to be invited once more."""
    people = queries.invited(where.id)
    return render_form(
        "invitations/list.html",
        form,
        where=where,
        waiting=[one for one in people if one.state == "waiting"],
        lapsed=[one for one in people if one.state == "lapsed"],
        expired=[one for one in people if one.state == "expired"],
        accepted=[one for one in people if one.state == "accepted"],
        role_words={**ROLES, **PARTNERSHIP_ROLES},
        days_phrase=days_phrase,
        hints={role: role_hint(role, where.name) for role in where.given},
        most=commands.AT_ONCE,
        again=[
            one.name or one.email
            for one in people
            if one.state in ("waiting", "lapsed") and one.email in again and one.role in where.given
        ],
        only_latest=len(people) == queries.MOST,
    )
