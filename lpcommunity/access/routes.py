"""Every route says who may use it; an undeclared one fails the build.

The declaration is the outer door only. Which row one may see or change is the policy's to say.
"""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])

ANYONE = "anyone"  # no account needed; what is shown is still decided by visible_to
SIGNED_IN = "signed-in"  # any account, also one whose memberships have ended
PROGRAMME_TEAM = "programme-team"
TOKEN = "token"  # noqa: S105  the link itself is the key: invitation, password reset, unsubscribing
DEMO = "demo"  # exists in demo mode only
DEVELOPMENT = "development"  # exists in development and demo mode only
DOORS = {ANYONE, SIGNED_IN, PROGRAMME_TEAM, TOKEN, DEMO, DEVELOPMENT}


def access(door: str) -> Callable[[V], V]:
    """Declare who may use this view: one of DOORS. Put it below the route decorator."""
    if door not in DOORS:
        raise ValueError(f"no such door: {door}")

    def declare(view: V) -> V:
        view.access = door  # type: ignore[attr-defined]
        return view

    return declare
