"""A writing form and what is kept of it: how a view opens one, keeps it as a draft, and offers it again.

    desk = desks.open_desk(me(), f"update:new:{place.id}", url_for("updates.new", slug=slug))
    form = UpdateForm(**desk.given)          # from the draft that `?draft=` names, or empty, or what was posted
    desk.put_into(form)                      # the ticket, and the version that the draft began from
    if kept := desk.keep():                  # the button “Keep as a draft” (name="keep"): 303 back to the form
        return kept
    if form.validate_on_submit(): … command(me(), …, ticket=desk.uuid, …)
    return render_form("updates/form.html", form, desk=desk)

In the template: `{% import "drafts/desk.html" as d with context %}`; `{{ d.offers(desk) }}` above the form; in its tag
`{{ d.form_attributes }}` (autosave; see frontend/scripts/autosave.js); beside the button `{{ d.keep_button() }}` and
`{{ d.saved(desk) }}`.
Form class: subclass drafts.forms.WritingForm.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Response, g, request
from werkzeug.datastructures import MultiDict

from lpcommunity.drafts import commands, queries, tickets
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.drafts.models import Draft
from lpcommunity.drafts.tickets import Ticket
from lpcommunity.people.models import Person
from lpcommunity.web.posting import see_other


@dataclass(frozen=True)
class Desk:
    """A writing form that is open in front of somebody."""

    person: Person
    ticket: Ticket
    signed: str  # the ticket as the form carries it
    draft: Draft | None = None  # what it carries on with
    others: list[Draft] = field(default_factory=list)  # what else they began to write here, offered above the form

    @property
    def uuid(self) -> str:
        """What the entry, review or reply is posted under."""
        return self.ticket.uuid

    @property
    def given(self) -> dict[str, Any]:
        """How to make the form: from the draft where one is carried on with, else as Flask-WTF does it by itself."""
        return {"formdata": MultiDict(self.draft.fields)} if self.draft and request.method == "GET" else {}

    def put_into(self, form: WritingForm, version: int | None = None) -> None:
        """Give the form its ticket; when it is opened also the version of the entry that the writing begins from."""
        form.ticket.data = self.signed
        if request.method == "GET":
            began_from = (self.draft.base_version if self.draft else None) or version
            form.version.data = began_from  # type: ignore[assignment]

    def keep(self) -> Response | None:
        """Keep what was typed, if the button for that was pressed, and come back to the form."""
        if "keep" not in request.form or not g.get("csrf_valid", True):
            return None
        commands.keep(self.person, self.ticket, typed())
        return see_other(self.ticket.address)

    def keep_quietly(self) -> None:
        """Keep what was typed although it goes on: when a conflict or an error is shown."""
        commands.keep(self.person, self.ticket, typed())


def open_desk(person: Person, subject: str, path: str) -> Desk:
    """Open a writing form: a new one, one with the draft that `?draft=` names, or the one that was just sent.

    A ticket of somebody else, or for something else, counts as none.
    """
    if request.method != "GET":
        sent = tickets.of(person, request.form.get("ticket"))
        known = sent if sent is not None and sent.subject == subject else None
        return _desk(person, subject, path, known.uuid if known else tickets.fresh_uuid())
    drafts = queries.about(person, subject)
    named = next((draft for draft in drafts if draft.ticket == request.args.get("draft")), None)
    others = [] if named else drafts
    return _desk(person, subject, path, named.ticket if named else tickets.fresh_uuid(), named, others)


def typed() -> dict[str, list[str]]:
    """The fields of this request as the browser sent them."""
    return {name: request.form.getlist(name) for name in request.form}


def _desk(
    person: Person, subject: str, path: str, uuid: str, draft: Draft | None = None, others: list[Draft] | None = None
) -> Desk:
    ticket = Ticket(person.id, uuid, subject, path)
    return Desk(person, ticket, tickets.issue(person, subject, path, uuid), draft, others or [])
