"""Checking in, in a minute."""

from dataclasses import replace
from typing import Any

from flask import Response

from lpcommunity.access import Missing, access
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.drafts import subjects
from lpcommunity.drafts.editing_session import EditingSession, follow_up
from lpcommunity.drafts.postings import posted_from
from lpcommunity.drafts.subjects import Subject
from lpcommunity.editing.views import EntryPages
from lpcommunity.entries import page_slots
from lpcommunity.entries.audience_text import BY_MAIL, consequences
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.readership import readership_of
from lpcommunity.following.recipients import how_many
from lpcommunity.people.current_user import me
from lpcommunity.rhythm import queries
from lpcommunity.rhythm.check_in_form import WRITTEN, CheckInForm
from lpcommunity.rhythm.commands.check_ins import brought, check_in
from lpcommunity.rhythm.policy import leads
from lpcommunity.rhythm.views import pages
from lpcommunity.updates.kind import UPDATE
from lpcommunity.updates.models import STANDINGS
from lpcommunity.updates.views import UpdatePages
from lpcommunity.web import re_renders
from lpcommunity.web.confirmation import confirm
from lpcommunity.web.humanize import people_list

PAGES, SUBJECT = "check-ins", "check-in"
subjects.register(Subject(SUBJECT, "Check-in", WRITTEN.__contains__, "check-in", lambda name: WRITTEN.get(name, name)))


class CheckInPages(UpdatePages):
    """Posting an update as a check-in. It is changed as any other update is."""

    def for_new(self, place: PlaceName) -> dict[str, Any]:
        """How it stood lately and the rhythm, besides who will read it and how many are told."""
        shown = super().for_new(place)
        shown["will"] = {audience: words.removesuffix(BY_MAIL) for audience, words in shown["will"].items()}
        shown["general"] = shown["general"].removesuffix(BY_MAIL)
        return shown | {
            "lately": queries.lately(me(), place.id),
            "stands": queries.rhythm_of(me(), place.id),
            "standings": STANDINGS,
            "me_id": me().id,
            "may_pause": leads(me(), place.id),
            "who_confidentially": people_list(shown["facilitators"], most=3),
        }

    def begin(self, form: Any) -> None:
        """With words that are carried over; it is about no milestone."""
        EntryPages.begin(self, form)

    def confides(self, form: Any) -> bool:
        """What is in the way may go to the facilitators alone."""
        return bool(form.confided) or super().confides(form)

    def posted(self, place: PlaceName, entry: Any, form: Any, files: FormFiles, editing: EditingSession) -> None:
        """Say so, who is told, and where the rest went."""
        readership = readership_of(place)
        told = how_many(place.id, me().id, entry.audience)
        done = [f"You are checked in: {consequences(readership, told)[entry.audience].removesuffix(BY_MAIL)}".strip()]
        if form.confided:
            named = people_list(readership.facilitators, most=3) or "whoever comes to facilitate"
            done.append(f"What is in the way went to {named} alone.")
        if form.next_step is not None:
            done.append("What is next is an action now.")
        confirm(" ".join(done), f"Back to {place.name}", f"/partnerships/{place.slug}")

    def chose_otherwise(self, entry_id: int, form: Any) -> bool:
        """Whether this says something else than what was posted from this form before, or than what came with that."""
        saved, came = UPDATE.read(me(), entry_id), brought(me(), entry_id)
        values, step = form.values, form.next_step
        stood = (saved.standing, saved.reason, saved.help_wanted, came.confided, came.next_what, came.next_due_on)
        reason = "" if values["standing"] == "on-track" else values["reason"]
        says = (values["standing"], reason, values["help_wanted"], values["confided"])
        return stood != (*says, step.what if step else "", step.due_on if step else None)

    def posted_before(self, entry_id: int, posted: EditingSession) -> Response:
        """This form was posted once before, with other words (a second tab): they are kept as a check-in of their own,
        and sent if they are meant.
        """
        saved = UPDATE.read(me(), entry_id)
        place = saved.partnership
        if place is None:
            raise Missing
        editing = follow_up(posted, f"{SUBJECT}:new:{place.id}", self.new_path(place.slug))
        form = CheckInForm()
        editing.fill(form)
        form.offer(me(), place.id)
        editing.save()
        form.signed_form.data = editing.token
        before = posted_from(me(), posted.idempotency_key)
        return self.write(form, replace(editing, posting=before, added=True), FormFiles(), place, 409)


writing = CheckInPages(replace(UPDATE, new_form=CheckInForm, post=check_in), PAGES, SUBJECT)


@pages.route("/partnerships/<slug:slug>/check-ins/new", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def new(slug: str) -> Response:
    """Check in, on a phone, with one thumb."""
    return writing.new(slug)


@page_slots.fill(page_slots.CONFIDED, "check-ins/_beside.html")
@page_slots.fill(page_slots.BELOW, "check-ins/_beside.html", order=20)
def beside(actor: Reader | Visitor, entry: EntryLike) -> dict[str, Any] | None:
    """The other half of a check-in, for whoever may read both: its author, and those who facilitate."""
    if not isinstance(actor, Reader) or not (
        entry.author_id == actor.id or (entry.partnership_id or 0) in actor.facilitates
    ):
        return None
    found = queries.other_half(actor, entry.id)
    return {"other": found} if found is not None else None
