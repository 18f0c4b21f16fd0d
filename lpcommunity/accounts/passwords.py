"""Passwords: what is refused, and how the rest is kept.

PROMISES section 3: 12 to 128 characters, common ones refused, argon2id, no rules about capitals and digits.
Hashing takes a good while on purpose: do it before a transaction begins, never within.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from lpcommunity.access import Invalid

SHORTEST, LONGEST = 12, 128
GUESSABLE = 1  # zxcvbn's score: 0 and 1 fall within a million guesses
LOOKED_AT = 72  # characters that zxcvbn looks at; longer ones take it too long
SERVICE = (
    "lpcommunity", "leading places", "leadingplaces", "community", "partnership", "partnerships", "council",
    "facilitator", "programme",
)  # fmt: skip
YEAR = re.compile(r"(?<!\d)((19|20)\d\d)+(?!\d)")
FIGURES_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LEAST_OF_ONES_OWN = 8

# OWASP's figures for argon2id: 19 MiB, so that many sign-ins at once still fit into a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def normalised(password: str) -> str:
    """The same characters however the keyboard composed them (NIST SP 800-63B, section 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(normalised(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether this is the password. Without a hash it takes the same time, and the answer is no."""
    tried = normalised(password) if len(password) <= LONGEST * 2 else ""
    try:
        _hasher.verify(password_hash or _nobodys(), tried)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether this was hashed with other figures than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobodys() -> str:
    """A hash that belongs to nobody, to spend the same time on an address that is not known."""
    return _hasher.hash("nobody has this password")


Names = Callable[[int | None], Iterable[str]]
_names: list[Names] = []


def provide_names(names: Names) -> Names:
    """Register what reads the names that somebody who guesses would try first: of every place, and of the organisations
    around the person of this id. `app` does, since places stand above.
    """
    _names[:] = [names]
    return names


def names_around(person_id: int | None) -> tuple[str, ...]:
    """Those names, for `check`."""
    return tuple(name for names in _names for name in names(person_id))


def check(password: str, about: Iterable[str] = (), field: str = "password") -> None:
    """Refuse what would be guessed. `about`: name and e-mail of its owner, and names around them. Raises Invalid, with
    the reason.
    """
    length = len(password)
    if length < SHORTEST:
        raise Invalid(field, "password-too-short", length=length, least=SHORTEST)
    if length > LONGEST:
        raise Invalid(field, "password-too-long", length=length, most=LONGEST)
    if len(set(password)) < 5:
        raise Invalid(field, "password-repeats")
    words = _words([*about, *SERVICE])
    core = _without_figures(password)
    if _left_without(core, words) < LEAST_OF_ONES_OWN:
        raise Invalid(field, "password-near-owner")
    if _is_guessable(password, words):
        raise Invalid(field, "password-common")
    if core and _is_guessable(core, words):
        raise Invalid(field, "password-word-and-figures")


def _is_guessable(password: str, words: list[str]) -> bool:
    return bool(zxcvbn(password[:LOOKED_AT], user_inputs=words)["score"] <= GUESSABLE)


def _without_figures(password: str) -> str:
    """What stays of “Summer2026!!” without years, and without the digits and signs around it: what is guessed first,
    and then tried with this year's figures behind it.
    """
    return FIGURES_AROUND.sub("", YEAR.sub("", password))


def _words(texts: Iterable[str]) -> list[str]:
    """The texts and the words in them, longest first; short ones are in too many passwords to mean anything."""
    found = {part for text in texts for part in (text.lower(), *re.split(r"[^\w]+|_", text.lower())) if len(part) > 2}
    return sorted(found, key=len, reverse=True)


def _left_without(password: str, words: list[str]) -> int:
    """How many letters and digits stay when everything that is about the owner is taken out."""
    rest = password.lower()
    if not any(word in rest for word in words):
        return LEAST_OF_ONES_OWN
    for word in words:
        rest = rest.replace(word, " ")
    return sum(letter.isalnum() for letter in rest)
