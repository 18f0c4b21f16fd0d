"""An installation with somebody signed in, served by real processes: for what happens around stops and upgrades."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.storage import db, migrations
from tests import factories as make
from tests.harness.client import Client
from tests.harness.visitor import TOKEN, Visitor
from tests.notifications.post_office import free_port

T = TypeVar("T")
HEAD = migrations.head()
SERVE = ("-m", "lpcommunity", "serve", "--processes", "1")
# As systemd does it: the socket is 3, and LISTEN_PID is the process that it is for.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


class Installation:
    """A version that serves, and the revisions of a newer one beside it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.newer = folder / "newer"
        shutil.copytree(migrations.folder(), self.newer)
        self.port = free_port()
        self.environment = {
            **os.environ, "LPCOMMUNITY_ENV": "development", "DATABASE_URL": url, "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port), "SECRET_KEY": "x" * 48, "RATE_LIMITS": "off",
        }  # fmt: skip
        migrations.upgrade(url)
        app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": folder / "data", "SECRET_KEY": "x" * 48})
        app.test_client_class = Client
        with app.app_context():
            self.place = f"/partnerships/{make.place('Here').slug}"
            someone = make.person("Amina")
            make.belongs(someone, make.place("There"))
            visitor = Visitor(app, someone)
            visitor.get(self.place)  # and a form token
            cookie = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            self.cookie = f"{cookie.key}={cookie.value}"
            db.session.remove()
            db.engine.dispose()

    def revise(self, name: str, text: str, **values: object) -> None:
        """Give the newer version one more revision."""
        (self.newer / "versions" / name).write_text(text.format(head=HEAD, **values).strip() + "\n", encoding="utf-8")

    def run(self, *command: str, newer: bool = True) -> Result:
        """A command of the newer version, or of the one that serves."""
        with pytest.MonkeyPatch.context() as patch:
            if newer:
                patch.setattr(migrations, "folder", lambda: self.newer)
            return CliRunner().invoke(main, command, env=self.environment)

    @contextmanager
    def served(self, handed_over: socket.socket | None = None, **settings: str) -> "Iterator[subprocess.Popen[bytes]]":
        """Serve it until the block ends, at an address of its own or at a socket that is held for it."""
        number = -1 if handed_over is None else handed_over.fileno()
        words = SERVE if handed_over is None else ("-c", HAND_OVER, str(number), *SERVE)
        with (self.folder / "serve.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *words], env={**self.environment, **settings}, stdout=log, stderr=log,
                pass_fds=() if handed_over is None else (number,),
            )  # fmt: skip
        try:
            wait_for(lambda: self.ask("/readyz")[0] == 200)
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def ask(self, path: str, posted: str | None = None) -> tuple[int, str]:
        """Read a page, or post to it. Status 0: no answer came, and why."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("GET" if posted is None else "POST", path, body=posted, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            return 0, repr(error)
        finally:
            connection.close()

    def works(self) -> object:
        """200 where a page is read, and something is posted and taken back; else what came instead."""
        status, page = self.ask(self.place)
        token = TOKEN.search(page)
        if status != 200 or token is None:
            return status, page
        for act in ("follow", "follow-withdrawal"):
            done, said = self.ask(f"{self.place}/{act}", f"csrf_token={token[1]}")
            if done != 303:
                return done, " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", said).split())[:900]
        return 200

    @contextmanager
    def visited(self) -> Iterator[list[object]]:
        """Within the block somebody reads and posts all the time. What came of it, each time."""
        answers: list[object] = []
        over = threading.Event()

        def visit() -> None:
            while not over.is_set():
                answers.append(self.works())
                time.sleep(0.02)

        visitor = threading.Thread(target=visit)
        visitor.start()
        try:
            yield answers
        finally:
            over.set()
            visitor.join()


def wait_for(what: Callable[[], T], seconds: float = 60) -> T:
    """Until it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")
