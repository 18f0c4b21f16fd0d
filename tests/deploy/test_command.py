"""`lpcommunity`, as whoever runs the server types it: run for real, with settings that are hard to read."""

import grp
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, SETTING, settings_of

SOMEBODY = "nobody"  # who stands for the service's user where root tests
HARD = {
    "MAIL_FROM": "The # community (50 %) <community@example.org>",
    "SECRET_KEY": '$HOME `id` $(id) \\n \\ "x" ; & | * ~ €',
    "CONTACT": "o'hara@example.org",
    "PUBLIC_URL": "https://community.example.org/?a=b#c",
    "DATABASE_URL": "postgresql://lpcommunity:a%40b%27c@127.0.0.1/lpcommunity",
}
OWNER = "postgresql://lpcommunity_owner:other%23@127.0.0.1/lpcommunity"
TOLD = """#!/bin/sh
exec {python} -c 'import json, os, sys
print(json.dumps({{"words": sys.argv[1:], "user": os.geteuid(), "groups": os.getgroups(), **os.environ}}))' "$@"
"""


def quoted(value: str) -> str:
    """As settings.example says."""
    return "'" + value.replace("'", "'\"'\"'") + "'"


@pytest.fixture
def place():
    """What is in /srv/lpcommunity, with a command that tells how it was called."""
    folder = Path(tempfile.mkdtemp(prefix="srv-"))
    folder.chmod(0o755)
    for name in ("new", "old"):
        program = folder / f"versions/{name}/.venv/bin/lpcommunity"
        program.parent.mkdir(parents=True)
        program.write_text(TOLD.format(python=shutil.which("python3", path="/usr/bin:/bin") or sys.executable))
        program.chmod(0o755)
    (folder / "app").symlink_to("versions/old")
    write(folder / "settings", "".join(f"{name}={quoted(value)}\n" for name, value in HARD.items()))
    yield folder
    shutil.rmtree(folder)


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def call(place: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Type `lpcommunity …`, in a folder that the service's user cannot read."""
    script = (DEPLOY / "lpcommunity").read_text(encoding="utf-8")
    for ours, here in {"home=/srv/lpcommunity": f"home={place}", "user=lpcommunity": f"user={SOMEBODY}"}.items():
        assert f"\n{ours}\n" in script
        script = script.replace(ours, here)
    group = grp.getgrgid(pwd.getpwnam(SOMEBODY).pw_gid).gr_name
    script = script.replace('--regid "$user"', f"--regid {group}")
    (place / "lpcommunity").write_text(script, encoding="utf-8")
    return subprocess.run(
        ["sh", str(place / "lpcommunity"), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=place,
        env={"PATH": os.environ["PATH"]},
    )


def told(place: Path, *words: str) -> dict[str, object]:
    done = call(place, *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_value_arrives_as_it_was_written(place):
    heard = told(place, "invite", "a b@example.org", "--role", "programme-team")
    assert {name: heard[name] for name in HARD} == HARD
    assert heard["words"] == ["invite", "a b@example.org", "--role", "programme-team"]


def test_systemd_reads_the_same(place, tmp_path):
    """Its reader of such files is asked by way of os-release, which it takes for one."""
    reader = shutil.which("systemd-tmpfiles")
    if reader is None:
        pytest.skip("systemd-tmpfiles: there is none here")
    (tmp_path / "etc").mkdir()
    (tmp_path / "ask.conf").write_text("f /told - - - - [%o]\n")
    for value in HARD.values():
        (tmp_path / "etc/os-release").write_text(f"# as in settings\nID={quoted(value)}\n", encoding="utf-8")
        (tmp_path / "told").unlink(missing_ok=True)
        subprocess.run([reader, f"--root={tmp_path}", "--create", str(tmp_path / "ask.conf")], check=True)
        assert (tmp_path / "told").read_text(encoding="utf-8") == f"[{value}]"


def test_root_becomes_the_user_of_the_service(place):
    if os.geteuid() != 0:
        pytest.skip("becoming somebody else: only root can")
    somebody = pwd.getpwnam(SOMEBODY)
    heard = told(place, "worker")
    assert (heard["user"], heard["groups"]) == (somebody.pw_uid, [somebody.pw_gid])
    assert (heard["HOME"], heard["USER"]) == (f"{place}/versions", SOMEBODY)


OWNERS = [
    ("db", "upgrade"),
    ("db", "upgrade", "--check"),
    ("restore", "a.tar.gz"),
    ("tidy", "--audit-before", "2026-01-31"),
    ("tidy", "--check", "--audit-before=2026-01-31"),
]


@pytest.mark.parametrize("words", OWNERS, ids=" ".join)
def test_the_owners_role_is_taken_for_what_only_it_can_do(place, words):
    write(place / "settings.owner", f"# the owner\nDATABASE_URL={quoted(OWNER)}\n")
    assert told(place, *words)["DATABASE_URL"] == OWNER
    assert told(place, "@new", *words)["DATABASE_URL"] == OWNER


@pytest.mark.parametrize(
    "words", [("serve",), ("worker",), ("tidy",), ("tidy", "--check"), ("backup", "db"), ("doctor",), ("invite", "db")]
)
def test_everything_else_has_the_services_own(place, words):
    write(place / "settings.owner", f"DATABASE_URL={quoted(OWNER)}\n")
    assert told(place, *words)["DATABASE_URL"] == HARD["DATABASE_URL"]
    assert OWNER not in told(place, *words).values()


def test_two_roles_of_two_databases_or_one_role_twice_are_refused(place):
    for address, said in {
        OWNER.replace("/lpcommunity", "/another"): "another database",
        HARD["DATABASE_URL"]: "the owner's role",
    }.items():
        write(place / "settings.owner", f"DATABASE_URL={quoted(address)}\n")
        refused = call(place, "db", "upgrade")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in refused.stderr
        assert "Nothing was done" in refused.stderr
        assert not re.search("a%40b|other%23", refused.stderr), "passwords"


@pytest.mark.parametrize(
    "line",
    [
        "CONTACT=two words",
        'CONTACT="x"',
        "CONTACT='it's'",
        "CONTACT='x' # and why",
        "CONTACT = 'x'",
        "export CONTACT='x'",
        "CONTACT=$HOME",
        "CONTACT='over\ntwo lines'",
        "CONTACT='x'\r",
        "rm -rf /nowhere",
    ],
)
def test_what_systemd_and_a_shell_would_read_differently_is_refused(place, line):
    write(place / "settings", f"# first\nMAIL_FROM='x@example.org'\n\n{line}\n")
    refused = call(place, "routes")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "in line 4" in refused.stderr
    assert line.partition("=")[2] not in refused.stderr or "=" not in line


def test_what_others_can_read_is_refused(place):
    write(place / "settings.owner", f"DATABASE_URL={quoted(OWNER)}\n")
    for name in ("settings.owner", "settings"):
        (place / name).chmod(0o640)
        refused = call(place, "db", "upgrade")
        assert (refused.returncode, refused.stderr) == (
            2,
            f"{place}/{name} can be read by others. Close it: chmod 600 {place}/{name}\n",
        )
        (place / name).chmod(0o600)


def test_the_version_that_app_names_answers_or_the_one_that_is_named(place):
    assert told(place, "@new", "db", "upgrade", "--check")["words"] == ["db", "upgrade", "--check"]
    (place / "app").unlink()
    refused = call(place, "routes")
    assert (refused.returncode, f"no version in {place}/app" in refused.stderr) == (2, True)
    assert "no version" in call(place, "@gone", "routes").stderr
    assert call(place, "@new", "routes").returncode == 0


def test_the_example_can_be_read(place):
    for name in ("settings.example", "settings.owner.example"):
        write(place / "settings", (DEPLOY / name).read_text(encoding="utf-8"))
        heard = told(place, "routes")
        for setting, value in settings_of(name).items():
            assert heard[setting] == value
    assert all(SETTING.fullmatch(line) for line in ("A='b'", "A_B=''"))
