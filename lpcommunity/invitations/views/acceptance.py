"""The link in an invitation: who invites into what, and coming in. Looking claims nothing; mail scanners look."""

from typing import Any

from flask import Response, flash, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Conflict, Invalid, access
from lpcommunity.access.reader import Reader
from lpcommunity.accounts import login, trusted_devices
from lpcommunity.invitations import commands, policy, queries
from lpcommunity.invitations.forms import JoinForm
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.role_text import days_phrase, invitation_phrase, role_phrase
from lpcommunity.invitations.terms import Term
from lpcommunity.invitations.tokens import invitation_of
from lpcommunity.invitations.views import pages
from lpcommunity.people.current_user import actor
from lpcommunity.people.queries import by_email
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm, Form
from lpcommunity.web.humanize import people_list


@pages.get("/invitations/<token>")
@access("token")
def show(token: str) -> Response:
    """Who invites into what, and what to do next: it depends on who is looking."""
    invitation = _found(token)
    return _gone(invitation, 404) if invitation is None or not _is_open(invitation) else _page(invitation, token)


@pages.post("/invitations/<token>")
@access("token")
@re_renders
def claim(token: str) -> AnyResponse:
    """Come in, or take on one more role."""
    invitation = _found(token)
    if invitation is None or not _is_open(invitation):
        return _second_click(invitation) or _gone(invitation, 404 if invitation is None else 409)
    someone, account = actor(), by_email(invitation.email)
    form = JoinForm()
    if isinstance(someone, Reader):
        return _accept(someone, invitation, token)
    if account is not None and (account.password_hash is not None or account.disabled_at is not None):
        return _page(invitation, token, 409)
    if form.validate_on_submit():
        try:
            person = commands.claim(invitation, name=form.name.data, password=form.password.data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            return _after_conflict(token, error, form)
        else:
            login.sign_in(person)
            flash(f"Your password is set. You are {_role(queries.invitation(invitation.id))}.", "You are in")
            return trusted_devices.trust(see_other("/welcome"), person.id)
    else:
        form.look_at_password(invitation.email)
    return _join(form, invitation, token)


def _accept(someone: Reader, invitation: Invitation, token: str) -> AnyResponse:
    """With an account, and signed in to it. Only the address that was invited may."""
    if someone.email != invitation.email:
        return _page(invitation, token, 409)
    if not ButtonForm().validate_on_submit():
        return _page(invitation, token, 422)
    try:
        commands.accept(someone, invitation)
    except Conflict as error:
        return _after_conflict(token, error, ButtonForm())
    flash(f"You are {_role(queries.invitation(invitation.id))}.", "You are in")
    return see_other("/welcome")


def _second_click(invitation: Invitation | None) -> AnyResponse | None:
    """Where somebody accepted it with their account, and pressed the button twice: on, as the first time."""
    someone = actor()
    by_me = invitation is not None and isinstance(someone, Reader) and invitation.claimed_by_id == someone.id
    return see_other("/welcome") if by_me else None


def _after_conflict(token: str, error: Conflict, form: Form) -> AnyResponse:
    """The same page with the reason where it stays open, and with the name that was typed; else what became of it."""
    invitation = _found(token)
    second = _second_click(invitation)
    if second is not None:
        return second
    if invitation is not None and _is_open(invitation):
        form.refuse(str(error))
        return _page(invitation, token, 409, form)
    return _gone(invitation, 409)


def _page(invitation: Invitation, token: str, status: int = 200, refused: Form | None = None) -> Response:
    """What this browser may do with an open invitation; `refused`: the form that said no just now."""
    someone, account = actor(), by_email(invitation.email)
    about = _about(invitation, token)
    if isinstance(someone, Reader):
        if someone.email != invitation.email:
            return make_response(render_template("invitations/somebody-else.html", me=someone, **about), status)
        form = refused or ButtonForm()
        return render_form(
            "invitations/accept.html", form, status=status, me=someone, ends=_ends(someone, invitation), **about
        )
    if account is not None and account.disabled_at is not None:
        return make_response(render_template("invitations/closed.html", **about), 409)
    if account is not None and account.password_hash is not None:
        return make_response(render_template("invitations/sign-in-first.html", **about), status)
    known = JoinForm(formdata=None, data={"name": account.name if account is not None else invitation.name})
    return _join(refused or known, invitation, token, status)


def _join(form: Form, invitation: Invitation, token: str, status: int | None = None) -> Response:
    """The form of somebody who has no password yet. Who stands on record already is told as what, and under which name:
    whoever holds the link is that person.
    """
    account = by_email(invitation.email)
    are = [] if account is None else [role_phrase(one.role, one.place) for one in queries.roles_of(account.id)]
    here = None if account is None else people_list(are)
    return render_form("invitations/join.html", form, status=status, here=here, **_about(invitation, token))


def _ends(someone: Reader, invitation: Invitation) -> str | None:
    """What they are in the place and will be no more when they accept."""
    place = invitation.partnership
    held = None if place is None else queries.role_here(someone.id, place.id)
    if place is None or held is None or not policy.changes(invitation.role, held):
        return None
    return role_phrase(held, place.name)


def _about(invitation: Invitation, token: str) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "token": token,
        "inviter": invitation.inviter.name if invitation.inviter is not None else None,
        "into": invitation_phrase(invitation),
        "role": _role(invitation),
    }


def _role(invitation: Invitation) -> str:
    """The role, with its days as far as they are to come."""
    role = role_phrase(invitation.role, invitation.partnership.name if invitation.partnership else None)
    return role + days_phrase(Term(invitation.starts_on).first_day, invitation.ends_on)


def _found(token: str) -> Invitation | None:
    found = invitation_of(token)
    return None if found is None else queries.invitation(found.id)


def _is_open(invitation: Invitation) -> bool:
    return policy.is_waiting(invitation) and policy.still_counts(invitation)


def _gone(invitation: Invitation | None, status: int) -> Response:
    """Why this link opens nothing (any more), and whom to ask."""
    if invitation is None:
        return make_response(render_template("invitations/unknown.html"), status)
    why = "accepted" if invitation.claimed_at else "withdrawn" if invitation.withdrawn_at else "expired"
    if policy.is_waiting(invitation):
        why = "lapsed"
    by_me = invitation.claimed_by_id is not None and invitation.claimed_by_id == getattr(actor(), "id", None)
    page = render_template("invitations/gone.html", why=why, by_me=by_me, **_about(invitation, ""))
    return make_response(page, status)
