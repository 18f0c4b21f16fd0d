"""A small application with nothing but the web layer, so that these tests are fast and say what web itself does."""

from types import SimpleNamespace

import pytest
from flask import Flask, flash, make_response, render_template_string, request
from flask_login import LoginManager, UserMixin
from sqlalchemy.exc import OperationalError

from lpcommunity import storage, web
from lpcommunity.access import Conflict, Invalid, Missing, Refused, access, refusal_catalogue
from lpcommunity.storage import db
from lpcommunity.web import access_control, csrf, masthead
from lpcommunity.web.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    EmailAddress,
    EmailField,
    FilesField,
    Form,
    HiddenNumberField,
    Length,
    LongTextField,
    Optional,
    PasswordField,
    Required,
    SelectOneField,
    TextField,
    TickField,
)

AUDIENCES = {"me": "Only me", "facilitators": "My facilitators"}
refusal_catalogue.register({"title-taken": "That title is taken", "answer-sent": "{name} sent his answer at {at}."})


class Everything(Form):
    """One field of each kind."""

    title = TextField("Title", [Required("Give it a title"), Length(200)])
    body = LongTextField("What happened?", [Required("Write at least a sentence before you send it")])
    email = EmailField("E-mail address", [Optional(), EmailAddress()])
    secret = PasswordField("Password")
    audience = ChoiceField("Who is it for?", choices=AUDIENCES, default="me", none_chosen="Choose who it is for")
    cycle = SelectOneField("Cycle", choices={"": "None", "kolb": "Kolb"}, default="")
    themes = ChoicesField("Themes", choices={"health": "Digital health", "energy": "Energy"})
    agreed = TickField("I agree")
    files = FilesField("Files", multiple=True, accept=".pdf")
    due = DateField("When is it due?", [Optional()])
    version = HiddenNumberField(default="1")


PAGE = """
{% extends "layout/base.html" %}
{% import "components/fields.html" as f %}
{% from "components/bits.html" import head, submit %}
{% block title %}Write{% endblock %}
{% block main %}
{{ f.error_summary(form) }}
{{ head("Write", for="What this is for") }}
<form method="post" novalidate>{{ f.hidden(form) }}
{{ f.text(form.title, hint="Short") }}{{ f.textarea(form.body, most=500) }}{{ f.email(form.email) }}
{{ f.password(form.secret, "new-password") }}
{{ f.radios(form.audience, hints={"me": "Nobody else"}, inside={"facilitators": f.textarea(form.body)}) }}
{{ f.select(form.cycle) }}{{ f.checkboxes(form.themes) }}{{ f.tick(form.agreed) }}{{ f.file(form.files) }}
{{ f.date(form.due) }}{{ submit("Send") }}</form>
{% endblock %}
"""


class Somebody(UserMixin):
    """Whoever is signed in."""

    id = "7"
    name = "Amina Rahman"
    initials = "AR"
    team = False

    @property
    def reader(self) -> "Somebody":
        return self


def _app(tmp_path, **settings):
    app = Flask("lpcommunity.web", template_folder="templates", static_folder=None)
    app.config.update(
        {
            "TESTING": True,
            "SECRET_KEY": "x" * 40,
            "PUBLIC_URL": "http://localhost",
            "DEMO": False,
            "MAILBOX": False,
            "ENV_NAME": "test",
            "TRUSTED_PROXIES": [],
            "MAX_CONTENT_LENGTH": 100_000,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/web.sqlite3",
            "SQLALCHEMY_ENGINE_OPTIONS": storage.engine_options("sqlite:"),
        }
        | settings
    )
    db.init_app(app)
    people = LoginManager(app)
    people.user_loader(lambda _id: Somebody())
    web.init_app(app)
    _routes(app)
    with app.app_context():
        storage.prepare(db.engine)
    return app


def _routes(app):  # noqa: C901  (one small view for each way in and out)
    def view(rule, level, methods=("GET",)):
        def declare(function):
            app.add_url_rule(rule, function.__name__, access(level)(function), methods=methods)
            return function

        return declare

    @view("/", "anyone")
    def landing():
        return render_template_string('{% extends "layout/base.html" %}{% block title %}Hello{% endblock %}')

    @view("/write", "signed-in", methods=("GET", "POST"))
    @csrf.re_renders
    def write():
        form = Everything()
        if form.validate_on_submit():
            if form.title.data == "taken":
                form.take(Invalid("title", "title-taken"))
            else:
                flash("Posted")
                return web.see_other("/")
        return app.make_response((render_template_string(PAGE, form=form), 422 if form.has_errors else 200))

    @view("/things/<id:number>", "anyone")
    def thing(number):
        if number == 1:
            return "public"
        raise Refused if number == 2 else Missing

    @view("/cached", "anyone")
    def cached():
        response = make_response("public" * (1000 if request.args else 1))
        response.set_etag("7-1", weak=True)  # as our pages have them
        return response.make_conditional(request)

    @view("/things/<id:number>/thanks", "signed-in", methods=("POST",))
    def thanks(number):
        return web.see_other("/")

    @view("/team", "programme-team")
    def team():
        return "team"

    @view("/demo/room", "demo")
    def demo_room():
        return "demo"

    @view("/mailbox", "development")
    def mailbox():
        return "mailbox"

    @view("/claims/<token:token>", "token", methods=("GET", "POST"))
    @csrf.without_form_token
    def claim(token):
        return "claim"

    @view("/conflict", "anyone", methods=("POST",))
    def conflict():
        raise Conflict("answer-sent", name="Tom", at="10:31")

    @view("/locked", "anyone", methods=("GET", "POST"))
    @csrf.re_renders
    def locked():
        raise OperationalError("insert", {}, Exception("database is locked"))

    @view("/full", "anyone")
    def full():
        raise OSError(28, "No space left on device")

    @view("/broken", "anyone")
    def broken():
        raise ZeroDivisionError("a secret")


@pytest.fixture
def make_app(tmp_path):
    made = []

    def make(**settings):
        app = _app(tmp_path, **settings)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _registries(monkeypatch):
    """What features register at import stays out of these tests."""
    monkeypatch.setattr(masthead, "_providers", [])
    monkeypatch.setattr("lpcommunity.web.authentication._rescuers", [])
    monkeypatch.setitem(access_control.level_checks, "programme-team", lambda person: person.team)


@pytest.fixture
def app(make_app):
    return make_app()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def signed_in(client):
    """A browser in which somebody is signed in, with a form token at hand."""
    with client.session_transaction() as session:
        session["_user_id"] = "7"
        session["_fresh"] = True
    return SimpleNamespace(client=client, token=lambda path="/write": token_on(client.get(path)))


def token_on(response):
    return response.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
