"""A patient, and how its parts are."""

from collections.abc import Callable

import pytest
from flask import Flask

from lpcommunity.doctor.findings import Finding, State


@pytest.fixture
def patient(app, monkeypatch) -> Callable[..., Flask]:
    """The application with these settings, for one test."""

    def with_settings(**settings: object) -> Flask:
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        return app

    return with_settings


def told(found: list[Finding] | Finding) -> str:
    """What was found as an operator reads it: `well: …`, or `wrong: … To do: …`."""
    one = found if isinstance(found, Finding) else found[0]
    assert bool(one.do) == (one.state is not State.WELL)
    return f"{one.state.name.lower()}: {one.says}" + (f" To do: {one.do}" if one.do else "")
