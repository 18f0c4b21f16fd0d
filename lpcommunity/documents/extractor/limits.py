"""What the reader of a document may take, from the kernel's hand: memory and time; and it opens nothing any more.

That bounds a document, however it is made. It is no jail: code that took the reader over could still do what its user
may do without opening anything, such as end other processes of that user, or delete files by their names.
"""

import os
import resource
import signal
import time
from contextlib import suppress

LARGEST = 10_000_000  # bytes of a document: as large as files may be (attachments.file_types)
MEMORY = 200_000_000  # bytes
SECONDS = 10  # of the clock and of a processor, to the end
PATIENCE = 6.0  # seconds after which what was read so far is all that there is
NICE = 10


def bound() -> None:
    """Take no more than so much, from here on; whoever tries ends. Raises OSError or ValueError where it cannot be."""
    with suppress(OSError):  # some service managers keep even this from us
        os.nice(NICE)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # of one that is too slow, the first says so
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shut() -> None:
    """Open nothing any more: no file, no connection, no process. All that is needed has been read."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def until() -> float:
    """The moment (of the monotonic clock) up to which a document is read."""
    return time.monotonic() + PATIENCE
