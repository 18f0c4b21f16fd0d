"""How templates are rendered: strictly. A name that is not there is an error, not an empty place on the page.

What serves keeps all sources that it began with (`keep_all`), and so do the processes forked off it: another version
may be put in its place meanwhile.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, Environment, StrictUndefined

from lpcommunity.web import authentication, csrf, field_params, flashed_messages, humanize, masthead, short_forms, urls

Source = tuple[str, str | None, Callable[[], bool] | None]
_kept: dict[str, Source] = {}  # by the name of the template, for all applications of this process


class KeptSources(BaseLoader):
    """Templates as they were when they were kept; those that were not, as they are."""

    def __init__(self, sources: BaseLoader) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> Source:
        """What is kept, else what lies there."""
        return _kept.get(template) or self.sources.get_source(environment, template)

    def list_templates(self) -> list[str]:
        """All that lie there."""
        return self.sources.list_templates()


class Pages(FlaskEnvironment):
    """Our templates. What all of them have at hand is one dictionary. Jinja would lay an empty one over it for each of
    them, and read both in Python, name by name, whenever a page includes or imports one.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template has at hand; nobody gives one names of its own."""
        return super().make_globals(d) if d else self.globals


def keep_all(app: Flask) -> None:
    """Read every template, and read none again in this process or those forked off it. None is compiled here."""
    loader: Any = app.jinja_env.loader
    for name in loader.list_templates():
        source, path, _ = loader.get_source(app.jinja_env, name)
        _kept[name] = source, path, lambda: True


def register(app: Flask) -> None:
    """Set up Jinja with our filters and globals."""
    app.jinja_environment = Pages
    env = app.jinja_env
    assert isinstance(env, Pages)  # nobody made one before
    assert env.loader is not None
    env.loader = KeptSources(env.loader)
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    humanize.register(app)
    field_params.register(app)
    flashed_messages.register(app)
    app.add_template_global(csrf.csrf_token)
    app.add_template_global(flashed_messages.flashed_beside)
    app.add_template_global(short_forms.short_form)
    app.add_template_global(short_forms.is_carried_on)
    app.add_template_global(authentication.writer_tags)
    app.add_template_global(urls.external_url)
    app.add_template_global(urls.page_address)
    app.context_processor(page_context)


def page_context() -> dict[str, Any]:
    """What every page has at hand."""
    return {
        "masthead": masthead.current,
        "flashed": flashed_messages.flashed,
    }
