"""Telling systemd, where it started us and wants to know (Type=notify), that the work has begun.

The protocol of sd_notify(3): a datagram to the socket that NOTIFY_SOCKET names.
"""

import os
import socket
from contextlib import suppress

NAMED = "NOTIFY_SOCKET"


def ready() -> None:
    """Say once that we serve. Does nothing where nobody asked; a manager that is gone is no reason to stop."""
    address = os.environ.pop(NAMED, "")  # not for those that we start
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.connect("\0" + address[1:] if address.startswith("@") else address)
        manager.sendall(b"READY=1")
