"""The address that pages are served at: one service has it, and nobody else meanwhile.

Where systemd holds it (a .socket unit), it hands the socket over at each start: connections wait in the kernel while
one version ends and the next begins. The protocol of sd_listen_fds(3): LISTEN_PID, LISTEN_FDS, and sockets from 3 on.
"""

import errno
import os
import socket
import stat
from contextlib import suppress

BACKLOG = 1024
FIRST = 3  # the file descriptor of the first socket that is handed over
HANDED_OVER = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")


class NoListener(OSError):
    """The address cannot be served at. Says why, and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take this address and listen there, for this process and those it forks. Raises NoListener.

    Without SO_REUSEPORT: with it, a second service on other data would be handed every other visitor.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise NoListener(_in_words(error, host, port)) from error
    return _ready(listener)


def handed_over() -> socket.socket | None:
    """The socket that systemd listens at for this process; None if it handed over none, and none is to be taken then.

    Whatever it was told leaves the environment: it is for nobody that we start. Raises NoListener for what cannot be
    served at.
    """
    told = {name: os.environ.pop(name, "") for name in HANDED_OVER}
    if told["LISTEN_PID"] != str(os.getpid()) or told["LISTEN_FDS"] in ("", "0"):
        return None
    if told["LISTEN_FDS"] != "1":
        raise NoListener(f"systemd handed over {told['LISTEN_FDS']} sockets. One ListenStream= is served at, not more.")
    found = _listening_at(FIRST)
    if found is None:
        raise NoListener("What systemd handed over is no listening TCP socket. It needs one ListenStream=ADDRESS:PORT.")
    return _ready(found)


def _ready(listener: socket.socket) -> socket.socket:
    """For the processes that are forked, and answering at once: Linux hands TCP_NODELAY on to each connection. Without
    it the end of an answer waits, 40 ms and more, until the browser or the proxy has acknowledged its beginning.
    """
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    listener.set_inheritable(True)
    return listener


def _listening_at(descriptor: int) -> socket.socket | None:
    with suppress(OSError):
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            found = socket.socket(fileno=descriptor)
            listens = found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM and listens:
                return found
            found.detach()
    return None


def _in_words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by something else: this service, started already, or another program. "
            "Stop it, or choose another port: PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not for this user to serve at: choose one above 1023, with a proxy in front. PORT."
    return f"Nothing can be served at {host}, port {port}: {error.strerror}. Look at HOST and PORT."
