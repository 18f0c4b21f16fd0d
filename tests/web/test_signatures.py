"""What is signed: with SHA-256, by the present key; read also by keys before, and what SHA-1 signed until a day."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import request
from itsdangerous import BadSignature, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

import config
import lpcommunity
from lpcommunity.accounts import sessions
from lpcommunity.storage import clock
from lpcommunity.web import csrf, signatures
from tests import factories as make
from tests.harness.client import Client

PACKAGE = Path(lpcommunity.__file__).parent
OLD, NEW = "an-earlier-key-" + "x" * 20, "the-present-key-" + "y" * 20


@pytest.fixture
def service(database):
    def make_one(**settings):
        app = database.make_app(**settings)
        app.test_client_class = Client
        return app

    return make_one


def _signed(app, words):
    with app.app_context():
        return signatures.serializer("a purpose").dumps(words)


def _read(app, text):
    with app.app_context():
        return signatures.serializer("a purpose").loads(text)


def test_sha256_and_nothing_less(service):
    app = service(SECRET_KEY=NEW)
    token = _signed(app, [1, "x"])
    with pytest.raises(BadSignature):
        URLSafeSerializer(NEW, salt="a purpose").loads(token)
    assert len(token.rpartition(".")[2]) == 43  # 256 bits


def test_a_key_before_goes_on_verifying_and_signs_nothing_more(service):
    before, after = service(SECRET_KEY=OLD), service(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=["another", OLD])
    dropped = service(SECRET_KEY=NEW)
    token = _signed(before, [1, "x"])
    assert _read(after, token) == [1, "x"]
    assert _read(dropped, _signed(after, [2])) == [2]
    with pytest.raises(BadSignature):
        _read(dropped, token)


def test_what_sha1_signed_is_read_until_the_stated_day(service):
    app = service(SECRET_KEY=NEW)
    token = URLSafeSerializer(NEW, salt="a purpose").dumps([1, "x"])
    assert _read(app, token) == [1, "x"]
    with clock.at(signatures.SHA1_READ_UNTIL - timedelta(minutes=1)):
        assert _read(app, token) == [1, "x"]
    with clock.at(signatures.SHA1_READ_UNTIL), pytest.raises(BadSignature):
        _read(app, token)


def test_a_new_key_and_the_upgrade_sign_nobody_out(service):
    """A cookie as Flask made it (HMAC with SHA-1), under a key that was changed since."""
    app = service(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD])
    with app.app_context():
        key = sessions.start(make.person("Amina Rahman"), "a test")
        session_cookie = URLSafeTimedSerializer(
            OLD, salt="cookie-session", signer_kwargs={"key_derivation": "hmac"}
        ).dumps({"_user_id": key, "_fresh": True})
        client = app.test_client()
        client.set_cookie("lpcommunity", session_cookie)
        assert client.get("/account").status_code == 200
        client.set_cookie("lpcommunity", session_cookie[:-2])
        assert client.get("/account").status_code == 303


def test_the_cookie_and_the_form_token_are_signed_the_same_way(service):
    app = service(SECRET_KEY=NEW)
    with app.app_context():
        client = app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        assert len(client.get_cookie("lpcommunity").value.rpartition(".")[2]) == 43
        assert len(token.rpartition(".")[2]) == 43


def test_cookies_are_kept_from_scripts_other_sites_and_plain_http(service, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://community.example.org")
    chosen = vars(config.named("test"))
    app = service(**{name: value for name, value in chosen.items() if name.startswith(("SESSION_COOKIE", "PUBLIC"))})
    with app.app_context():
        answer = app.test_client().get("/sign-in", base_url="https://community.example.org")
    name, _, said = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-lpcommunity"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(said.split("; "))
    assert "Domain" not in said


@pytest.mark.parametrize(("hours", "good"), [(0, True), (11, True), (13, False)])
def test_a_form_token_lasts_as_long_as_one_may_be_idle(service, monkeypatch, hours, good):
    with service(SECRET_KEY=NEW).test_request_context("/", method="POST"):
        with monkeypatch.context() as before:
            signed_at = int(time.time()) - hours * 3600
            before.setattr(TimestampSigner, "get_timestamp", lambda _self: signed_at)
            token = csrf.csrf_token()
        request.environ["HTTP_X_CSRF_TOKEN"] = token
        assert csrf.check_form_token() is good


def test_a_form_token_is_of_one_browser_and_of_our_making(service):
    app = service(SECRET_KEY=NEW)
    with app.test_request_context("/"):
        others = csrf.csrf_token()
    for token in (others, "", "made-up", others[:-1]):
        with app.test_request_context("/", method="POST", data={"csrf_token": token}):
            csrf.csrf_token()
            assert not csrf.check_form_token()


def test_nothing_signs_or_hashes_by_itself():
    """One module makes serializers; whatever else needs a key or a weak hash would be found here."""
    found = {
        f"{path.relative_to(PACKAGE)}: {match}"
        for path in PACKAGE.rglob("*.py")
        if path.name != "signatures.py"
        for match in re.findall(r"Serializer\(|\bsha1\b|\bmd5\b|flask_wtf\.csrf", path.read_text(encoding="utf-8"))
    }
    assert found == set()
