"""How long pages are on a phone: half of what they were when people said that they were too long.

Measured on a story of its own (lengths/), so that what the demonstration tells later lengthens nothing here.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.server import ROOT, serving_copy
from tests.harness.windows import PHONE

STORY = Path(__file__).parent / "lengths/story.yaml"
LOAD = """
import sys
from pathlib import Path
from lpcommunity.app import create_app
from lpcommunity.demo import commands, folder_mark
from lpcommunity.storage import migrations

app = create_app()
with app.app_context():
    migrations.upgrade(app.config["SQLALCHEMY_DATABASE_URI"])
    commands.load(app.config["DEMO_PASSWORD"], Path(sys.argv[1]))
"""


@pytest.fixture
def fresh_site(tmp_path):
    """A running service with that story and nothing else."""
    world = tmp_path / "world"
    environment = {**os.environ, "LPCOMMUNITY_ENV": "demo", "DATA_DIR": str(world)}
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(STORY)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with serving_copy(world, tmp_path / "data") as own:
        yield own


def test_home_and_a_place_are_half_as_long_as_they_were(fresh_site, windows, sign_in):
    page = windows.open(PHONE)
    sign_in(page, "bedford-member")
    # Without the heading: by the hour it wishes a good morning, in two lines, or a good evening, in one.
    for path, most in (("/home", 4_640), ("/partnerships/bedford", 5_000)):
        page.goto(path)
        assert page.locator("[data-entry-id]").count() > 8  # it is as full as it was
        heading = page.get_by_role("heading", level=1).bounding_box()
        assert page.evaluate("document.documentElement.scrollHeight") - heading["height"] <= most, path
