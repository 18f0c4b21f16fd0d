"""Built files: found by their plain names, kept by browsers for ever, light enough for a first visit on a phone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from lpcommunity.app import create_app
from lpcommunity.web import assets, server
from scripts import tidy_builds
from tests.harness.client import Client

# Of the 100 kB of a first visit, what is left after this is for the page itself (PROMISES section 5).
BUDGET = 75_000
FIRST_VISIT = ("app.css", "main.js", "atkinson.woff2", "newsreader.woff2", "favicon.svg")


@pytest.fixture
def built():
    manifest = assets.manifest()
    assert manifest, "nothing is built: make assets"
    return manifest


def test_a_plain_name_stands_for_the_hashed_one(built):
    assert assets.asset_url("app.css") == f"/static/{built['app.css']}"
    assert built["app.css"] != "app.css"


@pytest.fixture
def static(tmp_path, monkeypatch):
    """A folder of builds, as this process finds it."""
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    yield tmp_path
    while assets._held and Path(assets._held[-1].name).is_relative_to(tmp_path):
        assets._held.pop().close()


def build(static: Path, name: str, moment: int = 0) -> Path:
    """What `make assets` leaves."""
    folder = static / name
    folder.mkdir()
    hashed = f"app-{name.upper():0<8}.css"
    (folder / hashed).write_text(f"/* {name} */", encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"app.css": hashed}), encoding="utf-8")
    (static / "current").write_text(f"{name}\n", encoding="utf-8")
    os.utime(folder, (moment, moment))
    return folder


def an_app() -> Flask:
    app = create_app("test")
    app.test_client_class = Client
    return app


def test_what_runs_keeps_the_build_that_it_began_with(static):
    build(static, "old", 1)
    running = an_app().test_client()
    build(static, "new", 2)
    build(static, "newer", 3)
    tidy_builds.tidy(static)
    assert assets.asset_url("app.css") == "/static/app-OLD00000.css"
    with running.get("/static/app-OLD00000.css") as answer:
        assert (answer.status_code, answer.get_data(as_text=True)) == (200, "/* old */")
    again = an_app().test_client()  # a process that is started anew because one ended
    with again.get("/static/app-OLD00000.css") as answer:
        assert answer.status_code == 200


def test_what_starts_takes_the_current_build_and_serves_earlier_ones(static):
    build(static, "old", 1)
    build(static, "new", 2)
    client = an_app().test_client()
    assert assets.asset_url("app.css") == "/static/app-NEW00000.css"
    for name in ("OLD", "NEW"):
        with client.get(f"/static/app-{name}00000.css") as answer:
            assert answer.status_code == 200, name


def test_builds_that_nobody_holds_go(static):
    for moment, name in enumerate(["one", "two", "three", "four"]):
        build(static, name, moment)
    (static / "main-OFTHEPAST.js").touch()
    hold = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_SH); print(1, flush=True); input()"
    words = [sys.executable, "-c", hold, str(static / "one/manifest.json")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        service.stdout.readline()
        assert tidy_builds.tidy(static) == ["two"]
        service.stdin.close()
    assert tidy_builds.tidy(static) == ["one"]
    assert sorted(path.name for path in static.iterdir()) == ["current", "four", "three"]


def test_an_earlier_build_that_is_current_again_stays(static):
    for moment, name in enumerate(["one", "two", "three"]):
        build(static, name, moment)
    (static / "current").write_text("one\n", encoding="utf-8")
    assert tidy_builds.tidy(static) == ["two"]


def test_a_file_that_went_is_not_found(static):
    folder = build(static, "only")
    client = an_app().test_client()
    (folder / "app-ONLY0000.css").unlink()
    assert client.get("/static/app-ONLY0000.css").status_code == 404


def test_nothing_is_served_without_styles(static):
    complaint = server._styled(an_app())
    assert complaint is not None
    assert "make assets" in complaint
    assert server._styled in server._checks
    build(static, "some")
    assert server._styled(an_app()) is not None, "what ran without keeps running without"


def test_without_a_build_the_plain_name_stands_for_itself(static):
    assert assets.asset_url("app.css") == "/static/app.css"


def test_hashed_names_are_kept_for_ever_and_sent_compressed(client, built):
    with client.get(f"/static/{built['app.css']}", headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.mimetype == "text/css"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_built_files_carry_the_security_headers(client, built):
    with client.get(f"/static/{built['main.js']}") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/static/manifest.js", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code in {303, 404}


def test_a_first_visit_stays_light(built):
    def weight(name):
        (path,) = assets.STATIC.glob(f"{(assets.STATIC / assets.POINTER).read_text().strip()}/{built[name]}")
        packed = path.with_name(path.name + ".br")
        return (packed if packed.exists() else path).stat().st_size

    weights = {name: weight(name) for name in FIRST_VISIT}
    assert sum(weights.values()) <= BUDGET, weights


def test_what_every_page_loads_is_one_script(built):
    """A part that it shared with another script would be fetched by each first visit, one request after the other."""
    script = (assets.STATIC / (assets.STATIC / "current").read_text().strip() / built["main.js"]).read_text()
    assert not re.search(r"""(?:^|[;}])import\s*(?:[\w*{]|["'])|\bfrom\s*["']\./""", script)
    assert 'import("./notice-' in script
    parts = [name for name in built if name.startswith("chunk-")]
    assert parts
    assert all(built[name] == name for name in parts), "none takes the place of another under one plain name"
