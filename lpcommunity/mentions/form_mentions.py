"""The names in a writing form: whom they mean, asking once where that is in doubt, and saying who is not told.

    mentioned = form_mentions.mentioned_in(me(), form, texts, reach)  # None: it asks something, show the form again
    html = markdown.render(text, mentioned.people)                    # in the command: mentions.commands.keep_mentions
    form_mentions.say_who_is_not_told(mentioned, readers)             # when it is on record

The form of an entry knows its words by itself: `words_of_new`, `words_of_change`.

The form is a mentions.forms.NamingForm, too. Its template shows the question:

    {% import "mentions/asked.html" as m %}
    {{ m.asked(form) }}  # in the form
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash

from lpcommunity.access.reader import Reader
from lpcommunity.entries.content import Content
from lpcommunity.mentions import choices, queries
from lpcommunity.mentions.forms import ANSWER, AskedName, NamingForm
from lpcommunity.mentions.policy import Reach
from lpcommunity.mentions.resolution import MOST_MENTIONED, NEW, Before, Doubt, Mentioned, resolve
from lpcommunity.web.forms import Question
from lpcommunity.web.humanize import people_list

NAMED = 5  # of those who are not told
HELP = (
    "Nothing is sent yet. Choose below, or press the button again to leave the words as they are: then nobody is told"
)


@dataclass(frozen=True)
class Words:
    """The words of a form, rendered with the people whom they mention."""

    content: Content
    mentioned: Mentioned

    def say_who_is_not_told(self, readers: str) -> None:
        """See `say_who_is_not_told` below."""
        say_who_is_not_told(self.mentioned, readers)


def words_of_new(actor: Reader, form: Any, audience: str, place_id: int) -> Words | None:
    """The words of a form in which somebody writes an entry for these people; None where it is to be asked first whom
    they mention, which it then does.
    """
    return _words(actor, form, Reach(audience, place_id, actor.id))


def words_of_change(actor: Reader, form: Any, entry: Any) -> Words | None:
    """The same of a form in which an entry is changed (entries.in_full, as it stands)."""
    return _words(actor, form, Reach.of(entry), Before.of(entry.fields.values(), entry.body_html))


def _words(actor: Reader, form: Any, reach: Reach, before: Before = NEW) -> Words | None:
    content: Content = form.content
    mentioned = mentioned_in(actor, form, content.fields.values(), reach, before)
    if mentioned is None:
        return None
    form.people = mentioned.people
    return Words(form.content if mentioned.people else content, mentioned)


def mentioned_in(
    actor: Reader, form: NamingForm, texts: Iterable[str], reach: Reach, before: Before = NEW
) -> Mentioned | None:
    """Whom these texts of a form that was sent mention; None where it is to be asked first, which the form then does.
    After validating.
    """
    found = resolve(actor, texts, reach, choices.read(str(form.mentions.data or "")), before)
    asked = str(form.mentions_asked.data or "").split(";")
    doubts = [one for one in found.doubts if one.key not in asked]
    if not doubts:
        return found
    form.mentions_asked.data = ";".join(filter(None, [*asked, *(one.key for one in doubts)]))
    form.asked_names = _questions(doubts)
    targets = [(one.asks, one.id) for one in form.asked_names]
    form.question = Question("One question first" if len(targets) == 1 else "A few questions first", HELP, targets)
    return None


def say_who_is_not_told(mentioned: Mentioned, readers: str, address: str = "message") -> None:
    """Say who is mentioned and not told, since they may not read it. It goes by roles, which the writer knows: of a
    confidence nobody hears whom of its facilitators it reaches. `readers`: entries.audience_text.readers_line.
    `address`: beside what it is said (web.flash_at); else at the top of the next page.
    """
    if mentioned.unreached:
        names = people_list(mentioned.unreached, most=NAMED)
        flash(
            f"{names} {'is' if len(mentioned.unreached) == 1 else 'are'} not told that you mention them. {readers}.",
            address,
        )
    if mentioned.too_many:
        flash(
            f"The first {MOST_MENTIONED} people whom you mention are told. The names after them stay mere words.",
            address,
        )


def _questions(doubts: Sequence[Doubt]) -> list[AskedName]:
    where = {one.id: one for one in queries.placed({p.id: p for doubt in doubts for p in doubt.people}.values())}
    return [
        AskedName(
            f"{ANSWER}{n}",
            f"Whom do you mean by “@{doubt.written}”?",
            [(choices.value_of(doubt.key, one.id), where[one.id]) for one in doubt.people],
            choices.value_of(doubt.key, choices.NOT_A_PERSON),
        )
        for n, doubt in enumerate(doubts)
    ]
