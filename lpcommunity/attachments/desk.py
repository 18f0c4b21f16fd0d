"""The files of a writing form: taking in what was sent, listing what is kept, taking away what is not wanted.

files = desk.receive(me(), uuid, form, entry)  # on POST, before anything else
if not files.refusals and (kept := …keep()): return kept
if form.validate_on_submit() and files.fine(form):  # says beside the field what could not be taken
…edit_update(…, alts=files.alts, removed=files.removed)
{% import "attachments/desk.html" as a %}
{{ a.files_of_form(form, files, f, limits) }}  # in the form (multipart/form-data)
"""

from dataclasses import dataclass, field
from typing import Any

from flask import request

from lpcommunity.access import Invalid
from lpcommunity.attachments import commands, queries
from lpcommunity.attachments.kinds import ACCEPT, LARGEST
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.models import Entry
from lpcommunity.people.models import Person
from lpcommunity.web.forms import FilesField

ALT = "alt-"
REMOVE = "remove-file"


@dataclass
class Files:
    """What a form shows of its files."""

    kept: list[Attachment] = field(default_factory=list)
    alts: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    refusals: list[Invalid] = field(default_factory=list)

    def fine(self, form: Any) -> bool:
        """Whether every file could be taken; if not, say so beside the field. After validating, which clears it."""
        for refusal in self.refusals:
            form.refuse(refusal.reason, "files")
        return not self.refusals

    @property
    def undescribed(self) -> bool:
        """Whether a picture has no words for those who cannot see it."""
        return any(a.kind == "picture" and not a.alt for a in self.kept)


def files_field() -> FilesField:
    """The field for a form class, to be called `files`."""
    return FilesField("Pictures and documents", multiple=True, accept=ACCEPT)


def show(person: Person, uuid: str, entry: Entry | None = None) -> Files:
    """The files that a form has already: added to it before, or part of the entry that is edited."""
    return Files((queries.of_entry(entry) if entry is not None else []) + queries.waiting(person, uuid))


def receive(person: Person, uuid: str, form: Any, entry: Entry | None = None) -> Files:
    """Take in the files that came with the form, each for itself: what cannot be taken is said, the rest is kept."""
    alts, removed = _said()
    if alts or removed:
        commands.tidy(person, uuid, alts, removed)
    refusals: list[Invalid] = []
    described = str(request.form.get("picture_alt", ""))
    for file in form.files.data:
        content = file.stream.read(LARGEST + 1)
        try:
            commands.add_attachment(person, uuid, file.filename or "file", content, described)
        except Invalid as error:
            refusals.append(error)
    files = show(person, uuid, entry)
    files.alts, files.removed, files.refusals = alts, removed, refusals
    return files


def _said() -> tuple[dict[int, str], set[int]]:
    alts = {
        int(name.removeprefix(ALT)): text
        for name, text in request.form.items()
        if name.startswith(ALT) and _is_id(name.removeprefix(ALT))
    }
    return alts, {int(text) for text in request.form.getlist(REMOVE) if _is_id(text)}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
