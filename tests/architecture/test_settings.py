"""A setting that nobody can read about does not exist."""

import re
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/configuration.md"
ENVIRONMENT = re.compile(r"(?:os\.environ(?:\.get)?|given\.get|_given|_listed|_number)[(\[]\s*[\"']([A-Z_]+)")


def _read_from_the_environment() -> list[str]:
    code = "".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "config.py", *(ROOT / "lpcommunity").rglob("*.py")]
    )
    return sorted(set(ENVIRONMENT.findall(code)))


@pytest.mark.parametrize("name", _read_from_the_environment())
def test_every_setting_of_the_environment_is_documented(name):
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8"), f"say in {PAGE.name} what {name} is for"


def _of_the_application() -> list[str]:
    """What an operator may set. The cookie's own settings follow from PUBLIC_URL."""
    names = {name for name in vars(config.named("test")) if name.isupper() and not name.startswith("SESSION_COOKIE")}
    return sorted(names - {"SQLALCHEMY_DATABASE_URI"} | {"DATABASE_URL"})


@pytest.mark.parametrize("name", _of_the_application())
def test_every_setting_of_the_application_is_documented(name):
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8"), f"say in {PAGE.name} what {name} is for"
