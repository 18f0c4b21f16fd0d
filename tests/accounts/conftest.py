"""People and browsers for the tests of accounts."""

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands, passwords, sessions
from lpcommunity.people.commands import grant_role
from lpcommunity.people.models import Person

RIGHT = "moss-lantern-quay-57"


@pytest.fixture(scope="session")
def right_hash() -> str:
    return passwords.hashed(RIGHT)


@pytest.fixture
def make_person(app, right_hash):
    def make(email: str = "grace@hull.example", name: str = "Grace Oyelaran", **more) -> Person:
        return commands.add_person(OPERATOR, email=email, name=name, **{"password_hash": right_hash, **more})

    return make


@pytest.fixture
def grace(make_person) -> Person:
    return make_person()


@pytest.fixture
def team(make_person) -> Person:
    person = make_person("priya@team.example", "Priya Nair")
    grant_role(OPERATOR, person, "programme-team")
    return person


class Browser:
    """A client that fills in forms as a person does: with the form token of this browser."""

    def __init__(self, app) -> None:
        self.app = app
        self.client = app.test_client()

    def token(self) -> str:
        page = self.client.get("/sign-in").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, data=None, token: str | None = None, **more):
        return self.client.post(path, data={"csrf_token": token or self.token(), **(data or {})}, **more)

    def sign_in(self, person: Person | str, password: str = RIGHT, **more):
        email = person if isinstance(person, str) else person.email
        return self.post("/sign-in", {"email": email, "password": password, **more.pop("data", {})}, **more)

    @property
    def is_in(self) -> bool:
        return self.get("/account").status_code == 200

    def cookie(self, name: str) -> str | None:
        found = self.client.get_cookie(name)
        return None if found is None else found.value


@pytest.fixture
def browser(app) -> Browser:
    return Browser(app)


@pytest.fixture
def new_browser(app):
    return lambda: Browser(app)


@pytest.fixture
def session_of(app):
    return lambda person: sessions.start(person, "Firefox")
