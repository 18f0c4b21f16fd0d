"""The web layer: pages, forms, access control and headers. It knows no feature; `app` wires them in."""

from flask import Flask

from lpcommunity.web import (
    access_control,
    assets,
    compression,
    conditional_requests,
    errors,
    fragments,
    glued_links,
    headers,
    health,
    logs,
    metrics,
    responses,
    schema_watch,
    signatures,
    templating,
    url_converters,
    well_known,
)  # fmt: skip
from lpcommunity.web.asked_once import ask_once, is_to_be_asked
from lpcommunity.web.authentication import (
    path_of_kept_words,
    register_draft_keeper,
    register_form_owner,
    register_form_rescuer,
)
from lpcommunity.web.csrf import asks_about_forms, in_nobodys_name, re_renders, without_form_token
from lpcommunity.web.flashed_messages import flash_at
from lpcommunity.web.responses import render_form, see_other
from lpcommunity.web.short_forms import ShortForm, register_short_forms
from lpcommunity.web.urls import came_from, client_address, external_url, safe_next

__all__ = [
    "ShortForm", "ask_once", "asks_about_forms", "came_from", "client_address", "external_url", "flash_at",
    "in_nobodys_name", "init_app", "is_to_be_asked", "path_of_kept_words", "re_renders", "register_draft_keeper",
    "register_form_owner", "register_form_rescuer", "register_short_forms", "render_form",
    "safe_next", "see_other", "without_form_token",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the application its pages, access control, errors and headers. Call it before blueprints are registered."""
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False  # an answer to OPTIONS would tell which addresses exist
    app.session_interface = signatures.SessionCookies()
    schema_watch.register(app)
    url_converters.register(app)
    conditional_requests.register_keeping(app)
    compression.register(app)
    logs.register(app)
    metrics.register(app)
    templating.register(app)
    fragments.register(app)
    assets.register(app)
    glued_links.register(app)
    access_control.register(app)
    errors.register(app)
    responses.register(app)
    app.register_blueprint(health.health)
    app.register_blueprint(well_known.well_known)
    app.wsgi_app = assets.static_app(app.wsgi_app)  # type: ignore[method-assign,assignment]
    headers.register(app)
    conditional_requests.register(app)
