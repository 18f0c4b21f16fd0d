"""The address that pages are served at: one service has it, and nobody else meanwhile."""

import errno
import socket

BACKLOG = 1024


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
    listener.setblocking(False)
    listener.set_inheritable(True)
    return listener


def _in_words(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by something else: this service, started already, or another program. "
            "Stop it, or choose another port: PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not for this user to serve at: choose one above 1023, with a proxy in front. PORT."
    return f"Nothing can be served at {host}, port {port}: {error.strerror}. Look at HOST and PORT."
