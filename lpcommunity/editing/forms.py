"""What the form of every kind of entry says of itself."""

from typing import Any

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.entries import policy
from lpcommunity.entries.content import Content
from lpcommunity.entries.kinds import TITLE
from lpcommunity.entries.mention_marks import NOBODY, Names
from lpcommunity.mentions.forms import NamingForm
from lpcommunity.web.forms import HiddenTextField, Length, TextField


def title_field() -> TextField:
    """The title, which every kind has: for a form in which it stands elsewhere than first."""
    return TextField(TITLE.label, [Length(TITLE.limit or 200)])


class EntryForm(WritingForm, NamingForm):
    """Write or change an entry. A kind adds its fields, and answers what follows."""

    title = title_field()
    origin = HiddenTextField()  # what it is begun from (editing.commands.register_origin)
    named = HiddenTextField()  # the facilitators who were named beside the choice of whom it is for
    people: Names = NOBODY  # whom names after an @ mean, as it is rendered (mentions)

    def offer(self, actor: Reader, place_id: int, entry: Any = None) -> None:
        """Fill in what can be chosen: for a new entry of this place, or for a change of this one."""

    @property
    def content(self) -> Content:
        """The words that are sent, rendered."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Any]:
        """What the kind's commands need besides the words and the audience."""
        return {}

    def carry_over(self, words: str, audience: str) -> None:
        """Take in words from elsewhere, which were for these people: below what is written already, once, and for no
        more people than they were.
        """
        text = self[self.first_text]
        own = str(text.data or "").rstrip()
        if words not in own:
            text.data = "\n\n".join(filter(None, [own, words]))
        if policy.wider(self["audience"].data, audience):
            self["audience"].data = audience

    @property
    def first_text(self) -> str:
        """The field in which one begins to write."""
        raise NotImplementedError

    @property
    def left_out(self) -> frozenset[str]:
        """The fields of this form that are not sent as it stands: compared with nothing after a conflict."""
        return frozenset()

    def complete(self) -> bool:
        """Whether it can be sent, beyond what each field says by itself; says why not beside a field."""
        return True

    def said(self, name: str, value: Any) -> str:
        """What this value of a field says, in the words that stand on the page: of choices their labels."""
        field = self[name]
        if not getattr(field, "choices", None):
            return str(value or "")
        chosen = {str(one) for one in (value if isinstance(value, list) else [value]) if one}
        return "\n".join(str(one[1]) for one in field.iter_choices() if str(one[0]) in chosen)

    @staticmethod
    def initial(actor: Reader, entry: Any) -> dict[str, Any]:
        """An entry of this kind as the fields of its form."""
        raise NotImplementedError
