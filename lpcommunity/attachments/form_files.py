"""The files of a writing form: taking in what was sent, listing what is kept, taking away what is not wanted.

editing.views does it for forms of entries (attachments.forms.FilesForm); their templates show it:

{% import "attachments/form_files.html" as a %}
{{ a.files_of_form(form, files, f, limits) }}  # in the form (multipart/form-data)
"""

from dataclasses import dataclass, field
from typing import Any

from flask import request

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader
from lpcommunity.attachments import commands, queries
from lpcommunity.attachments.file_types import LARGEST
from lpcommunity.attachments.queries import FileLine

ALT = "alt-"
REMOVE = "remove-file"


@dataclass
class FormFiles:
    """What a form shows of its files."""

    kept: list[FileLine] = field(default_factory=list)
    alts: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    refusals: list[Invalid] = field(default_factory=list)

    def fine(self, form: Any) -> bool:
        """Whether every file could be taken; if not, say so beside the field. After validating, which clears it."""
        for refusal in self.refusals:
            form.take(refusal)
        return not self.refusals

    @property
    def undescribed(self) -> bool:
        """Whether a picture has no words for those who cannot see it."""
        return any(a.kind == "picture" and not a.alt for a in self.kept)


def show(person: Reader, idempotency_key: str, entry_id: int | None = None) -> FormFiles:
    """The files that a form has already: added to it before, or part of the entry that is edited."""
    there = queries.of_entry(entry_id) if entry_id is not None else []
    return FormFiles(there + queries.pending(person, idempotency_key))


def receive(person: Reader, idempotency_key: str, form: Any, entry_id: int | None = None) -> FormFiles:
    """Take in the files that came with the form, each for itself: what cannot be taken is said, the rest is kept."""
    alts, removed = _said()
    if alts or removed:
        commands.update_pending(person, idempotency_key, alts, removed)
    refusals: list[Invalid] = []
    described = str(request.form.get("picture_alt", ""))
    for file in form.files.data:
        content = file.stream.read(LARGEST + 1)
        try:
            commands.add_attachment(
                person, idempotency_key, file.filename or "file", content, described, entry_id=entry_id, removed=removed
            )
        except Invalid as error:
            refusals.append(error)
    files = show(person, idempotency_key, entry_id)
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
