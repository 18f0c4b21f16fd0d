"""Which passwords are taken, and how they are kept."""

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from lpcommunity.access import Invalid
from lpcommunity.accounts import passwords

ABOUT = ("Grace Oyelaran", "grace.oyelaran@hullcc.example", "Hull", "Hull City Council")


@pytest.mark.parametrize(
    "password",
    [
        "moss-lantern-quay-57",
        "vier unruhige Hasen am See",
        "Zwölf Boxkämpfer jagen Viktor",
        "correct horse battery staple",
        "дождь над тихим портом",
        " leading and trailing spaces stay ",
        "x7!kQ2#mZ9pL",
        "graceful herons over water",
        "837192746502",
        "autumn leaves in hull",
        "r" + "andom-enough-" * 9,
    ],
)
def test_good_ones_are_taken(password):
    passwords.check(password, ABOUT)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "needs at least 12"),
        ("elevenchars", "11 characters"),
        ("x" * 129, "at most 128"),
        ("password1234", "tried first"),
        ("passwordpassword", "tried first"),
        ("123456789012", "tried first"),
        ("qwertyuiop123", "tried first"),
        ("aaaaaaaaaaaaaaaa", "repeats"),
        ("abababababababab", "repeats"),
        ("GraceOyelaran1", "close to your name"),
        ("grace.oyelaran@hullcc.example", "close to your name"),
        ("lpcommunity2026", "close to your name"),
        ("Leading Places 2", "close to your name"),
        ("hullpartnership1", "close to your name"),
        ("Hull2026Partnership!", "close to your name"),
        ("HullCityCouncil1", "close to your name"),
        ("Spring-2026-Hull", "close to your name"),
        ("Summer2026!!", "a season and a year"),
        ("Summ3r2026!!", "a season and a year"),
        ("2026Summer!!", "a season and a year"),
        ("November2026", "a season and a year"),
        ("Winter20252026", "a season and a year"),
        ("Welcome2026!!", "a season and a year"),
        ("Bedford123456!", "a season and a year"),
    ],
)
def test_what_would_be_guessed_is_refused_with_a_reason(password, said):
    with pytest.raises(Invalid, match=said):
        passwords.check(password, ABOUT)


def test_twelve_and_one_hundred_and_twenty_eight_are_inside():
    passwords.check("k7#mQ9!vT2xZ")
    passwords.check("k7#mQ9!vT2xZ-moss" * 7 + "123456789")
    assert len("k7#mQ9!vT2xZ-moss" * 7 + "123456789") == 128


@pytest.mark.parametrize("password", ["a1b2c" * 25, "qwerty" * 21, "password" * 16, "1a" * 60 + "xyz", "l33t" * 32])
def test_looking_takes_no_time(password):
    began = time.process_time()
    with suppress(Invalid):
        passwords.check(password, ABOUT)
    assert time.process_time() - began < 2


def test_a_hash_is_argon2id_and_its_own_each_time():
    first, second = passwords.hashed("moss-lantern-quay-57"), passwords.hashed("moss-lantern-quay-57")
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.matches("moss-lantern-quay-57", first)
    assert not passwords.matches("moss-lantern-quay-58", first)
    assert not passwords.is_outdated(first)
    assert passwords.is_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$Z1o")


HASH = """
from lpcommunity.app import create_app
from lpcommunity.accounts import passwords

create_app()
made = passwords.hashed("moss-lantern-quay-57")
assert passwords.matches("moss-lantern-quay-57", made)
assert not passwords.is_outdated(made)
assert passwords.is_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$Z1o")
print(made)
"""


@pytest.mark.parametrize("kind", ["production", "test"])
def test_outside_of_this_suite_every_hash_takes_the_effort_that_owasp_asks_for(tmp_path, kind):
    """In a process of its own, where nothing of the suite's is loaded: no setting makes the package hash cheaply."""
    settings = {"LPCOMMUNITY_ENV": kind, "DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 48}
    service = {"PUBLIC_URL": "https://community.example.org", "MAIL_URL": "smtp://127.0.0.1:1"}
    done = subprocess.run(
        [sys.executable, "-c", HASH],
        check=False,
        env={**os.environ, **settings, **service},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", done.stdout), done.stdout


def test_the_effort_is_written_in_one_place():
    """A second hasher, or a setting beside it, would be a way to hash cheaply by accident."""
    package = Path(passwords.__file__).parents[1]
    assert sum(path.read_text(encoding="utf-8").count("PasswordHasher(") for path in package.rglob("*.py")) == 1


def test_the_same_letters_are_the_same_however_a_keyboard_makes_them():
    assert passwords.matches("Zwo\u0308lf Boxka\u0308mpfer", passwords.hashed("Zwölf Boxkämpfer"))


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$broken"])
def test_without_a_proper_hash_nothing_fits(kept):
    assert not passwords.matches("moss-lantern-quay-57", kept)


def test_a_password_of_two_megabytes_is_wrong_and_takes_no_longer():
    began = time.process_time()
    assert not passwords.matches("x" * 2_000_000, passwords.hashed("moss-lantern-quay-57"))
    assert time.process_time() - began < 2
