"""Whom a visitor of the demonstration can be, with one click."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

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
        Persona("former-member", "Was a member, Bedford"),
    )
}


def offered(settings: Mapping[str, Any]) -> bool:
    """Whether this installation lets a visitor in without a password: in demo mode, on this very machine only."""
    return bool(settings.get("DEMO")) and _is_loopback(settings["HOST"]) and _is_loopback(_host_of(settings))


def _host_of(settings: Mapping[str, Any]) -> str:
    return urlsplit(settings["PUBLIC_URL"]).hostname or ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
