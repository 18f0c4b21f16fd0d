"""The way from people to us: web server, address, certificate and proxy, tried at real servers on loopback."""

import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lpcommunity.access import audit, origin
from lpcommunity.access.origin import Origin
from lpcommunity.doctor import address_checks
from lpcommunity.storage import clock, transactional
from tests.doctor.conftest import told
from tests.notifications.post_office import CERTIFICATE, KEY, free_port


@contextmanager
def answering(status, body, *, tls=False):
    """A server that answers everything so; yields its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, KEY)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.timeout = 5
        serving = threading.Thread(target=server.handle_request)
        serving.start()
        yield server.server_port
        serving.join()


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, b"ok\n", "well: It answers at 127.0.0.1, port "),
        (503, b"the database does not answer\n", "wrong: It answers at 127.0.0.1, port "),
        (200, b"<h1>Welcome to another program</h1>", "wrong: Something else than this software answers at "),
    ],
)
def test_what_answers_at_our_port_is_us_and_ready(patient, status, body, says):
    with answering(status, body) as port:
        found = told(list(address_checks.web_server(patient(HOST="127.0.0.1", PORT=port))))
    assert found.startswith(says)
    assert status != 503 or "but: the database does not answer." in found


def test_nobody_at_our_port_leads_to_the_service(patient):
    found = told(list(address_checks.web_server(patient(HOST="127.0.0.1", PORT=free_port()))))
    assert "To do: systemctl status lpcommunity-web" in found


@pytest.fixture
def outside(patient, monkeypatch):
    """An address that people type, though it is this machine's."""
    monkeypatch.setattr(address_checks, "is_loopback", lambda _host: False)
    return lambda port: patient(PUBLIC_URL=f"https://localhost:{port}")


def test_an_address_of_this_machine_is_nobody_s_business(patient):
    assert list(address_checks.address(patient(PUBLIC_URL="http://127.0.0.1:8000"))) == []


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, b"ok\n", "well: https://localhost:"),
        (
            503,
            b"the database has to be migrated\n",
            "wrong: localhost leads here, but: the database has to be migrated.",
        ),
        (404, b"nothing here", "wrong: localhost does not lead to this software: /readyz there answers 404."),
    ],
)
def test_the_address_leads_here(outside, monkeypatch, status, body, says):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with answering(status, body, tls=True) as port:
        assert told(list(address_checks.address(outside(port)))).startswith(says)


@pytest.mark.parametrize(("day", "state"), [(8, "well"), (20, "look"), (26, "wrong")])
def test_a_certificate_that_ends_soon_is_told_of(outside, monkeypatch, day, state):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))  # until 29 October 2126
    with answering(200, b"ok\n", tls=True) as port, clock.at(datetime(2126, 10, day, tzinfo=UTC)):
        found = told(list(address_checks.address(outside(port))))
    assert found.startswith(f"{state}: ")
    assert state == "well" or "The certificate of localhost ends in " in found


def test_a_certificate_that_does_not_hold_is_told_of(outside):
    with answering(200, b"ok\n", tls=True) as port:
        found = told(list(address_checks.address(outside(port))))
    assert found.startswith("wrong: The certificate of localhost does not hold: ")


@pytest.mark.parametrize(("ours", "state"), [(True, "wrong"), (False, "look")])
def test_nobody_at_the_address_is_wrong_on_this_machine_and_elsewhere_a_question(outside, monkeypatch, ours, state):
    port = free_port()
    if not ours:
        monkeypatch.setattr(address_checks, "_is_ours", lambda _host: False)
    found = told(list(address_checks.address(outside(port))))
    assert found.startswith(f"{state}: Nothing answers at localhost, port {port}.")


def test_a_name_of_another_machine_is_not_ours():
    assert address_checks._is_ours("127.0.0.1")
    assert not address_checks._is_ours("192.0.2.7")  # of nobody's, for examples


@pytest.mark.parametrize(
    ("trusted", "state"),
    [
        (["127.0.0.1"], "well"),
        (["10.0.0.0/8", "fd00::/16"], "well"),
        (["127.0.0.1", "0.0.0.0/0"], "wrong"),
        (["::/0"], "wrong"),
        ([], "wrong"),
    ],
)
def test_visitors_are_known_apart(patient, trusted, state):
    app = patient(PUBLIC_URL="https://community.example.org", HOST="127.0.0.1", TRUSTED_PROXIES=trusted)
    assert told(list(address_checks.proxies(app))).startswith(f"{state}: ")


@transactional
def act(address):
    with origin.at(Origin("0123456789abcdef", address)):
        audit.note("signed-in", actor_id=None, subject_kind="person", subject_id=None)


def test_a_proxy_that_forwards_no_address_is_told_of(patient):
    app = patient(ENV_NAME="production", TRUSTED_PROXIES=["127.0.0.1"])
    for _ in range(10):
        act("127.0.0.1")
    assert "all came from this machine itself" in told(list(address_checks.proxies(app)))
    act("192.0.2.7")
    assert told(list(address_checks.proxies(app))) == "well: Believed: 127.0.0.1."
