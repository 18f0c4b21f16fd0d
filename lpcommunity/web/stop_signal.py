"""Being told to stop, in a web process: heard whenever it comes, and once.

Granian's own handler hears nothing while the process starts, or where a thread of its runtime gets the signal; and told
twice while a request is at work (by systemd and by its parent, say) it waits for itself for ever.
"""

import signal
import threading
import time

STOP = (signal.SIGTERM, signal.SIGINT)
LOOK_EVERY = 0.05  # seconds


def begin() -> None:
    """In the main thread, before any other begins: from now on one thread alone listens.

    What it hears goes to the handler that is put in place later, in this thread, for SIGTERM.
    """
    inherited = signal.getsignal(signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    threading.Thread(target=_listen, args=(inherited,), name="stop-signal", daemon=True).start()


def _listen(inherited: object) -> None:
    signal.sigwait(STOP)
    while not callable(handler := signal.getsignal(signal.SIGTERM)) or handler is inherited:
        time.sleep(LOOK_EVERY)
    handler(signal.SIGTERM, None)
    while True:
        signal.sigwait(STOP)  # heard already
