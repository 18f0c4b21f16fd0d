"""What is said after something was sent: what happened, who is told, and one next step."""

from flask import flash
from markupsafe import Markup

_SAID = Markup('{words}</p><p><a class="govuk-notification-banner__link" href="{url}">{label}</a>')


def confirm(words: str | Markup, label: str, url: str, title: str = "Done") -> None:
    """Say this on the next page, with a link to what one may want to do then."""
    flash(_SAID.format(words=words, url=url, label=label), title)
