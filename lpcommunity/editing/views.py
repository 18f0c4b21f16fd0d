"""The pages on which an entry is written and changed: the whole dance, once for every kind.

Form and draft, files, a double click, somebody who changed it meanwhile, a second tab that posts what the first posted
with other words, a right that ended while one wrote: none of it loses a word. A kind makes one `EntryPages` of its own,
says in it what its pages show and what is said when something was posted, and binds `new` and `edit` to its addresses.
Its templates are `<plural>/new.html` and `<plural>/edit.html`.
"""

from typing import Any

from flask import Response, flash, request
from markupsafe import Markup

from lpcommunity.access import Invalid, Missing, require
from lpcommunity.attachments import form_files
from lpcommunity.attachments.commands import move_pending
from lpcommunity.attachments.file_types import HELP_TEXT
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.drafts.editing_session import LINK, EditingSession, follow_up, open_session, say_posted
from lpcommunity.drafts.postings import Posting, posted_from
from lpcommunity.drafts.subjects import CHANGE
from lpcommunity.editing.commands import post_from
from lpcommunity.editing.forms import EntryForm
from lpcommunity.editing.queries import place_at, said_lately
from lpcommunity.entries import beginnings, policy
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.content import same
from lpcommunity.entries.in_full import PlaceName
from lpcommunity.entries.kinds import TITLE, Kind
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.queries import readable
from lpcommunity.entries.readership import facilitators_of
from lpcommunity.entries.text_diff import TextDiff, diff
from lpcommunity.mentions import form_mentions
from lpcommunity.offline import resends
from lpcommunity.offline.queries import was_sent
from lpcommunity.partnerships.queries import with_slug
from lpcommunity.people.current_user import me
from lpcommunity.web import render_form, see_other
from lpcommunity.web.confirmation import confirm
from lpcommunity.web.humanize import clock_time, people_list

BETWEEN_NAMES = "; "
AUDIENCE = Markup(
    "It is for those for whom you posted it first. "
    '<a class="{link}" href="{path}/audience">Make it for other people</a>. '
)


