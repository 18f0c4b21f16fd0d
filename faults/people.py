"""A person at a browser, who notices when no answer comes, and presses again."""

import http.client
import time
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bench.browser import Answer, Browser
from faults.houses import House

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c0c0c0f01f0005000180d5e3b2a40000000049454e44ae426082"
)
SEE_OTHER = 303
LONGEST = 45  # seconds that one waits for an answer


class Unanswered(Exception):
    """The connection was refused, or ended without an answer."""


@dataclass
class Person(Browser):
    """One browser. Unlike that of the bench it never asks again by itself."""

    cookies: dict[str, str] = field(default_factory=dict)

    everybody: ClassVar["list[Person]"] = []  # whose windows are open

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        self.everybody.append(self)

    @classmethod
    def all_go(cls) -> None:
        """Close every window."""
        while cls.everybody:
            cls.everybody.pop().close()

    def twin(self) -> "Person":
        """One more window of the same browser."""
        return Person(self.port, dict(self.cookies))

    def send(self, path: str, fields: dict[str, str], *files: tuple[str, bytes]) -> Answer:
        """Send a form, with files where there are some."""
        if not files:
            return self.post(path, fields)
        mark = uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in fields.items()]  # fmt: skip
        for name, content in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        headers = {
            "Accept-Encoding": "gzip",
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Sec-Fetch-Site": "same-origin",
        }
        return self._ask("POST", path, body, headers)

    def form(self, path: str) -> dict[str, str]:
        """Open a form; what it carries."""
        answer = self.read(path)
        if answer.status != http.client.OK:
            raise Unanswered(f"{path}: {answer.status}")
        return form_of(answer)

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (http.client.HTTPException, OSError) as error:
            self.connection.close()
            raise Unanswered(type(error).__name__) from error
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, found, content, time.perf_counter() - begun)


def form_of(answer: Answer) -> dict[str, str]:
    """What the form on a page carries in hidden fields."""
    return {**answer.fields}


def where(answer: Answer) -> str:
    """The address that an answer leads to."""
    return urlsplit(answer.headers.get("location", "")).path


def come_in(house: House, port: int, email: str) -> Person:
    """This person, signed in."""
    person = Person(port)
    person.sign_in(email, house.town["password"])
    return person


def encoded(fields: dict[str, str]) -> bytes:
    """A form as it travels."""
    return urlencode(fields).encode()
