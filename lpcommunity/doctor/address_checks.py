"""The way from people to us: the web server, the address that they type, its certificate, and the proxy between."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_network
from urllib.parse import urlsplit

from flask import Flask

from lpcommunity.doctor import queries
from lpcommunity.doctor.findings import Check, Finding, look, well, wrong
from lpcommunity.storage.clock import now
from lpcommunity.storage.loopback import is_loopback
from lpcommunity.web.humanize import plural

PATIENCE = 5  # seconds
LATELY, SEVERAL = timedelta(days=7), 10
SOON, VERY_SOON = 20, 5  # days until a certificate ends
WIDEST = {4: 8, 6: 16}  # bits of a network that can still be somebody's own


def web_server(app: Flask) -> Iterator[Finding]:
    """Whether it answers at HOST and PORT, and is ready."""
    host, port = app.config["HOST"], app.config["PORT"]
    where = f"{host}, port {port}"
    try:
        status, said = _ready(HTTPConnection(host, port, timeout=PATIENCE), "")
    except (OSError, HTTPException):
        yield wrong("web server", f"Nothing of ours answers at {where}.", "systemctl status lpcommunity-web says why.")
        return
    if status == 200 and said == "ok":
        yield well("web server", f"It answers at {where}.")
    elif status == 503:
        yield wrong("web server", f"It answers at {where}, but: {said}.", "Look at the lines on database and tables.")
    else:
        yield wrong(
            "web server",
            f"Something else than this software answers at {where}.",
            "Stop that, or choose another port: PORT.",
        )


def address(app: Flask) -> Iterator[Finding]:
    """Whether PUBLIC_URL leads here, with a certificate that holds."""
    url = urlsplit(app.config["PUBLIC_URL"])
    host = url.hostname or ""
    if is_loopback(host):
        return
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(host, port, timeout=PATIENCE)
    try:
        connection.connect()
        ends = connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else None
        status, said = _ready(connection, url.path)
    except ssl.SSLCertVerificationError as error:
        yield wrong(
            "address",
            f"The certificate of {host} does not hold: {error.verify_message}. Browsers show a warning to everybody.",
            "Renew it (certbot renew), and reload the proxy.",
        )
        return
    except ConnectionRefusedError:
        yield (wrong if _is_ours(host) else look)(
            "address",
            f"Nothing answers at {host}, port {port}.",
            "Look at the proxy: systemctl status nginx. If the address is another machine's, open it on a phone.",
        )
        return
    except (OSError, HTTPException) as error:
        yield look(
            "address",
            f"{app.config['PUBLIC_URL']} cannot be reached from this machine ({type(error).__name__}).",
            "Open it on a phone. If it opens there, all is well; else look at the proxy, the firewall and the name.",
        )
        return
    if status == 503:
        yield wrong("address", f"{host} leads here, but: {said}.", "Look at the lines on database and tables.")
    elif (status, said) != (200, "ok"):
        yield wrong(
            "address",
            f"{host} does not lead to this software: /readyz there answers {status}.",
            "Look at the configuration of the proxy (deploy/nginx), and whether the service runs.",
        )
    elif ends is not None and (left := _days_left(ends)) < SOON:
        yield (wrong if left < VERY_SOON else look)(
            "address",
            f"The certificate of {host} ends in {plural(left, 'day', figures=True)}.",
            "Renew it (certbot renew), and see why that did not happen by itself.",
        )
    else:
        yield well("address", f"{app.config['PUBLIC_URL']} leads here.")


def proxies(app: Flask) -> Iterator[Finding]:
    """Whether we know visitors apart: all limits on signing in go by their addresses."""
    trusted = app.config["TRUSTED_PROXIES"]
    do = "Name the proxy in TRUSTED_PROXIES, such as 127.0.0.1, and let it send X-Forwarded-For (deploy/nginx)."
    wide = [
        one
        for one in trusted
        if ip_network(one, strict=False).prefixlen < WIDEST[ip_network(one, strict=False).version]
    ]
    if wide:
        yield wrong(
            "proxies",
            f"TRUSTED_PROXIES believes {wide[0]}: almost anybody could give themselves any address.",
            "Name the proxies alone.",
        )
        return
    if urlsplit(app.config["PUBLIC_URL"]).scheme == "https" and is_loopback(app.config["HOST"]) and not trusted:
        yield wrong(
            "proxies",
            "A proxy stands in front, and is not named: all visitors look like one, and whoever guesses passwords "
            "shuts out everybody.",
            do,
        )
        return
    seen = queries.late_addresses(LATELY, SEVERAL)
    if app.config["ENV_NAME"] == "production" and len(seen) == SEVERAL and all(is_loopback(one) for one in seen):
        yield wrong("proxies", f"The last {SEVERAL} acts all came from this machine itself, it seems.", do)
        return
    yield well("proxies", f"Believed: {', '.join(trusted)}." if trusted else "None stands in front.")


def _is_ours(host: str) -> bool:
    """Whether the name leads to an address of this very machine."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, 0, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as probe:
            probe.bind(address)
    except OSError:
        return False
    return True


def _ready(connection: HTTPConnection, below: str) -> tuple[int, str]:
    try:
        connection.request(
            "GET", f"{below}/readyz", headers={"User-Agent": "lpcommunity-doctor", "Connection": "close"}
        )
        answer = connection.getresponse()
        return answer.status, answer.read(200).decode("utf-8", "replace").strip()
    finally:
        connection.close()


def _days_left(certificate: Mapping[str, object]) -> int:
    return int((ssl.cert_time_to_seconds(str(certificate["notAfter"])) - now().timestamp()) // 86_400)


CHECKS = (
    Check("web server", web_server),
    Check("address", address),
    Check("proxies", proxies, asks_database=True),
)
