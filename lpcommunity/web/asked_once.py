"""What throws words away for good asks once: in its own place where scripts run (parts/asks-once.js), else on a page of
its own. A form that does so holds `sure`, which is empty until whoever presses was asked.
"""

from flask import Response, make_response, render_template, request

from lpcommunity.web.csrf import TOKEN

SURE = "sure"


def is_to_be_asked() -> bool:
    """Whether a page of ours sent this, and has not asked yet. A program that leaves `sure` out knows what it does."""
    return request.form.get(SURE) == ""


def ask_once(title: str, words: str, label: str, back: str, keep: str = "Keep it", status: int = 200) -> Response:
    """The page that asks: which `words` would go, and a button that sends the same again, with `sure`. `status`: 422
    where it was pressed on a page that was too old.
    """
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in (TOKEN, SURE)]
    context = {"title": title, "words": words, "label": label, "back": back, "keep": keep, "fields": fields}
    return make_response(render_template("layout/asked_once.html", **context), status)
