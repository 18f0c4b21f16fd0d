"""Built files: found by their plain names, kept by browsers for ever, light enough for a first visit on a phone."""

import pytest

from lpcommunity.web import assets

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


def test_without_a_build_the_plain_name_stands_for_itself(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
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
        path = assets.STATIC / built[name]
        packed = path.with_name(path.name + ".br")
        return (packed if packed.exists() else path).stat().st_size

    weights = {name: weight(name) for name in FIRST_VISIT}
    assert sum(weights.values()) <= BUDGET, weights
