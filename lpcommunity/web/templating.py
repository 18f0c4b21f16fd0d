"""How templates are rendered: strictly. A name that is not there is an error, not an empty place on the page."""

from typing import Any

from flask import Flask, get_flashed_messages
from jinja2 import StrictUndefined

from lpcommunity.web import csrf, field_params, humanize, masthead, urls


def register(app: Flask) -> None:
    """Set up Jinja with our filters and globals."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    humanize.register(app)
    field_params.register(app)
    app.add_template_global(csrf.csrf_token)
    app.add_template_global(urls.external_url)
    app.context_processor(page_context)


def page_context() -> dict[str, Any]:
    """What every page has at hand."""
    return {"masthead": masthead.current, "flashed": get_flashed_messages}
