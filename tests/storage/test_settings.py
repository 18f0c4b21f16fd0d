"""What an operator may get wrong: each is said in a sentence, all at once, before anything is done."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.demo import folder_mark
from lpcommunity.storage import blobs, private_files, setting_rules, settings

GOOD = {
    "LPCOMMUNITY_ENV": "production",
    "PUBLIC_URL": "https://community.example.org",
    "SECRET_KEY": "x" * 48,
    "MAIL_URL": "smtp+starttls://post:pass@mail.example.org:587",
    "MAIL_FROM": "lpcommunity <community@example.org>",
}
LOCAL = {"LPCOMMUNITY_ENV": "development"}


@pytest.fixture
def said(monkeypatch, tmp_path):
    """`said(PORT="abc")`: the complaints about these settings, laid over good ones of production."""

    def said(base=GOOD, **given):
        for name in {
            *GOOD,
            "DATABASE_URL",
            "DATA_DIR",
            "HOST",
            "PORT",
            "METRICS_PORT",
            "TRUSTED_PROXIES",
            "CONTACT",
            "RATE_LIMITS",
        }:
            monkeypatch.delenv(name, raising=False)
        environment = {"DATA_DIR": str(tmp_path), **base, **given}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return setting_rules.complaints(config.named(environment["LPCOMMUNITY_ENV"]), environment)

    return said


WRONG = [
    ("PORT", "abc"), ("PORT", "0"), ("PORT", "99999999"), ("PORT", "-1"), ("PORT", "８０００"),
    ("METRICS_PORT", "abc"), ("METRICS_PORT", "65536"), ("METRICS_PORT", "8000"),
    ("HOST", "proxy.local"), ("HOST", "127.0.0"),
    ("DATABASE_URL", "nonsense"), ("DATABASE_URL", "mysql://user:pass@127.0.0.1/x"),
    ("DATABASE_URL", "postgresql+psycopg2://127.0.0.1/x"), ("DATABASE_URL", "postgresql://user@127.0.0.1:99999/x"),
    ("DATABASE_URL", "postgresql://user@127.0.0.1:port/x"), ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"), ("DATABASE_URL", "sqlite:///data/x.sqlite3"),
    ("DATABASE_URL", "sqlite:////dev/null/x.sqlite3"),
    ("DATA_DIR", "/dev/null/data"), ("DATA_DIR", "/dev/null"), ("DATA_DIR", "data"), ("DATA_DIR", ""),
    ("DATA_DIR", "/no/such/folder"),
    ("TRUSTED_PROXIES", "proxy.local"), ("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/99"),
    ("MAIL_URL", ""), ("MAIL_URL", "smtp://"), ("MAIL_URL", "mail.example.org"), ("MAIL_URL", "http://mail.example.org"),
    ("MAIL_URL", "smtp://mail.example.org:port"), ("MAIL_URL", "smtp://mail.example.org:99999"),
    ("MAIL_URL", "smtp://mail.example.org:0"), ("MAIL_URL", "smtp://post:pa/ss@mail.example.org"),
    ("MAIL_URL", "smtps://mail.example.org?ca=/no/such.pem"), ("MAIL_URL", "smtps://mail.example.org?cafile=/x"),
    ("MAIL_FROM", "nonsense"), ("MAIL_FROM", "a@example.org, b@example.org"), ("MAIL_FROM", "Grüße <ü@example.org>"),
    ("CONTACT", "nonsense"), ("CONTACT", "help <a@example.org>"),
    ("SECRET_KEY", ""), ("SECRET_KEY", "short"),
    ("SECRET_KEY", 'what this prints: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'),
    ("SECRET_KEY_FALLBACKS", "short"),
    ("PUBLIC_URL", ""), ("PUBLIC_URL", "community.example.org"), ("PUBLIC_URL", "http://community.example.org"),
    ("PUBLIC_URL", "http://localhost.evil.example"), ("PUBLIC_URL", "http://127.0.0.1.evil.example"),
    ("PUBLIC_URL", "http://localhost@evil.example"), ("PUBLIC_URL", "https://a.example:port"),
    ("PUBLIC_URL", "https://"), ("PUBLIC_URL", "https://a.example/?x=1"), ("PUBLIC_URL", "https://a b.example"),
    ("RATE_LIMITS", "off"), ("RATE_LIMITS", "perhaps"),
    ("DEMO_PASSWORD", "open sesame"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_meant_is_said_once_by_its_name(said, name, value):
    (complaint,) = said(**{name: value})
    assert complaint.startswith(f"{name} ")


RIGHT = [
    {}, {"PORT": "1"}, {"PORT": " 65535 "}, {"METRICS_PORT": "0"}, {"METRICS_PORT": "9100"},
    {"HOST": "0.0.0.0"}, {"HOST": "::1"}, {"HOST": "localhost"},
    {"DATABASE_URL": "postgres://user:p%40ss@127.0.0.1:5432/x"}, {"DATABASE_URL": "postgresql:///x?host=/run/postgresql"},
    {"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/24, ::1"}, {"MAIL_URL": "smtp://127.0.0.1:1"},
    {"MAIL_URL": "smtps://post:p%2Fss@mail.example.org"}, {"MAIL_FROM": "community@example.org"},
    {"CONTACT": "help@example.org"}, {"PUBLIC_URL": "http://127.0.0.1:8000"}, {"PUBLIC_URL": "http://[::1]:8000/"},
    {"PUBLIC_URL": "http://localhost", "RATE_LIMITS": "off"}, {"RATE_LIMITS": "ON"},
]  # fmt: skip


def test_a_folder_that_is_gone_is_to_be_brought_back_before_another_is_made(said, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "bring it back: perhaps a disk is not mounted" in " ".join(said(DATA_DIR="/srv/lpcommunity-gone"))


@pytest.mark.parametrize("given", RIGHT, ids=str)
def test_what_can_be_meant_is_taken(said, given):
    assert said(**given) == []


def test_a_service_whose_kind_was_forgotten_does_not_start_with_an_open_mailbox(said, monkeypatch):
    (complaint,) = said(LOCAL, PUBLIC_URL="https://community.example.org")
    assert complaint.startswith("LPCOMMUNITY_ENV is “development”")
    assert said(LOCAL, PUBLIC_URL="http://localhost.evil.example") != []
    assert said(LOCAL, PUBLIC_URL="http://localhost:8000") == []
    assert said(LOCAL) == []
    forgotten = CliRunner().invoke(main, ["routes"], env={**GOOD, "LPCOMMUNITY_ENV": ""})
    assert (forgotten.exit_code, "LPCOMMUNITY_ENV is not set" in forgotten.output) == (2, True)


def test_no_complaint_repeats_a_password(said):
    loose = said(DATABASE_URL="postgresql://user:hush@127.0.0.1:port/x", MAIL_URL="smtp://post:hush/@mail.example.org")
    assert len(loose) == 2
    assert "hush" not in "".join(loose)


@pytest.mark.parametrize(
    "words",
    [["serve"], ["worker"], ["db", "upgrade"], ["routes"], ["outbox"], ["backup", "x.tar.gz"],
     ["restore", "x.tar.gz"], ["invite", "a@example.org", "--role", "programme-team"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_command_says_all_of_it_at_once(tmp_path, words):
    wrong = {"PORT": "abc", "MAIL_URL": "smtp://", "DATABASE_URL": "mysql://x", "TRUSTED_PROXIES": "proxy.local"}
    refused = CliRunner().invoke(main, words, env={**GOOD, "DATA_DIR": str(tmp_path), **wrong})
    assert refused.exit_code == 2
    assert refused.output.startswith("Error: 4 settings must be mended first:\n")
    assert [line.split()[0] for line in refused.output.splitlines()[1:]] == [
        "PORT", "DATABASE_URL", "MAIL_URL", "TRUSTED_PROXIES",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_kind_hides_nothing_else(tmp_path):
    refused = CliRunner().invoke(main, ["routes"], env={"LPCOMMUNITY_ENV": "prodution", "PORT": "abc"})
    assert refused.exit_code == 2
    assert "LPCOMMUNITY_ENV is “prodution”" in refused.output
    assert "PORT is “abc”" in refused.output


def test_a_database_that_is_away_is_said_in_a_sentence(tmp_path):
    away = {**GOOD, "DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://user:hush@127.0.0.1:1/x"}
    for words in (["serve"], ["outbox"]):
        refused = CliRunner().invoke(main, words, env=away)
        assert (refused.exit_code, "DATABASE_URL" in refused.output, "hush" in refused.output) == (1, True, False)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_look_at_what_is_kept(tmp_path):
    data = tmp_path / "new" / "data"
    done = CliRunner().invoke(main, ["db", "upgrade"], env={**LOCAL, "DATA_DIR": str(data), "SECRET_KEY": ""})
    assert done.exit_code == 0, done.output
    assert [_mode(data), _mode(data / settings.DATABASE), _mode(data / "secret-key")] == [0o700, 0o600, 0o600]
    with create_app({"DATA_DIR": data}).app_context():
        path = blobs.path_of(blobs.store(b"a picture"))
    assert [_mode(path), _mode(path.parent), _mode(path.parent.parent)] == [0o600, 0o700, 0o700]


def _as_it_was_before(folder: Path) -> None:
    (folder / "files").mkdir()
    for name in (settings.DATABASE, f"{settings.DATABASE}-wal", "secret-key", folder_mark.NAME):
        (folder / name).write_text("k" * 40, encoding="ascii")
        (folder / name).chmod(0o644)
    (folder / "files").chmod(0o755)
    folder.chmod(0o755)


def _start(folder: Path) -> None:
    create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / settings.DATABASE}"})


def test_what_others_could_read_is_closed_at_the_start(tmp_path):
    _as_it_was_before(tmp_path)
    _start(tmp_path)
    closed = [tmp_path, tmp_path / "files", tmp_path / settings.DATABASE, tmp_path / f"{settings.DATABASE}-wal"]
    assert [_mode(path) & 0o077 for path in [*closed, tmp_path / "secret-key"]] == [0, 0, 0, 0, 0]


def test_a_folder_that_holds_something_else_keeps_its_mode(tmp_path):
    _as_it_was_before(tmp_path)
    (tmp_path / "index.html").touch()
    _start(tmp_path)
    assert (_mode(tmp_path), _mode(tmp_path / settings.DATABASE)) == (0o755, 0o600)


def test_what_a_link_leads_to_keeps_its_mode(tmp_path):
    other = tmp_path / "other"
    other.mkdir(mode=0o755)
    (tmp_path / "files").symlink_to(other)
    private_files.close_to_others([tmp_path / "files", tmp_path / "nothing"])
    assert _mode(other) == 0o755
