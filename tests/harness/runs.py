"""One run of the tests: whatever it leaves lies in one temporary folder, which goes when its last process has gone.

Also when they are killed: see `tests.harness.keeper`.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.harness import keeper


def begin(config: pytest.Config) -> None:
    """Give this run its folder, or join it. Everything that asks for a temporary folder from now on gets one in it."""
    if keeper.RUN in os.environ:  # a process that shares the run
        keeper.hold(Path(os.environ[keeper.RUN]))
        return
    folder = Path(tempfile.mkdtemp(prefix="lpc-"))
    folder.chmod(0o711)  # root's PostgreSQL runs as somebody else, who must get to its own part
    held = keeper.hold(folder / "held")
    watching = subprocess.Popen(
        keeper.words(folder / "held", remove=folder), stdin=subprocess.DEVNULL, start_new_session=True
    )
    before = os.environ.get("TMPDIR")
    os.environ[keeper.RUN], os.environ["TMPDIR"], tempfile.tempdir = str(folder / "held"), str(folder), None

    def end() -> None:
        os.environ.pop(keeper.RUN, None)
        os.environ.pop("TMPDIR", None)
        if before is not None:
            os.environ["TMPDIR"] = before
        tempfile.tempdir = None
        os.close(held)
        watching.wait()

    config.add_cleanup(end)
