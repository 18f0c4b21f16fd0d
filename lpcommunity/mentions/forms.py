"""What a form has in whose texts people are mentioned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lpcommunity.mentions import choices
from lpcommunity.mentions.queries import Suggestion
from lpcommunity.web.forms import Form, HiddenTextField

ANSWER = "mention-"  # before the number of a question: the field of its radios


class HiddenChoicesField(HiddenTextField):
    """Whom a name means (mentions.choices), as it was chosen while typing or answered beside a question."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take both; an answer comes later, so it counts."""
        super().process(formdata, **({} if data is None else {"data": data}))
        if formdata is not None:
            answers = [value for name in formdata if name.startswith(ANSWER) for value in formdata.getlist(name)]
            self.data = choices.written(choices.read_all([str(self.data or ""), *answers]))


@dataclass(frozen=True)
class AskedName:
    """A question as the form shows it."""

    id: str
    asks: str
    people: Sequence[tuple[str, Suggestion]]  # each with what the form sends for them
    nobody: str


class NamingForm(Form):
    """A form in which people are mentioned; a kind of writing form."""

    mentions = HiddenChoicesField()
    mentions_asked = HiddenTextField()  # of which names it was asked: once is enough
    asked_names: Sequence[AskedName] = ()
