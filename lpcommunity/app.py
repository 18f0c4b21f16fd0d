"""The application factory: the only place, with cli and worker, that knows every feature."""

import importlib
import os
from typing import Any

from flask import Flask

from lpcommunity import storage
from lpcommunity.storage import db, engine_options

# Every module whose import fills a registry: tables, kinds of entry, subscribers, views.
FEATURES = (
    "people",
    "programmes",
    "partnerships",
    "projects",
    "entries",
    "drafts",
    "attachments",
    "following",
    "thanks",
    "updates",
    "reflections",
    "reviews",
    "invitations",
    "importing",
    "demo",
    "notifications",
    "pages",
)


def create_app(settings: Any = None) -> Flask:
    """The WSGI application. `settings`: the name of a configuration ("test", or "config.Test"), a configuration
    object, or a dictionary laid over the one that LPCOMMUNITY_ENV names. Raises config.SettingError.
    """
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    _configure(app, settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    with app.app_context():
        storage.prepare(db.engine)
    return app


def _configure(app: Flask, settings: Any) -> None:
    config = importlib.import_module("config")  # the operator's file at the top level; the package never imports it
    overrides = settings if isinstance(settings, dict) else {}
    if settings is None or isinstance(settings, dict):
        chosen = config.named(os.environ.get("LPCOMMUNITY_ENV", "development"))
    elif isinstance(settings, str):
        chosen = config.named(settings.removeprefix("config.").lower())
    else:
        chosen = settings
    app.config.from_object(chosen)
    app.config.update(overrides)
    chosen.check()
