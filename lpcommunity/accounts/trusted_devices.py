"""Browsers that have signed in before, so that their owners are not locked out by strangers who guess.

A signed cookie holds who signed in here and a random mark for each; it opens nothing. After OWASP's device cookies.
"""

import secrets

from flask import Response, current_app, request
from itsdangerous import BadData

from lpcommunity.accounts.commands.authentication import TrustedDevice
from lpcommunity.web.signatures import serializer

MOST = 5  # people who share a browser
KEPT = 365 * 24 * 60 * 60
SALT = "lpcommunity.device"


def known() -> tuple[TrustedDevice, ...]:
    """Who signed in at this browser before."""
    try:
        pairs = serializer(SALT).loads(request.cookies.get(_name(), ""))
        return tuple(TrustedDevice(int(person_id), str(mark)) for person_id, mark in pairs)[:MOST]
    except (BadData, ValueError, TypeError):
        return ()


def trust(response: Response, person_id: int) -> Response:
    """Note in this browser that this person signed in here."""
    devices = known()
    if any(device.person_id == person_id for device in devices):
        return response
    pairs = [(person_id, secrets.token_urlsafe(9)), *((device.person_id, device.mark) for device in devices)][:MOST]
    response.set_cookie(
        _name(),
        str(serializer(SALT).dumps(pairs)),
        max_age=KEPT,
        path="/",
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _name() -> str:
    return "__Host-lpcommunity-device" if _is_secure() else "lpcommunity-device"
