"""Whom a visitor of the demonstration can be, with one click."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lpcommunity.storage.loopback import is_loopback, leads_here

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Persona:
    """One of the story's people, by the name that the contract gives them."""

    key: str
    what: str

    @property
    def email(self) -> str:
        """The address of the account that the loader makes."""
        return f"{self.key}@{DOMAIN}"


PERSONAS = {
    persona.key: persona
    for persona in (
        Persona("bedford-member", "Member, Bedford"),
        Persona("hull-lead", "Lead, Hull"),
        Persona("facilitator", "Facilitator, Bedford and Hull"),
        Persona("programme-team", "Programme team"),
        Persona("evaluator", "Evaluator"),
        Persona("moderator", "Moderator"),
        Persona("former-member", "Was a member, Bedford"),
    )
}


def offered(settings: Mapping[str, Any]) -> bool:
    """Whether this installation lets a visitor in without a password: in demo mode, on this very machine only."""
    return bool(settings.get("DEMO")) and is_loopback(settings["HOST"]) and leads_here(settings["PUBLIC_URL"])
