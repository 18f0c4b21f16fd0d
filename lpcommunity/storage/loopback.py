"""Whether an address is this very machine: what is open there, and to nobody else, asks here."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether this host, a name or a number, can be nobody but this machine. `localhost.example.org` can."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


def leads_here(url: str) -> bool:
    """Whether a full address is one of this machine, as a browser understands it."""
    try:
        return is_loopback(urlsplit(url).hostname or "")
    except ValueError:
        return False
