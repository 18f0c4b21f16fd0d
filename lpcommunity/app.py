"""The application factory: the only place, with cli and worker, that knows every feature."""

import os
from typing import Any

from flask import Flask

from lpcommunity import storage, web
from lpcommunity.access import models as _access_tables  # noqa: F401
from lpcommunity.access import reader
from lpcommunity.accounts import login, passwords
from lpcommunity.accounts import views as accounts
from lpcommunity.actions import subscribers as _action_subscribers  # noqa: F401
from lpcommunity.actions import views as actions
from lpcommunity.attachments import views as attachments
from lpcommunity.auditing import views as auditing
from lpcommunity.bookmarks import views as bookmarks
from lpcommunity.comments import views as comments
from lpcommunity.demo import models as _demo_models  # noqa: F401
from lpcommunity.demo import views as demo
from lpcommunity.drafts import views as drafts
from lpcommunity.entries import views as entries
from lpcommunity.feeds import views as feeds
from lpcommunity.following import views as following
from lpcommunity.help_requests import subscribers as _help_subscribers  # noqa: F401
from lpcommunity.help_requests import views as help_requests
from lpcommunity.introductions import views as introductions
from lpcommunity.invitations import views as invitations
from lpcommunity.mentions import views as mentions
from lpcommunity.moderation import subscribers as _moderation_subscribers  # noqa: F401
from lpcommunity.moderation import views as moderation
from lpcommunity.notifications import subscribers as _subscribers  # noqa: F401
from lpcommunity.notifications import views as notifications
from lpcommunity.offline import views as offline
from lpcommunity.openings import subscribers as _opening_subscribers  # noqa: F401
from lpcommunity.outbox import models as _outbox_tables  # noqa: F401
from lpcommunity.pages import views as pages
from lpcommunity.partnerships import closed_accounts as _closed_accounts  # noqa: F401  (what ends with an account)
from lpcommunity.partnerships import readers
from lpcommunity.partnerships import views as partnerships
from lpcommunity.people import views as people
from lpcommunity.pins import views as pins
from lpcommunity.programmes import views as programmes
from lpcommunity.projects import views as projects
from lpcommunity.questions import views as questions
from lpcommunity.readers import views as entry_readers
from lpcommunity.reflections import views as reflections
from lpcommunity.reviews import subscribers as _review_subscribers  # noqa: F401
from lpcommunity.reviews import views as reviews
from lpcommunity.rhythm import subscribers as _rhythm_subscribers  # noqa: F401
from lpcommunity.rhythm import views as rhythm
from lpcommunity.search import views as search
from lpcommunity.slips import views as slips
from lpcommunity.storage import db, engine_options
from lpcommunity.storage import settings as operator_settings
from lpcommunity.thanks import views as thanks
from lpcommunity.theme_pins import views as theme_pins
from lpcommunity.updates import views as updates
from lpcommunity.web import access_control

# Importing a feature's views fills its registries: tables, kinds of entry. Subscribers are imported by name.
FEATURES = (
    people, accounts, programmes, partnerships, projects, entries, slips, search, drafts, attachments, mentions,
    offline, following, feeds, bookmarks, introductions, pins, theme_pins, thanks, updates, reflections, reviews,
    comments, moderation, help_requests, actions, questions, rhythm, entry_readers, invitations, demo, notifications,
    auditing, pages,
)  # fmt: skip


def create_app(settings: Any = None) -> Flask:
    """The WSGI application.

    `settings`: the name of a configuration ("test", or "config.Test"), a configuration object, or a dictionary laid
    over the one that LPCOMMUNITY_ENV names. Raises SettingError for settings that cannot be meant.
    """
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    _configure(app, settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    app.teardown_appcontext(storage.let_go)
    with app.app_context():
        storage.prepare(db.engine)
    reader.provide(readers.reader_with_id)
    passwords.provide_names(readers.names_around)
    login.init_app(app, readers.reader_at_door)
    web.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature.pages)
    access_control.level_checks["programme-team"] = lambda someone: someone.reader.programme_team
    access_control.check_routes(app)
    return app


def _configure(app: Flask, settings: Any) -> None:
    """Fill the app's configuration from the operator's file at the top level, which the package never imports."""
    overrides = settings if isinstance(settings, dict) else {}
    if settings is None or isinstance(settings, dict):
        chosen = operator_settings.read(os.environ.get("LPCOMMUNITY_ENV") or "development")
    elif isinstance(settings, str):
        chosen = operator_settings.read(settings.removeprefix("config.").lower())
    else:
        chosen = settings
    app.config.from_object(chosen)
    app.config.update(overrides)
    operator_settings.check(chosen)
    operator_settings.settle(app.config)
