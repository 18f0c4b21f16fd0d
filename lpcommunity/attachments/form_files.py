"""The files of a writing form: taking in what was sent, listing what is kept, taking away what is not wanted; and
asking, once, what a picture shows that has no words for those who cannot see it.

editing.views does it for forms of entries (attachments.forms.FilesForm); their templates show it:

{% import "attachments/form_files.html" as a %}
{{ a.files_of_form(form, files, f, limits) }}  # in the form (multipart/form-data)
"""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import request

from lpcommunity.access import Invalid
from lpcommunity.access.reader import Reader
from lpcommunity.attachments import commands, queries
from lpcommunity.attachments.file_types import quoted
from lpcommunity.attachments.queries import FileLine
from lpcommunity.attachments.uploads import content_of
from lpcommunity.web.forms import LongTextField, Question

ALT = "alt-"
REMOVE = "remove-file"
ASKED = "pictures-asked"
IN_TEXT = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(/attachments/(\d{1,10})\)")
NOT_IN_ALT = str.maketrans({"[": "(", "]": ")", "\\": "/", "\n": " ", "\r": " "})
SKIP = "Nothing is sent yet. Somebody who cannot see it reads this. You can leave it out: press the button again"


@dataclass
class FormFiles:
    """What a form shows of its files."""

    kept: list[FileLine] = field(default_factory=list)
    alts: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    refusals: list[Invalid] = field(default_factory=list)
    sent: bool = False  # with a form that somebody sent, not only opened
    asked: bool = False  # what its pictures show: once is enough

    def fine(self, form: Any) -> bool:
        """Whether every file could be taken, and nothing is to be asked of the pictures; if not, say so in the form.
        After validating, which clears it. What is said of a picture that stands in a text goes into the text.
        """
        if not self.sent:
            return True
        for refusal in self.refusals:
            form.take(refusal)
        described = _describe_in_texts(form, self)
        asks = [file for file in self.kept if self._lacks_words(file) and file.id not in described]
        if asks and not self.asked:
            form.question = _question(asks)
        first_time, self.asked = bool(asks) and not self.asked, self.asked or bool(asks)
        return not self.refusals and not first_time

    def said(self, file: FileLine) -> str:
        """What this form says that a picture shows."""
        return commands.description(self.alts.get(file.id, file.alt))

    def _lacks_words(self, file: FileLine) -> bool:
        return file.kind == "picture" and file.id not in self.removed and not self.said(file)


def _question(pictures: list[FileLine]) -> Question:
    targets = [(f"What does “{quoted(file.name)}” show?", f"{ALT}{file.id}") for file in pictures]
    return Question("One question first", SKIP, targets)


def _describe_in_texts(form: Any, files: FormFiles) -> set[int]:
    """Put what is said of a picture beside its file into the text that shows it, where that says nothing else. Returns
    the numbers of the pictures that are described there.
    """
    kept = {file.id: file for file in files.kept if file.kind == "picture"}
    described: set[int] = set()

    def with_words(found: re.Match[str]) -> str:
        number, words = int(found[2]), commands.description(found[1])
        file = kept.get(number)
        if file is not None and words == file.alt.translate(NOT_IN_ALT):
            words = ""
        if not words and file is not None:
            words = files.said(file).translate(NOT_IN_ALT)
        if words:
            described.add(number)
        return f"![{words}](/attachments/{number})"

    for one in form:
        if isinstance(one, LongTextField) and one.data:
            one.data = IN_TEXT.sub(with_words, one.data)
    return described


def of_form(person: Reader, idempotency_key: str, form: Any, entry_id: int | None = None) -> FormFiles:
    """The files of a form, with those that came with it if it was sent; none where it takes none."""
    if "files" not in form:
        return FormFiles()
    if form.is_submitted():
        return receive(person, idempotency_key, form, entry_id)
    return show(person, idempotency_key, entry_id)


def show(
    person: Reader, idempotency_key: str, entry_id: int | None = None, held: list[FileLine] | None = None
) -> FormFiles:
    """The files that a form has already: added to it before, or part of the entry that is edited (or of what is none:
    `held`).
    """
    there = queries.of_entry(entry_id) if entry_id is not None else held or []
    return FormFiles(there + queries.pending(person, idempotency_key))


def receive(
    person: Reader, idempotency_key: str, form: Any, entry_id: int | None = None, held: list[FileLine] | None = None
) -> FormFiles:
    """Take in the files that came with the form, each for itself: what cannot be taken is said, the rest is kept."""
    alts, removed = _said()
    if alts or removed:
        commands.update_pending(person, idempotency_key, alts, removed)
    refusals: list[Invalid] = []
    for file in form.files.data:
        try:
            made = commands.add_attachment(
                person, idempotency_key, file.filename or "file", content_of(file), form.picture_alt.data,
                entry_id=entry_id, removed=removed,
            )  # fmt: skip
        except Invalid as error:
            refusals.append(error)
        else:
            if made.kind == "picture":
                form.picture_alt.data = ""  # said of the first; of the others it would be wrong
    files = show(person, idempotency_key, entry_id, held)
    files.alts, files.removed, files.refusals = alts, removed, refusals
    files.sent, files.asked = True, ASKED in request.form
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
