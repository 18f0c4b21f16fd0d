"""The operator's settings: a file beside the package that is read, never imported, so that it can be anybody's."""

import os
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import structlog
from sqlalchemy.engine import make_url

from lpcommunity.storage import heartbeat, last_backup, private_files, secret_key, setting_rules

# Beside the package in a checkout. A wheel carries it inside, under a name of ours: at the top level of what is
# installed, `config` would be in the way of everybody else's.
PLACES = [Path(__file__).resolve().parents[2] / "config.py", Path(__file__).resolve().parents[1] / "operator_config.py"]
FILE = PLACES[-1] if PLACES[-1].is_file() else PLACES[0]
DATABASE = "lpcommunity.sqlite3"
OURS = {
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    secret_key.NAME,
    last_backup.NAME,
    heartbeat.NAME,
    "files",
    "demonstration",
}


class SettingError(ValueError):
    """Settings that the operator must mend before the service can start: a sentence for each."""

    def __init__(self, complaints: list[str]) -> None:
        head = f"{len(complaints)} settings must be mended first:\n  "
        super().__init__(complaints[0] if len(complaints) == 1 else head + "\n  ".join(complaints))


def read(name: str) -> Any:
    """The settings of this name (development, demo, test, production). Raises SettingError for what cannot be meant."""
    said: dict[str, Any] = {"__name__": "operator_config", "__file__": str(FILE)}
    exec(_code(FILE), said)  # noqa: S102
    named = said["named"]
    try:
        settings = named(name)
    except ValueError as unknown:
        raise SettingError([str(unknown), *setting_rules.of_values(named("development"), os.environ)]) from unknown
    return settings


@cache
def _code(path: Path) -> CodeType:
    """What the file says, as it was when this process read it first: a newer version may lie there since. The
    environment is asked each time.
    """
    return compile(path.read_bytes(), path, "exec")


def check(settings: Any) -> None:
    """Refuse settings that cannot be meant, all of them at once. Raises SettingError."""
    complaints = setting_rules.complaints(settings, os.environ)
    if complaints:
        raise SettingError(complaints)


def settle(config: MutableMapping[str, Any]) -> None:
    """Close what lies in the data folder to everybody else, and take the key from there if none is given.

    Raises SettingError for a key that is broken or cannot be kept.
    """
    folder = Path(config["DATA_DIR"])
    _close(folder, config["SQLALCHEMY_DATABASE_URI"], tell=config["ENV_NAME"] == "production")
    if config["SECRET_KEY"]:
        return
    try:
        config["SECRET_KEY"] = secret_key.kept_in(folder)
    except secret_key.BrokenKey as broken:
        raise SettingError([str(broken)]) from broken
    except OSError as error:
        raise SettingError([f"SECRET_KEY is not set, and none can be kept in {folder}: {error.strerror}."]) from error


def _close(folder: Path, database_url: str, tell: bool) -> None:
    url = make_url(database_url)
    paths = [folder / "files", folder / secret_key.NAME]
    if url.get_backend_name() == "sqlite" and url.database:
        paths += [Path(f"{url.database}{ending}") for ending in ("", "-wal", "-shm")]
    private_files.close_to_others(paths)
    if not private_files.open_to_others(folder):
        return
    # A folder that holds something else as well may be anybody's: it is told of, not changed.
    if {path.name for path in folder.iterdir()} <= OURS:
        private_files.close_to_others([folder])
    if tell and private_files.open_to_others(folder):
        log = structlog.get_logger("lpcommunity.settings")
        log.warning("data-folder-open-to-others", folder=str(folder), mend=f"chmod 700 {folder}")
