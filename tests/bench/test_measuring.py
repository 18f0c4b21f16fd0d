"""The bench's own instruments."""

import os
import subprocess
import sys
import time

from bench import servers
from bench.browser import Answer
from bench.measuring import percentile


def test_the_cpu_of_a_process_is_what_it_spent():
    before = servers.cpu(os.getpid())
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    assert 0.19 < servers.cpu(os.getpid()) - before < 1.5  # this process may look for garbage meanwhile


def test_waiting_costs_nothing():
    """Of a process that does nothing else: this one may look for garbage meanwhile."""
    code = "print('here', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline()
        before = servers.cpu(process.pid)
        time.sleep(0.2)
        spent = servers.cpu(process.pid) - before
        process.communicate(b"\n")
    assert spent < 0.1


def test_a_tree_is_a_process_and_what_it_started():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        until = time.monotonic() + 20
        while len(found := servers.tree(process.pid)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert found[0] == process.pid
        assert len(found) == 2
        process.communicate(b"\n")


def test_what_a_child_spent_still_counts_when_it_has_ended():
    code = "import time\nwhile time.process_time() < 0.3: pass"
    before = servers.cpu(os.getpid())
    subprocess.run([sys.executable, "-c", code], check=True)
    assert servers.cpu(os.getpid()) - before > 0.28


def test_no_process_spends_nothing():
    assert servers.cpu(None) == 0


def test_percentiles():
    assert percentile([], 50) == 0
    assert percentile([3.0], 99) == 3
    assert percentile([float(n) for n in range(101)], 50) == 50
    assert percentile([float(n) for n in range(101)], 99) == 99


def test_hidden_fields_are_read_from_forms():
    page = b'<input type="hidden" name="csrf_token" value="a&amp;b"><input type="hidden" name="csrf_token" value="c">'
    assert Answer(200, {}, page, 0.0).fields == {"csrf_token": "a&b"}
