"""nginx, really, with exactly the configuration that an operator copies, in front of a served production."""

import gzip
import re
import socket
import sqlite3
import ssl
import threading
from base64 import b64encode
from contextlib import closing, contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import config
from lpcommunity.storage import migrations
from lpcommunity.web.headers import ALWAYS
from lpcommunity.web.humanize import size as size_in_words
from tests.harness import nginx
from tests.harness.installation import wait_for
from tests.harness.server import serving
from tests.notifications.post_office import free_port

pytestmark = pytest.mark.skipif(nginx.program() is None, reason="nginx: there is none here, and no wheel brings one")

MB = 1024 * 1024
PROXY, VISITOR = "127.0.0.1", "127.0.0.5"
FORGED: dict[str, Any] = {"X_Forwarded_For": "203.0.113.9", "X_Request_ID": "of-somebody-else-1"}
BY_NAME = dict[str, str]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("production", numbered=True)
    folder.chmod(0o700)
    migrations.upgrade(f"sqlite:///{folder / 'lpcommunity.sqlite3'}")
    return folder


@pytest.fixture(scope="module")
def site(data_dir):
    """A production, served, with nginx in front of it."""
    settings = {
        "LPCOMMUNITY_ENV": "production",
        "SECRET_KEY": "x" * 48,
        "MAIL_URL": "smtp://127.0.0.1:1",
        "PUBLIC_URL": f"https://{nginx.NAME}",
        "TRUSTED_PROXIES": PROXY,
    }
    with served(data_dir, settings) as port, nginx.in_front_of(port) as front:
        yield front


@contextmanager
def served(data_dir, settings):
    with serving(data_dir, "serve", "--processes", "1", **settings) as running:
        yield int(running.environment["PORT"])


@contextmanager
def over_tls(site, *protocols):
    """A connection that says itself what it sends."""
    context = ssl.create_default_context(cafile=str(nginx.CERTIFICATE))
    context.set_alpn_protocols(list(protocols))
    plain = socket.create_connection((PROXY, site.port), timeout=10)
    with plain, context.wrap_socket(plain, server_hostname="localhost") as tls:
        yield tls


def test_the_configuration_is_clean(site):
    # Debian 12 has nginx 1.22, which knows this spelling alone; 1.25 and later take it, and say there is another.
    told = [line for line in site.complaints.splitlines() if '"listen ... http2" directive is deprecated' not in line]
    assert [line for line in told if not line.endswith(("syntax is ok", "test is successful"))] == []


def test_http_leads_to_https_at_the_same_path(site):
    moved = site.ask_plainly("/places/hull?tab=a%20b&x=1")
    assert (moved.status, moved.all("Location")) == (301, [f"https://{nginx.NAME}/places/hull?tab=a%20b&x=1"])
    assert site.ask_plainly("/.well-known/acme-challenge/proof").text == "ours"


def test_newer_protocols_are_offered_and_old_ones_refused(site):
    with over_tls(site, "h2", "http/1.1") as tls:
        assert (tls.selected_alpn_protocol(), tls.version()) == ("h2", "TLSv1.3")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with socket.create_connection((PROXY, site.port)) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain)


def test_headers_are_said_once_and_pages_compressed_once(site):
    page = site.ask("GET", "/sign-in", Accept_Encoding="gzip")
    assert page.status == 200
    for name in (*ALWAYS, "Strict-Transport-Security", "X-Request-ID", "Content-Type", "Content-Encoding"):
        assert len(page.all(name)) == 1, name
    assert "<h1" in gzip.decompress(page.body).decode()
    short = site.ask("GET", "/healthz", Accept_Encoding="gzip")
    assert (short.text, short.all("Content-Encoding")) == ("ok\n", [])
    assert "/" not in page.all("Server")[0], "which version of nginx it is"


def test_the_visitors_own_address_arrives_and_no_other_is_believed(site, data_dir):
    with site.connection(VISITOR) as connection:
        token, cookies = form_of(nginx.asked(connection, "GET", "/sign-in"))
        for _ in range(11):
            body = f"csrf_token={token}&email=ann%40example.org&password=nothing&next=%2Fhome".encode()
            tried = nginx.asked(connection, "POST", "/sign-in", body, **SENT_AS_FORM, **cookies, **FORGED)
    assert tried.status == 429, tried.text[-3000:]
    with closing(sqlite3.connect(data_dir / "lpcommunity.sqlite3")) as database:
        rows = database.execute(
            "SELECT address, request_id FROM audit_record WHERE act = 'refused-too-many'"
        ).fetchall()
    (name,) = tried.all("X-Request-ID")
    assert rows == [(VISITOR, name)]
    assert re.fullmatch("[0-9a-f]{32}", name), "the id that nginx gave it, as in its log"
    log = wait_for(lambda: _log_with(name, site.folder / "lpcommunity.access.log"))  # it writes when it has answered
    assert not re.search(r"sign-in|127\.0\.0\.|203\.0", log), "who asked for what is no part of it"


