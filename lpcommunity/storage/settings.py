"""The operator's settings: a file beside the package that is read, never imported, so that it can be anybody's."""

import runpy
from pathlib import Path
from typing import Any

# Beside the package in a checkout. A wheel carries it inside, under a name of ours: at the top level of what is
# installed, `config` would be in the way of everybody else's.
PLACES = [Path(__file__).resolve().parents[2] / "config.py", Path(__file__).resolve().parents[1] / "operator_config.py"]
FILE = PLACES[-1] if PLACES[-1].is_file() else PLACES[0]


class SettingError(ValueError):
    """A setting that the operator must mend before the service can start. Says which, and how."""


def read(name: str) -> Any:
    """The settings of this name (development, demo, test, production). Raises SettingError for what cannot be meant."""
    return checked(lambda: runpy.run_path(str(FILE))["named"](name))


def checked(make: Any) -> Any:
    """What `make` returns; its complaints as SettingError."""
    try:
        return make()
    except ValueError as complaint:
        raise SettingError(str(complaint)) from complaint
