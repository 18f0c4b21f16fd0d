"""Putting right an invitation that went to a wrong address, or promises a wrong role."""

from flask import flash
from werkzeug.wrappers import Response

from lpcommunity.access import Invalid, access, require
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.invitations import commands, policy, queries
from lpcommunity.invitations.forms import CorrectionForm
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.views import pages
from lpcommunity.invitations.views.invitations import list_of, role_hint
from lpcommunity.people.current_user import me
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.forms import SelectChoice


@pages.route("/invitations/<id:invitation_id>/correction", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def correct(invitation_id: int) -> Response:
    """Send it to another address, or into another role, instead. Into the whole installation as it is done first:
    with a password that was given lately.
    """
    invitation = queries.invitation(invitation_id)
    require(policy.can_manage(me(), invitation) and invitation.claimed_at is None)
    answer: Response = (recently_authenticated(_correct) if invitation.partnership_id is None else _correct)(invitation)
    return answer


def _correct(invitation: Invitation) -> Response:
    place = invitation.partnership
    name, path = place.name if place is not None else None, list_of(place)
    given = policy.roles_to_give(me(), invitation.partnership_id)
    form = CorrectionForm(data={"name": invitation.name, "email": invitation.email, "role": invitation.role})
    form.role.choices = [SelectChoice(role, words) for role, words in given.items()]
    if form.validate_on_submit():
        try:
            sent = commands.correct(me(), invitation, form.email.data, form.role.data, form.name.data)
        except Invalid as error:
            form.take(error)
        else:
            flash(_said(form.to, same=sent.id == invitation.id))
            return see_other(path)
    hints = {role: role_hint(role, name) for role in given}
    back = (path, name or "home")
    return render_form("invitations/correction.html", form, invitation=invitation, hints=hints, place=name, back=back)


def _said(to: str, *, same: bool) -> str:
    if same:
        return f"The invitation{to} stands as it says here. Nothing new was sent."
    return f"The invitation{to} is corrected and sent. The link that was sent before opens nothing any more."
