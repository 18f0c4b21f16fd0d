"""What serves goes on as it began, whatever is put in its place on the disk meanwhile."""

import pytest
from flask import Flask, render_template
from jinja2 import TemplateNotFound

from lpcommunity.storage import settings
from lpcommunity.web import conditional_requests, server, templating


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(templating, "_kept", {})
    (tmp_path / "inner.html").write_text("old words")
    (tmp_path / "page.html").write_text('{% include "inner.html" %}')

    def make() -> Flask:
        app = Flask("kept", template_folder=str(tmp_path))
        templating.register(app)
        return app

    return make, tmp_path


def _shown(app: Flask) -> str:
    with app.test_request_context():
        return render_template("page.html")


def test_a_page_that_was_never_opened_is_made_of_the_template_that_was_there_at_the_start(site):
    make, folder = site
    templating.keep_all(make())
    (folder / "inner.html").write_text("new words")
    (folder / "page.html").unlink()
    again = make()  # as a process that is started anew because one ended
    assert _shown(again) == "old words"
    (folder / "later.html").write_text("for a later version")
    assert _shown(again) == "old words"
    with pytest.raises(TemplateNotFound), again.test_request_context():
        render_template("not-there.html")


def test_who_develops_sees_what_they_write(site):
    make, folder = site
    app = make()
    app.jinja_env.auto_reload = True
    assert _shown(app) == "old words"
    (folder / "inner.html").write_text("other and more words")
    assert _shown(app) == "other and more words"


def test_the_settings_file_and_the_tag_of_the_build_are_those_of_the_start(tmp_path, monkeypatch):
    file = tmp_path / "config.py"
    file.write_text("import os\nnamed = lambda name: (1, os.environ.get('CHOSEN'))\n")
    monkeypatch.setattr(settings, "FILE", file)
    assert settings.read("test") == (1, None)
    file.write_text("named = lambda name: 2\n")
    monkeypatch.setenv("CHOSEN", "this")
    assert settings.read("test") == (1, "this")
    monkeypatch.setattr(conditional_requests, "PACKAGE", tmp_path)
    before = conditional_requests.build()
    (tmp_path / "more.py").touch()
    assert conditional_requests.build() == before
    conditional_requests.build.cache_clear()


def test_whatever_is_served_holds_on_to_its_templates(app, monkeypatch):
    kept: list[object] = []
    monkeypatch.setattr(templating, "keep_all", kept.append)
    for name, held in (("production", 1), ("demo", 2), ("development", 2)):
        monkeypatch.setitem(app.config, "ENV_NAME", name)
        monkeypatch.setattr(server, "_checks", [])
        server.check(app)
        assert len(kept) == held, name
