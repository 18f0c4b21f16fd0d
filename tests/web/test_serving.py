"""Starting, stopping and staying alive, with real processes on a port of their own."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lpcommunity.storage import migrations
from lpcommunity.web import listener, prefork

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")

# `lpcommunity serve`, where one address takes its time.
SERVE = """
import time
import lpcommunity.app as module
make = module.create_app
def slow(*settings):
    app = make(*settings)
    answer = app.wsgi_app
    def wait(environ, start):
        if environ["PATH_INFO"] == "/healthz" and environ["QUERY_STRING"] == "slow":
            time.sleep(1)
        return answer(environ, start)
    app.wsgi_app = wait
    return app
module.create_app = slow
from lpcommunity.cli import main
main(["serve", "--processes", "2"])
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    url = f"sqlite:///{folder / 'lpcommunity.sqlite3'}"
    migrations.upgrade(url)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    return {**os.environ, "LPCOMMUNITY_ENV": "development", "DATA_DIR": str(folder), "DATABASE_URL": url, "PORT": port}


@contextlib.contextmanager
def serving(settings):
    words = [sys.executable, "-c", SERVE]
    process = subprocess.Popen(
        words, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        wait_for(lambda: get(settings) == 200)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def get(settings, query="") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(settings["PORT"]), timeout=5)
    try:
        connection.request("GET", f"/healthz?{query}")
        return connection.getresponse().status
    finally:
        connection.close()


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if found := what():
                return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def web_processes(process):
    """Those of this service that live."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(one) for one in listed.split() if alive(int(one))]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_ctrl_c_ends_it_soon_and_lets_requests_finish(settings):
    with serving(settings) as service, ThreadPoolExecutor(4) as visitors:
        wait_for(lambda: len(web_processes(service)) == 2)
        held = socket.create_connection(("127.0.0.1", int(settings["PORT"])))  # a browser that says nothing
        answers = [visitors.submit(get, settings, "slow") for _ in range(4)]
        time.sleep(0.4)
        os.killpg(service.pid, signal.SIGINT)  # a terminal tells the children as well; then their parent does
        said, _ = service.communicate(timeout=15)  # whoever hears nothing is killed after 20 s, with a warning
        assert [one.result() for one in answers] == [200] * 4
        assert (service.returncode, said) == (0, "")
        held.close()


def test_a_second_service_at_the_same_port_is_refused_in_a_sentence(settings, tmp_path):
    other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    migrations.upgrade(other)
    with serving(settings):
        second = subprocess.run(
            [sys.executable, "-m", "lpcommunity", "serve"],
            env={**settings, "DATABASE_URL": other, "DATA_DIR": str(tmp_path)},
            check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert second.returncode == 1
        assert second.stderr.startswith(f"Error: Port {settings['PORT']} is taken by something else")
        assert get(settings) == 200


def test_a_process_that_is_killed_twice_comes_back_and_none_outlives_its_parent(settings):
    with serving(settings) as service:
        for _ in range(2):
            (first, second) = wait_for(lambda: len(found := web_processes(service)) == 2 and found)
            os.kill(first, signal.SIGKILL)
            wait_for(lambda gone=first: not alive(gone))
            assert get(settings) == 200
            assert alive(second)
        left = wait_for(lambda: len(found := web_processes(service)) == 2 and found)
        service.kill()
        wait_for(lambda: not any(alive(one) for one in left), seconds=30)


def test_figures_outlive_a_killed_process_and_do_not_outlive_the_service(settings, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        metrics_port = str(free.getsockname()[1])
    settings = {**settings, "METRICS_PORT": metrics_port, "TMPDIR": str(tmp_path)}
    with serving(settings) as service:
        figures, first, _ = wait_for(lambda: len(found := web_processes(service)) == 3 and found)
        before = counted(metrics_port)
        assert get(settings) == 200
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(found := web_processes(service)) == 3 and first not in found)
        assert get(settings) == 200
        wait_for(lambda: counted(metrics_port) >= before + 2)
        service.kill()
        wait_for(lambda: not alive(figures), seconds=30)


def counted(port) -> float:
    """How many requests Prometheus is told of."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", "/metrics")
        told = connection.getresponse().read().decode().splitlines()
    finally:
        connection.close()
    return sum(float(line.rpartition(" ")[2]) for line in told if line.startswith("lpcommunity_requests_total{"))


def test_a_port_of_another_program_is_refused_with_what_to_do():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(listener.NoListener, match="choose another port"):
            listener.listen("127.0.0.1", other.getsockname()[1])
    with pytest.raises(listener.NoListener, match="Look at HOST"):
        listener.listen("192.0.2.1", 8000)


def test_the_end_of_an_answer_waits_for_nobody():
    """Nagle's algorithm would hold it back until its beginning is acknowledged, for 40 ms and more."""
    with listener.listen("127.0.0.1", 0) as held:
        held.setblocking(True)
        with socket.create_connection(held.getsockname()), held.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


class HardOfHearing:
    """A process that hears the third request to stop."""

    def __init__(self):
        self.told = 0
        self.killed = False

    def terminate(self):
        self.told += 1

    def kill(self):
        self.killed = True

    def is_alive(self):
        return self.told < 3

    def join(self, timeout=None):
        pass


def _server(workers=1):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return prefork.Prefork("nothing:at_all", unused, workers, 1, 5)


def test_whoever_is_told_to_stop_is_told_until_it_has_heard():
    server, process = _server(), HardOfHearing()
    server.wrks = [process]
    server._stop_workers()
    assert (process.told, process.killed) == (3, False)


def test_the_pause_before_it_comes_back_grows_with_those_that_die_in_a_row():
    server = _server(workers=2)
    pauses = [server._pause(1) for _ in range(40)]
    assert pauses[:3] == [0, 0, 0]
    assert pauses == sorted(pauses)
    assert pauses[-1] == prefork.LONGEST_PAUSE
    server.deaths = [death - prefork.CALM for death in server.deaths]
    assert server._pause(1) == 0
