"""WebKit as GTK brings it, by WebDriver, on a screen that nobody sees."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.harness.engines import processes

DRIVER, SCREEN = "WebKitWebDriver", "Xvfb"
BROWSERS = Path("/usr/lib")
PATIENCE = 60  # seconds


def missing() -> str:
    """What this machine lacks to run it; nothing if it is all there."""
    lacks = [name for name in (DRIVER, SCREEN) if not shutil.which(name)]
    return ", ".join(lacks or ([] if _browser() else ["MiniBrowser"]))


def _browser() -> Path | None:
    return max(BROWSERS.glob("*/webkit2gtk-4.*/MiniBrowser"), default=None)


@contextmanager
def window(folder: Path) -> Iterator["DriverWindow"]:
    """A window as narrow as this browser has them, which keeps what it keeps in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    screen = [SCREEN, "-displayfd", "2", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with processes.started(screen, dict(os.environ), stderr=subprocess.PIPE) as shown:
        number = processes.said(shown, re.compile(r"^(\d+)$"), PATIENCE)
        environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "GDK_BACKEND": "x11",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # needs rights that a build machine does not give
        }
        port = _free_port()
        with processes.started([DRIVER, f"--port={port}"], environment):
            made = DriverWindow(port)
            yield made
            made.close()


class DriverWindow:
    """A window, by the requests of WebDriver."""

    def __init__(self, port: int) -> None:
        self._at = f"http://127.0.0.1:{port}"
        options = {"webkitgtk:browserOptions": {"binary": str(_browser()), "args": ["--automation"]}}
        session = self._when_it_listens("/session", {"capabilities": {"alwaysMatch": options}})
        self._at += f"/session/{session['sessionId']}"
        self._ask("/window/rect", {"width": 360, "height": 740})

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self._ask("/url", {"url": url})

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of an asynchronous function in the page."""
        body = (
            f"const done = arguments[1]; (async (values) => {{ {script} }})(JSON.parse(arguments[0]))"
            ".then((found) => done({ found: found ?? null }), (error) => done({ error: String(error) }))"
        )
        answer = self._ask("/execute/async", {"script": body, "args": [json.dumps(values)]})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["found"]

    def keys(self, text: str) -> None:
        """Press these keys where the focus is."""
        pressed = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._ask("/actions", {"actions": [{"type": "key", "id": "keys", "actions": pressed}]})

    def close(self) -> None:
        """End the browser."""
        self._ask("", None, "DELETE")

    def _when_it_listens(self, path: str, given: Any) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._ask(path, given)
            except urllib.error.URLError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _ask(self, path: str, given: Any, method: str = "POST") -> Any:
        body = None if given is None else json.dumps(given).encode()
        asked = urllib.request.Request(self._at + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:500]}") from error


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
