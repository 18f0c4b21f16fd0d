"""The units of systemd: it takes them without a complaint, and they start commands that there are."""

import getpass
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import config
from tests.deploy.files import DEPLOY, UNITS, complaint_of

SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
OURS = "/srv/lpcommunity/app/.venv/bin/lpcommunity"
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze: there is none here")


def analyze(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(ANALYZE), *words],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The units as an operator copies them, on a machine where the paths they name are those of this test."""
    root = tmp_path_factory.mktemp("systemd")
    folder = shutil.copytree(UNITS, root / "units")
    program = root / "app/.venv/bin/lpcommunity"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for path in folder.rglob("*"):
        if path.is_file():
            unit = path.read_text(encoding="utf-8").replace("/srv/lpcommunity", str(root))
            unit = unit.replace("/usr/local/bin", str(DEPLOY)).replace("=lpcommunity\n", f"={getpass.getuser()}\n")
            path.write_text(unit, encoding="utf-8")
    return folder


@needs_systemd
def test_systemd_takes_every_unit_without_a_complaint(installed):
    units = sorted(str(path) for path in installed.iterdir() if path.suffix in (".service", ".socket", ".timer"))
    assert len(units) == 8
    told = analyze(installed, "verify", "--man=no", *(name for name in units if "@" not in name))
    about_ours = [line for line in (told.stdout + told.stderr).splitlines() if "lpcommunity" in line or "lp" in line]
    assert (told.returncode, about_ours) == (0, [])


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_closed_to_what_it_does_not_need(installed, name):
    # Of ten, where 9.6 is a service that says nothing. The drop-in is put into it: offline, systemd reads one file.
    alone = installed.parent / "alone" / name
    alone.parent.mkdir(exist_ok=True)
    drop_in = (installed / "lpcommunity-.service.d/hardening.conf").read_text(encoding="utf-8")
    alone.write_text((installed / name).read_text(encoding="utf-8") + drop_in, encoding="utf-8")
    told = analyze(alone.parent, "security", "--offline=true", "--threshold=25", str(alone))
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_runs_as_its_user_with_the_settings(name):
    lines = (UNITS / name).read_text(encoding="utf-8").splitlines()
    assert "User=lpcommunity" in lines
    assert "EnvironmentFile=/srv/lpcommunity/settings" in lines
    assert not [line for line in lines if "settings.owner" in line], "the owner's role is for the command line"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_starts_a_command_that_there_is(name):
    starts = re.findall("^ExecStart=(.*)$", (UNITS / name).read_text(encoding="utf-8"), re.M)
    assert starts
    for start in starts:
        words = shlex.split(start)
        if words[:2] == ["/bin/sh", "-c"]:
            words = shlex.split(words[2].replace("$(", '"$(').replace(")", ')"', 1))[1:]
        if words[0] == OURS:
            complaint_of(words[1:])
        else:
            assert (DEPLOY / Path(words[0]).name).is_file(), start


def test_each_timer_has_its_service_and_each_failure_is_told():
    for timer in UNITS.glob("*.timer"):
        assert timer.with_suffix(".service").is_file()
    for name in SERVICES:
        if "@" not in name:
            assert "\nOnFailure=lpcommunity-alarm@%N.service\n" in (UNITS / name).read_text(encoding="utf-8"), name


def test_nginx_asks_where_the_socket_listens_and_takes_what_we_take():
    (address,) = re.findall("^ListenStream=(.*)$", (UNITS / "lpcommunity-web.socket").read_text(encoding="utf-8"), re.M)
    site = (DEPLOY / "nginx/lpcommunity.conf").read_text(encoding="utf-8")
    assert f"server {address};" in site
    assert f"client_max_body_size {config.Base.MAX_CONTENT_LENGTH // 1024**2}m;" in site, "as much as we take"
