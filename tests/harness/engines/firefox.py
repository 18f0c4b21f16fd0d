"""Firefox, by WebDriver BiDi: it speaks it itself, on a socket of its own."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.harness.engines import processes

NAMES = ("firefox-esr", "firefox")
PATIENCE = 60  # seconds
# Nothing is asked of anybody but the site: no updates, no lists, no reports, no first page.
QUIET = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.sessionstore.interval": 500,  # what windows hold is written down at once, not after 15 seconds
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.events.asyncClipboard.readText": True,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


def missing() -> str:
    """What this machine lacks to run it; nothing if it is all there."""
    return "" if _program() else "firefox-esr"


def _program() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def window(folder: Path) -> Iterator["BidiWindow"]:
    """A window as large as a phone, with a profile of its own in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in QUIET.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    words = [str(_program()), "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port=0"]
    environment = {**os.environ, "HOME": str(folder), "MOZ_HEADLESS": "1"}
    with processes.started(words, environment, stderr=subprocess.PIPE) as firefox:
        address = processes.said(firefox, re.compile(r"WebDriver BiDi listening on (ws://\S+)"), PATIENCE)
        with connect(f"{address}/session", max_size=None) as socket:
            yield BidiWindow(socket)
            socket.send(json.dumps({"id": 0, "method": "browser.close", "params": {}}))


class BidiWindow:
    """A window, by the messages of WebDriver BiDi."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._asked = 0
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.create", type="tab")["context"]
        self._ask(
            "browsingContext.setViewport",
            context=self._context,
            viewport={"width": 360, "height": 740},
            devicePixelRatio=2,
        )

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of an asynchronous function in the page."""
        body = f"async (given) => JSON.stringify((await (async (values) => {{ {script} }})(JSON.parse(given))) ?? null)"
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=body,
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def keys(self, text: str) -> None:
        """Press these keys where the focus is."""
        pressed = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._ask(
            "input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": pressed}]
        )

    def _ask(self, method: str, **given: Any) -> Any:
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": given}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") != self._asked:
                continue  # an event
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]
