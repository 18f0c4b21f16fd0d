"""What is said after something was sent: what happened, who is told, and one next step; or the way back."""

from flask import flash
from markupsafe import Markup

_SAID = Markup('{words}</p><p><a class="govuk-notification-banner__link" href="{url}">{label}</a>')

_UNDOABLE = Markup(
    '{words} <button class="lp-as-link" type="submit" form="press" formaction="{path}" name="{name}" value="{value}">'
    "Put it back</button>"
)


def confirm(words: str | Markup, label: str, url: str, title: str = "Done") -> None:
    """Say this on the next page, with a link to what one may want to do then."""
    flash(_SAID.format(words=words, url=url, label=label), title)


def confirm_undoable(words: str, path: str, name: str, value: str) -> None:
    """Say this on the next page, with a button that undoes it. It is of the form at the foot of every page."""
    flash(_UNDOABLE.format(words=words, path=path, name=name, value=value), "Done")