def _log_with(name, path):
    log = path.read_text(encoding="utf-8")
    return log if name in log else ""


SENT_AS_FORM = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"https://{nginx.NAME}"}


def form_of(page: nginx.Answer) -> tuple[str, BY_NAME]:
    """The token of the page's form, and the cookies that go with it."""
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    return token[1], {"Cookie": "; ".join(cookie.partition(";")[0] for cookie in page.all("Set-Cookie"))}


@pytest.mark.parametrize(("size", "status"), [(39, 422), (41, 413)])
def test_forty_megabytes_pass_and_more_is_refused_in_our_words(site, size, status):
    token, cookies = form_of(site.ask("GET", "/sign-in"))
    fields = {"csrf_token": token, "email": "bob@example.org", "password": "nothing", "next": "/home"}
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    text = "".join(part.format(name, value) for name, value in fields.items())
    file = part.format('file"; filename="a.bin', "@").encode().replace(b"@", bytes(size * MB))
    headers = {"Content_Type": "multipart/form-data; boundary=x", "Origin": f"https://{nginx.NAME}", **cookies}
    answer = site.ask("POST", "/sign-in", text.encode() + file + b"--x--\r\n", **headers)
    assert answer.status == status, answer.text[:2000]
    if status == 422:
        assert "Check your e-mail address and password" in answer.text
    else:
        assert "That was too much at once" in answer.text
        assert size_in_words(config.Base.MAX_CONTENT_LENGTH) in answer.text
        assert "still in the page" in answer.text


def test_a_request_with_two_lengths_goes_nowhere(site):
    with over_tls(site, "http/1.1") as tls:
        tls.sendall(
            f"POST /healthz HTTP/1.1\r\nHost: {nginx.NAME}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
            "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        )
        told = b""
        while more := tls.recv(4096):
            told += more
    assert told.startswith(b"HTTP/1.1 400")
    assert told.count(b"HTTP/1.1") == 1


def test_when_nothing_is_behind_it_a_page_of_ours_says_so():
    with nginx.in_front_of(free_port()) as front:
        page = front.ask("POST", "/updates/new", b"title=x", **SENT_AS_FORM)
    assert page.status == 502
    assert "away for a moment" in page.text
    assert "Nothing that was saved is lost" in page.text
    assert page.all("Retry-After") == ["30"]
    assert page.all("Cache-Control") == ["no-store"]
    assert len(page.all("Strict-Transport-Security")) == 1
    assert "://" not in page.text, "it needs nothing from elsewhere"
    (style,) = re.findall("<style>(.*?)</style>", page.text, re.S)
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in page.all("Content-Security-Policy")[0]


class Backend(BaseHTTPRequestHandler):
    """Says what it was asked, and keeps its connections."""

    protocol_version = "HTTP/1.1"
    connections: list[tuple[str, int]] = []
    heard: list[tuple[str, BY_NAME]] = []

    def do_GET(self) -> None:
        self.connections.append(self.client_address)
        self.heard.append((self.path, dict(self.headers)))
        body = b"in words of its own"
        self.send_response(503 if self.path == "/unavailable" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002
        pass


def test_paths_are_left_alone_errors_pass_and_no_form_is_sent_into_a_kept_connection():
    with ThreadingHTTPServer((PROXY, 0), Backend) as backend:
        backend.daemon_threads = True
        threading.Thread(target=backend.serve_forever, daemon=True).start()
        with nginx.in_front_of(backend.server_address[1]) as front:
            for path in ("/a%2Fb//c?d=%20e", "/2", "/3"):
                assert front.ask("GET", path, **FORGED).status == 200
            unavailable = front.ask("GET", "/unavailable")
            assert (unavailable.status, unavailable.text) == (503, "in words of its own")
        backend.shutdown()
    assert len(set(Backend.connections)) == 4, "one for each request: a kept one may be closing just then"
    path, headers = Backend.heard[0]
    assert path == "/a%2Fb//c?d=%20e"
    assert (headers["Host"], headers["X-Forwarded-For"]) == (nginx.NAME, PROXY)
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Request-ID"] != FORGED["X_Request_ID"]
    assert headers["Connection"] == "close"
