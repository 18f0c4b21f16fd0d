"""Being somebody else for a while: in the demonstration only, on one's own machine only."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from lpcommunity.access import Missing, access
from lpcommunity.accounts.login import sign_in
from lpcommunity.demo import personas, queries
from lpcommunity.demo import production_check as _production  # noqa: F401  (what must hold before anything is served)
from lpcommunity.demo import refusal_text as _refusal_text  # noqa: F401  (its sentences)
from lpcommunity.web import in_nobodys_name, safe_next, see_other

pages = Blueprint("demo", __name__, template_folder="templates")


@pages.post("/demo/sign-in")
@access("demo")
@in_nobodys_name
def take_up_persona() -> Response:
    """Sign in as one of the personas, without a password."""
    if not personas.offered(current_app.config):
        raise Missing
    person = queries.account_of(request.form.get("persona", ""))
    if person is None:
        raise Missing
    sign_in(person)
    return see_other(safe_next(request.form.get("next")))


@pages.app_context_processor
def _offer() -> dict[str, object]:
    """For the sign-in page: `demo_personas()`, empty outside of the demonstration."""
    return {"demo_personas": lambda: queries.offers() if personas.offered(current_app.config) else []}
