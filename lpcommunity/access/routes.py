"""Every route says who may use it; an undeclared one fails the build.

The access level is the outermost check only. Which row one may see or change is the policy's to say.
"""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])

ANYONE = "anyone"  # no account needed; what is shown is still decided by the feature
SIGNED_IN = "signed-in"  # any account, also one whose memberships have ended
PROGRAMME_TEAM = "programme-team"
TOKEN = "token"  # noqa: S105  the link itself is the key: invitation, password reset, unsubscribing
DEMO = "demo"  # exists in demo mode only
DEVELOPMENT = "development"  # exists in development and demo mode only
LEVELS = {ANYONE, SIGNED_IN, PROGRAMME_TEAM, TOKEN, DEMO, DEVELOPMENT}


def access(level: str) -> Callable[[V], V]:
    """Declare who may use this view: one of LEVELS. Put it below the route decorator."""
    if level not in LEVELS:
        raise ValueError(f"no such access level: {level}")

    def declare(view: V) -> V:
        view.access = level  # type: ignore[attr-defined]
        return view

    return declare
