"""The web layer: pages, forms, doors and headers. It knows no feature; `app` wires them in."""

from flask import Flask

from lpcommunity.web import assets, compression, errors, guard, headers, health, logs, rendering, urls
from lpcommunity.web.addresses import came_from, client_address, external_url, safe_next
from lpcommunity.web.posting import re_renders, render_form, see_other, without_form_token
from lpcommunity.web.visitors import keep_words

__all__ = [
    "came_from", "client_address", "external_url", "init_app", "keep_words", "re_renders", "render_form", "safe_next",
    "see_other", "without_form_token",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the application its pages, doors, errors and headers. Call it before blueprints are registered."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", 12 * 60 * 60)  # as long as one may be idle
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False  # an answer to OPTIONS would tell which addresses exist
    urls.register(app)
    compression.register(app)
    logs.register(app)
    rendering.register(app)
    assets.register(app)
    guard.register(app)
    errors.register(app)
    app.register_blueprint(health.health)
    app.wsgi_app = assets.static_app(app.wsgi_app)  # type: ignore[method-assign,assignment]
    headers.register(app)
