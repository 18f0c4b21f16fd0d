"""The page of an owner without an account: this one action, what they say of it, and “not me”."""

from flask import Response

from lpcommunity.access import Conflict, Invalid, Missing, access
from lpcommunity.actions.commands.partners import counts, forget
from lpcommunity.actions.commands.reporting import report_as_partner
from lpcommunity.actions.contacts import action_for_partner
from lpcommunity.actions.forms import PartnerReportForm
from lpcommunity.actions.models import PartnerOwner
from lpcommunity.actions.tokens import partner_of
from lpcommunity.actions.views import pages
from lpcommunity.offline import resends
from lpcommunity.web import echo, in_nobodys_name, re_renders, render_form, see_other
from lpcommunity.web.forms import ButtonForm


@pages.get("/actions/report/<token:token>")
@access("token")
def for_partner(token: str) -> Response:
    """What somebody asked them to do. Opening it reports nothing."""
    partner = partner_of(token)
    return _page(token, partner) if partner is not None and counts(partner) else _gone(partner)


@pages.post("/actions/report/<token:token>")
@access("token")
@in_nobodys_name
@re_renders
def report_for_partner(token: str) -> Response:
    """What became of it, and what came of it."""
    partner = partner_of(token)
    if partner is None or not counts(partner):
        return _gone(partner)
    form = PartnerReportForm()
    if form.validate_on_submit() and resends.is_as_told(form, _told(partner)):
        try:
            report_as_partner(partner, form.report)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.refuse(str(error))
            return _page(token, partner, form, 409)
        except Missing:
            return _gone(partner)
        else:
            return see_other(f"/actions/report/{token}")
    return _page(token, partner, form)


@pages.post("/actions/report/<token:token>/forgetting")
@access("token")
@in_nobodys_name
def forget_partner(token: str) -> Response:
    """“Not me, forget my address”."""
    partner = partner_of(token)
    if partner is not None and counts(partner):
        forget(partner.id)
    return _gone(partner)


def _page(
    token: str, partner: PartnerOwner, form: PartnerReportForm | None = None, status: int | None = None
) -> Response:
    action = action_for_partner(partner.id)
    if action is None:
        return _gone(partner)
    form = form or PartnerReportForm()
    resends.tell(form, _told(partner))
    return render_form(
        "actions/for-partner.html",
        form,
        status=status,
        action=action,
        token=token,
        typed_words=echo.echoed_fields() if action.outcome else [],
    )


def _told(partner: PartnerOwner) -> resends.Told:
    action = action_for_partner(partner.id)
    return {resends.WHO: action.audience if action is not None else ""}


def _gone(partner: PartnerOwner | None) -> Response:
    """It shows nothing any more: what was forgotten says so, what is somebody else's by now too; anything else is no
    such page. What was typed here meanwhile can be copied.
    """
    over = "forgotten" if partner is not None and partner.forgotten_at is not None else ""
    if not over and partner is not None and counts(partner):
        over = "handed-on"
    return render_form(
        "actions/link-over.html",
        ButtonForm(),
        status=200 if over == "forgotten" else 404,
        over=over,
        kept=partner is not None and action_for_partner(partner.id) is not None,
        typed_words=echo.echoed_fields(),
    )
