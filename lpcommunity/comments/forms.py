"""The forms of a conversation: a comment or a reply, and why a conversation is closed."""

from lpcommunity.attachments.forms import files_field, picture_alt_field
from lpcommunity.comments.models import LONGEST, LONGEST_QUOTE, LONGEST_REASON
from lpcommunity.comments.words import Quotation, Words, quotation
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.mentions.forms import NamingForm
from lpcommunity.mentions.resolution import Mentioned
from lpcommunity.web.echo import register_quoting
from lpcommunity.web.forms import Form, HiddenTextField, Length, LongTextField, Required, SentenceField

QUOTE = "quote"
register_quoting(lambda name: name == QUOTE)


class CommentForm(WritingForm, NamingForm):
    """Say something below an entry, reply, or change what one said."""

    body = LongTextField(
        "Your comment",
        [Required("Write at least a few words before you post it"), Length(LONGEST, thing="Your comment")],
    )
    parent = HiddenTextField()
    quote_from = HiddenTextField()
    quote = LongTextField("Words that you quote", [Length(LONGEST_QUOTE, thing="What you quote")])
    files = files_field()
    picture_alt = picture_alt_field()

    def words(self, mentioned: Mentioned) -> Words:
        """The words that are sent, rendered with the people whom they mention."""
        return Words.written(self.body.data or "", mentioned.people)

    @property
    def quotation(self) -> Quotation | None:
        """What it quotes, if it quotes anything."""
        return quotation(self.quote_from.data or "", self.quote.data or "")


class ClosingForm(Form):
    """Why a conversation is closed."""

    state = HiddenTextField(default="closed")
    told = HiddenTextField()  # what was said of who will read it (offline.resends)
    reason = SentenceField("Why, in a few words", [Length(LONGEST_REASON, thing="The reason")])


class WithdrawalForm(Form):
    """Taking a comment back: nothing but the token."""
