"""Something to be found."""

from lpcommunity.comments import commands as comments
from lpcommunity.comments.words import Words
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.content import Content
from lpcommunity.updates import commands as updates
from tests import factories


def post(author, place, title, body, audience="community", **more):
    """An update."""
    content = Content.written(title, {"body": body})
    return updates.post_update(
        factories.reading(author),
        place,
        signed_forms.new_key(),
        content,
        audience=audience,
        standing="on-track",
        **more,
    )


def say(author, entry, body):
    """A comment on it."""
    return comments.post_comment(factories.reading(author), entry, signed_forms.new_key(), Words.written(body))
