"""A browser as far as a server can tell: keep-alive, cookies, compressed answers, tokens out of forms."""

import gzip
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
SEE_OTHER = 303


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The page, unpacked."""
        packed = self.headers.get("content-encoding", "")
        return (gzip.decompress(self.body) if packed == "gzip" else self.body).decode()

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of its first form, and of later ones what that has not."""
        found: dict[str, str] = {}
        for name, value in FIELD.findall(self.text):
            found.setdefault(name, value.replace("&amp;", "&"))
        return found


@dataclass
class Browser:
    """One person at one browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page, as compressed as it comes."""
        return self._ask("GET", path, None, {"Accept-Encoding": "gzip, deflate, br, zstd", **headers})

    def read(self, path: str) -> Answer:
        """Open a page to read in it: compressed as Python can unpack it."""
        return self._ask("GET", path, None, {"Accept-Encoding": "gzip"})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        headers = {
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        return self._ask("POST", path, urlencode(fields), headers)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form."""
        typed = {**self.read("/sign-in").fields, "email": email, "password": password}
        answer = self.post("/sign-in", typed)
        if answer.status != SEE_OTHER:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")

    def twin(self) -> "Browser":
        """One more connection of the same browser."""
        return Browser(self.port, dict(self.cookies))

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # it was kept open for long, and the server let go
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - begun
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, {k.lower(): v for k, v in response.headers.items()}, content, seconds)
