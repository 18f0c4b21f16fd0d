"""Every route says who may use it, and its address follows the house's grammar."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lpcommunity.access.routes import ANYONE, DEMO, DEVELOPMENT, LEVELS, TOKEN

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
# Whoever has no account yet, or has forgotten the password, writes here.
OPEN_WRITES = {"/sign-in", "/sign-out", "/forgotten-password"}
VERBS = {"create", "delete", "edit", "new", "remove", "submit", "update-all", "withdraw", "send", "post"} - {
    "edit",
    "new",
}


@pytest.fixture(scope="module")
def routes(kept_databases) -> list[Rule]:
    return list(kept_databases("sqlite").app.url_map.iter_rules())


def _level(app: Flask, rule: Rule) -> str | None:
    return getattr(app.view_functions[rule.endpoint], "access", None)


def _app(kept_databases) -> Flask:
    return kept_databases("sqlite").app


def _undeclared(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if _level(app, rule) not in LEVELS:
            yield f"{rule.rule} ({rule.endpoint})"


def test_every_route_declares_its_access(kept_databases):
    assert list(_undeclared(_app(kept_databases))) == []


def test_no_write_is_open_to_anyone(kept_databases):
    app = _app(kept_databases)
    found = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if WRITES & (rule.methods or set()) and _level(app, rule) in {ANYONE} and rule.rule not in OPEN_WRITES
    ]
    assert found == []


def test_links_that_are_keys_carry_a_token(kept_databases):
    app = _app(kept_databases)
    found = [
        rule.rule for rule in app.url_map.iter_rules() if _level(app, rule) == TOKEN and "token" not in rule.arguments
    ]
    assert found == []


def test_what_only_a_demonstration_has_is_absent_elsewhere(kept_databases):
    """The routes exist in every configuration or in the demonstration only; the access level decides either way."""
    app = _app(kept_databases)
    levels = {rule.rule: _level(app, rule) for rule in app.url_map.iter_rules()}
    assert all(level in {DEMO, DEVELOPMENT} for rule, level in levels.items() if rule.startswith(("/demo", "/mailbox")))


def test_addresses_are_kebab_case_nouns_with_typed_ids(routes):
    for rule in routes:
        words = [word for word in rule.rule.split("/") if word and not word.startswith("<")]
        words = [word for word in words if word != ".well-known"]  # RFC 8615 names it so
        assert all(re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", word) for word in words), rule.rule
        assert not VERBS & set(words), f"{rule.rule}: an act is a noun below its thing"
        assert not re.search(r"<\w*_?id>", rule.rule), f"{rule.rule}: say <int:id>"
