"""What the documents tell is told inside this repository, and is what the code does."""

import re
from pathlib import Path

import pytest

from lpcommunity.accounts import passwords, sessions, trusted_devices
from lpcommunity.drafts import signed_forms
from lpcommunity.invitations.commands import issuance
from lpcommunity.openings import commands as openings
from lpcommunity.web import csrf

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bench/README.md"])
PROMISES = (ROOT / "docs/promises.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_document_leads_to_others_that_are_here(path):
    text = path.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    outside = [link for link in links if not (path.parent / link).resolve().is_relative_to(ROOT)]
    assert outside == []
    assert [link for link in links if not (path.parent / link).exists()] == []
    assert not re.search(r"\.\./shared|DESIGN\.md|STACK\.md", text), "tells of a file that nobody else has"


@pytest.mark.parametrize(
    "figure",
    [
        f"ends after {sessions.IDLE.seconds // 3600} hours",
        f"ends after {sessions.LONGEST.days} days; at once",
        f"asks for the password again after {sessions.CONFIRMED_FOR.seconds // 60} minutes",
        f"is remembered for {trusted_devices.KEPT // 86_400} days",
        f"is taken for {csrf.GOOD_FOR.seconds // 3600} hours",
        f"what it belongs to, for {signed_forms.GOOD_FOR.days} days",
        f"{passwords.SHORTEST} to {passwords.LONGEST} characters",
        f"works for {issuance.LASTS.days} days, once",
        {3: "opens three days\n  after"}[openings.GRACE.days],
    ],
)
def test_figures_are_those_of_the_code(figure):
    assert figure in PROMISES