class EntryPages:
    """How entries of one kind are written and changed. What a kind overrides stands first."""

    def __init__(self, kind: Kind, pages: str = "", subject: str = "") -> None:
        """`pages`, `subject`: of a form in which it is written in another way, and of the drafts of that."""
        self.kind, self.pages, self.subject = kind, pages or kind.plural, subject or kind.key

    def new_path(self, slug: str) -> str:
        """Where one is written for the record of a place."""
        return f"/partnerships/{slug}/{self.pages}/new"

    # What is a kind's own.

    def for_new(self, place: PlaceName) -> dict[str, Any]:
        """What the page of a new entry shows besides its form."""
        return {}

    def for_edit(self, entry: Any) -> dict[str, Any]:
        """What the page of a change shows besides its form."""
        return {}

    def begin(self, form: Any) -> None:
        """What a form that is opened anew begins with, by its address: `?origin=chance-7` lets that know what came."""
        form.origin.data = request.args.get("origin", "")[:40]

    def confides(self, form: Any) -> bool:
        """Whether something of what is sent goes to the facilitators alone, or to them as well."""
        return form.audience.data == "facilitators" or (self.kind.looks_back and form.audience.data != "me")

    def press(self, editing: EditingSession, form: Any) -> Response | None:
        """The buttons that send nothing."""
        return editing.save_if_asked()

    def posted(self, place: PlaceName, entry: Any, form: Any, files: FormFiles, editing: EditingSession) -> None:
        """Say that it is on record, and what one may want to do next."""
        confirm(f"Your {self.kind.word.lower()} is on record.", f"Back to {place.name}", f"/partnerships/{place.slug}")

    def changed(self, entry_id: int) -> str:
        """Say that it is changed. Returns where to go then."""
        flash("Your changes are saved. What stood there before is kept under Versions.")
        return self.kind.path(entry_id)

    def left_out(self, before: Any, form: Any, editing: EditingSession) -> None:
        """Say where that is which was in the form and is not part of the change. `before`: the entry as it stood."""

    # What is the same for all.

    def new(self, slug: str) -> Response:
        """Write an entry for the record of a place."""
        place = place_at(slug)
        editing = open_session(me(), f"{self.subject}:new:{place.id}", self.new_path(slug))
        require(policy.can_post(me(), place.id))
        form = self.kind.new_form(**editing.form_arguments)
        editing.fill(form)
        form.offer(me(), place.id)
        self._open(form, editing)
        files = form_files.of_form(me(), editing.idempotency_key, form)
        if not files.refusals and (answer := self.press(editing, form)):
            return answer
        overtaken = editing.is_overtaken
        if _takes(form, files) and self._names_all(form, place, editing):
            if overtaken:
                return self.write(form, editing, files, place, 409)
            words = form_mentions.words_of_new(me(), form, form.audience.data, place.id)
            if words is None:
                return self.write(form, editing, files, place)
            content, before = words.content, posted_from(me(), editing.idempotency_key)
            lately = None if before or form.twice.data else said_lately(me(), self.kind, place, content)
            if lately is not None and (before := posted_from(me(), editing.idempotency_key)) is None:  # nor just now
                return self.write(form, editing.asking(lately, form), files, place, 409)
            try:
                entry = post_from(
                    me(), form.origin.data or "", self.kind, with_slug(slug), editing.idempotency_key, content,
                    audience=form.audience.data, **form.values,
                )  # fmt: skip
            except Invalid as error:
                form.take(error)
                editing.save_if_waiting(error)
            else:
                late = bool("files" in form and form_files.show(me(), editing.idempotency_key).kept)
                if late or not same(entry.fields, content.fields) or (before and self.chose_otherwise(entry.id, form)):
                    return self.posted_before(entry.id, editing)
                if before:
                    return self._there_already(before, entry, form, slug)
                self.posted(place, entry, form, files, editing)
                words.say_who_is_not_told(readers_line(entry.audience, place.name))
                return see_other(self.kind.path(entry.id))
        return self.write(form, editing, files, place)

    def _open(self, form: Any, editing: EditingSession) -> None:
        """Begin a form that is opened, anew or with a draft; `?begin=action-31` carries words over into either."""
        if request.method != "GET":
            return
        if editing.draft is None:
            self.begin(form)
        if found := beginnings.beginning(me(), request.args.get("begin", "")):
            form.carry_over(found.words, found.audience)

    def edit(self, entry_id: int) -> Response:
        """Change an entry; the version before stays readable."""
        editing = open_session(me(), f"{CHANGE}:{entry_id}", f"{self.kind.path(entry_id)}/edit")
        entry = self._own(entry_id, editing)
        form = self.kind.form(**(editing.form_arguments or {"data": self.kind.form.initial(me(), entry)}))
        editing.fill(form, entry.version)
        form.offer(me(), entry.partnership_id or 0, entry)
        files = form_files.of_form(me(), editing.idempotency_key, form, entry_id)
        if not files.refusals and (answer := self.press(editing, form)):
            return answer
        overtaken = editing.is_overtaken
        if _takes(form, files) and resends.may_go(form, editing, lambda: self._told(entry)):
            if overtaken:
                return self._change(form, editing, files, entry, status=409)
            words = form_mentions.words_of_change(me(), form, entry)
            if words is None:
                return self._change(form, editing, files, entry)
            try:
                self.kind.edit(
                    me(), self._row(entry_id), words.content, int(form.version.data or 0),
                    idempotency_key=editing.idempotency_key, alts=files.alts, removed=files.removed, **form.values,
                )  # fmt: skip
            except Invalid as error:
                form.take(error)
                editing.save_if_waiting(error)
            except EditConflict:
                editing.save()
                return self._conflict(form, editing, entry_id)
            else:
                there = self.changed(entry_id)
                self.left_out(entry, form, editing)
                words.say_who_is_not_told(readers_line(entry.audience, entry.partnership.name))
                return see_other(there)
        return self._change(form, editing, files, self._own(entry_id, editing))

    def _there_already(self, before: Posting, entry: Any, form: Any, slug: str) -> Response:
        """To what was posted from this form before, just as it came now."""
        path = self.kind.path(entry.id)
        otherwise = AUDIENCE.format(link=LINK, path=path) if form.audience.data != entry.audience else ""
        say_posted(before, self.new_path(slug), otherwise)
        return see_other(path)

    def chose_otherwise(self, entry_id: int, form: Any) -> bool:
        """Whether something else was chosen or added than stands in what was posted from this form before."""
        saved = self.kind.form.initial(me(), self.kind.read(me(), entry_id))
        names = [one.name for one in self.kind.fields if one.name in saved and one.name not in form.left_out]
        return any(form.said(name, saved[name]) != form.said(name, form[name].data) for name in names)

    def _conflict(self, form: Any, editing: EditingSession, entry_id: int) -> Response:
        """Show where they differ, in words and in what was chosen: what was saved meanwhile, and what was just sent,
        ready to be sent again.
        """
        entry = self._own(entry_id, editing)
        form.offer(me(), entry.partnership_id or 0, entry)
        saved = self.kind.form.initial(me(), entry)
        both = [
            diff(
                one.label or form[one.name].label.text,
                form.said(one.name, saved.get(one.name)),
                form.said(one.name, form[one.name].data),
            )
            for one in (TITLE, *self.kind.fields)
            if saved.get(one.name) or one.name not in form.left_out
        ]
        form.version.data = entry.version
        files = form_files.show(me(), editing.idempotency_key, entry_id)
        differs = [one for one in both if not one.same]  # nothing may: then at least the longest shows what it is about
        return self._change(form, editing, files, entry, differs or [max(both, key=lambda one: len(one.was))])

    def posted_before(self, entry_id: int, posted: EditingSession) -> Response:
        """This form was posted once before, with other words or without these files (a second tab with the same draft):
        lose neither text. Pressed twice, it is one draft.
        """
        editing = follow_up(posted, f"{CHANGE}:{entry_id}", f"{self.kind.path(entry_id)}/edit")
        move_pending(me(), posted.idempotency_key, editing.idempotency_key)
        entry = self._own(entry_id, editing)
        change = self.kind.form()
        editing.fill(change)
        change.offer(me(), entry.partnership_id or 0, entry)
        editing.save()
        change.signed_form.data = editing.token
        return self._conflict(change, editing, entry_id)

    def _names_all(self, form: Any, place: PlaceName, editing: EditingSession) -> bool:
        """Whether the form named everybody to whom this is confided now: else its writer looks once more."""
        told = lambda: resends.told_beside(self.for_new(place), looks_back=self.kind.looks_back)  # noqa: E731
        if not resends.may_go(form, editing, told, form.audience.data):
            return False
        if not self.confides(form) or not form.named.data:
            return True
        came = [name for name in facilitators_of(place) if name not in form.named.data.split(BETWEEN_NAMES)]
        if came and not was_sent(me(), editing.idempotency_key):
            form.refuse(
                f"{people_list(came)} came to facilitate {place.name} while you wrote, and could read this too. "
                "Nothing is sent yet. Look who will read it, and send it again",
                "audience",
            )
            return False
        return True

    def write(
        self, form: Any, editing: EditingSession, files: FormFiles, place: PlaceName, status: int | None = None
    ) -> Response:
        """Show the form of a new entry."""
        shown = self.for_new(place)
        resends.tell(form, resends.told_beside(shown, looks_back=self.kind.looks_back))
        if "facilitators" in shown:
            form.named.data = BETWEEN_NAMES.join(shown.pop("facilitators")) or BETWEEN_NAMES
        return render_form(
            f"{self.pages}/new.html", form, status=status, kind=self.kind, editing=editing, files=files,
            limits=HELP_TEXT, place=place, mentions=f"/mentions?partnership={place.slug}", **shown,
        )  # fmt: skip

    def _change(
        self, form: Any, editing: EditingSession, files: FormFiles, entry: Any, both: list[TextDiff] | None = None,
        status: int | None = None,
    ) -> Response:  # fmt: skip
        place = entry.partnership
        if place is None:
            raise Missing
        resends.tell(form, self._told(entry))
        return render_form(
            f"{self.kind.plural}/edit.html", form, status=409 if both else status, kind=self.kind, entry=entry,
            editing=editing, files=files, limits=HELP_TEXT, place=place, both=both,
            readers=readers_line(entry.audience, place.name), changed=clock_time(entry.updated_at),
            mentions=f"/mentions?entry={entry.id}",
            **self.for_edit(entry),
        )  # fmt: skip

    def _told(self, entry: Any) -> resends.Told:
        """Who may read a change of this entry."""
        return resends.told_of_entry(entry, looks_back=self.kind.looks_back)

    def _own(self, entry_id: int, editing: EditingSession) -> Any:
        """The entry as it stands, if this person may change it."""
        entry = self.kind.read(me(), entry_id)
        if entry is None or not policy.is_author(me(), entry):
            raise Missing
        require(policy.can_edit(me(), entry))
        return entry

    def _row(self, entry_id: int) -> Any:
        """The row that the command changes, which locks it and asks for the right again."""
        row = readable(me(), self.kind.model, entry_id)
        if row is None:
            raise Missing
        return row


def _takes(form: EntryForm, files: FormFiles) -> bool:
    valid = bool(form.validate_on_submit())
    return files.fine(form) and valid and form.complete()
