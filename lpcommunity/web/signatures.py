"""Signing what leaves this service and comes back: links in mails, forms, cookies. HMAC with SHA-256 under SECRET_KEY,
from which keys for other purposes are derived here, too.

A key that was in use before (SECRET_KEY_FALLBACKS) goes on verifying; new things are signed with the present one. What
was signed with SHA-1, as it was at first, is still read until a stated day, so that no link, open page or session is
lost by the upgrade (ADR 25).
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from lpcommunity.storage import now

SIGNED_WITH = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
# What is in mails and open pages at the upgrade; after a year nobody comes with it any more.
SHA1_READ_UNTIL = datetime(2028, 1, 1, tzinfo=UTC)
# As far as the clock that signed may be ahead of the one that reads: of another machine, or set back since.
AHEAD = timedelta(minutes=5)
_LINKS_BEFORE = {"key_derivation": "django-concat", "digest_method": hashlib.sha1}
_COOKIES_BEFORE = {"key_derivation": "hmac", "digest_method": hashlib.sha1}


class Signer(TimestampSigner):
    """Takes what was signed a little later than now. As it comes it would take a cookie for expired, and so sign people
    out wherever two machines do not agree on the second.
    """

    def unsign(self, *given: Any, **more: Any) -> Any:
        """What was signed. Raises SignatureExpired, BadSignature."""
        try:
            return super().unsign(*given, **more)
        except SignatureExpired as error:
            if error.date_signed is None or not timedelta(0) < error.date_signed - datetime.now(UTC) <= AHEAD:
                raise
            return super().unsign(given[0], None, more.get("return_timestamp", False))


def serializer(salt: str) -> URLSafeSerializer:
    """What signs and reads for one purpose, which the salt names."""
    return URLSafeSerializer(_keys(current_app), salt=salt, signer_kwargs=SIGNED_WITH, **_earlier(_LINKS_BEFORE))


def timed_serializer(salt: str) -> URLSafeTimedSerializer:
    """The same, for what carries the time at which it was signed."""
    return URLSafeTimedSerializer(
        _keys(current_app), salt=salt, signer=Signer, signer_kwargs=SIGNED_WITH, **_earlier(_LINKS_BEFORE)
    )


def derived_keys(purpose: str, about: str) -> list[bytes]:
    """Keys of 32 bytes for one purpose and one thing, the present one first, then those of SECRET_KEY_FALLBACKS.

    HKDF (RFC 5869) with SHA-256, of which one block is enough: neither SECRET_KEY nor the key for anything else can be
    found from one of them.
    """
    salt, info = purpose.encode(), about.encode() + b"\x01"
    return [
        hmac.digest(hmac.digest(salt, key.encode(), hashlib.sha256), info, hashlib.sha256)
        for key in reversed(_keys(current_app))
    ]


class SessionCookies(SecureCookieSessionInterface):
    """Flask's cookie, signed as everything else is."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie."""
        keys, salt, how = _keys(app), self.salt, self.serializer
        return URLSafeTimedSerializer(
            keys, salt=salt, serializer=how, signer=Signer, signer_kwargs=SIGNED_WITH, **_earlier(_COOKIES_BEFORE)
        )


def _keys(app: Flask) -> list[str]:
    """Every key that verifies; the last one signs."""
    return [*reversed(app.config.get("SECRET_KEY_FALLBACKS") or []), app.config["SECRET_KEY"]]


def _earlier(how: dict[str, Any]) -> dict[str, Any]:
    return {"fallback_signers": [how]} if now() < SHA1_READ_UNTIL else {}
