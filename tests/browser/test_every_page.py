"""Every page there is, found by following links as each of the demonstration's people: no link leads nowhere, and
each kind of page passes axe at both widths, with scripts and without.

A new page that nobody can reach by a link fails here, until it is linked or its reason is written down.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import pytest

from lpcommunity.access.routes import LEVELS
from lpcommunity.app import create_app
from tests.harness.axe import check_page
from tests.harness.crawler import Visitor, wander
from tests.harness.server import alone
from tests.harness.windows import DESKTOP, PHONE, Windows
from tests.harness.windows import sign_in as come_in

NOBODY = "nobody"
PERSONAS = (
    NOBODY, "bedford-member", "hull-lead", "facilitator", "programme-team", "evaluator", "former-member", "moderator",
)  # fmt: skip
# Where people come in without a link: typed, printed by `make run`, shown after a form.
START = ("/", "/home", "/drafts", "/mailbox", "/welcome")

# Not a page, or none that a link of the demonstration leads to.
ELSEWHERE = {
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/robots.txt": "for machines",
    "/.well-known/security.txt": "for machines",
    "/mailbox.json": "for machines",
    "/months": "leads to the months of the latest programme",
    "/programmes/<slug:slug>/months.csv": "a file",
    "/attachments/<id:attachment_id>": "a file",
    "/attachments/<id:attachment_id>/thumbnail": "a picture",
    "/people/<id:person_id>/photo": "a picture",
    "/confirm-password": "shown when something sensitive is asked for late in a session",
    "/forgotten-password/sent": "shown after the form",
    "/<slug:plural>/new": "asks those who belong to several places which one they write for; others go straight on",
    "/reviews/<id:review_id>": "leads to the reflection, but for a facilitator whose time there has ended",
    "/reflections/<id:reflection_id>/submission": "asks to widen what is for its author only",
    "/welcome": "shown after coming in by an invitation",
    "/programmes/<slug:slug>": "leads the programme team to the desk",
    "/programmes/<slug:slug>/places/<slug:place_slug>/ending": "without a project: test_running_the_programme.py",
    "/invitations/<id:invitation_id>/correction": "while one is on the way: test_inviting.py",
    "/actions/<id:action_id>/edit": "for ten minutes after it was written down: test_undertaking.py",
    "/comments/<id:comment_id>": "leads to its place on the page of its entry, or to what one said oneself",
    "/<slug:plural>/<id:entry_id>/conversation": "shown where a conversation is closed without a reason",
    "/mentions": "for scripts: test_mentioning.py",
    "/search/suggestions": "for scripts: test_searching.py",
    "/people/<id:person_id>/introduction/suggestions": "for scripts: test_introducing.py",
    "/feeds/public.atom": "for programs: tests/feeds",
    "/feeds/partnerships/<slug:slug>.atom": "for programs: tests/feeds",
    "/feeds/themes/<slug:slug>.atom": "for programs: tests/feeds",
    "/reports/mine": "for whoever reported something, or whose words were: test_reporting.py",
    "/reports/<id:case_id>": "for whoever reported something, or whose words were: test_reporting.py",
    "/audit": "for administrators, of whom the demonstration has none: test_audit_record.py",
}
# What scripts work on: other pages look the same without them.
SCRIPTED = "main form, main script, main noscript, main [data-module], main [data-visit], main a[rel=next]"
APP = create_app()
ADDRESSES = APP.url_map
RULES = sorted(
    {
        rule.rule
        for rule in ADDRESSES.iter_rules()
        if "GET" in (rule.methods or set())
        and getattr(APP.view_functions[rule.endpoint], "access", None) in LEVELS - {"token"}
        and rule.rule not in ELSEWHERE
    }
)


@pytest.fixture(scope="session")
def walk(quiet_site, shared_folder) -> dict[str, Any]:
    """What everybody finds who follows every link: who reaches which kind of page where, and what leads nowhere."""
    kept = shared_folder / "walk.json"
    with alone(shared_folder, "walk"):  # walked once for all workers of the run
        if not kept.exists():
            kept.write_text(json.dumps(_walk(quiet_site.url)), encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def _walk(home: str) -> dict[str, Any]:
    with ThreadPoolExecutor(3) as together:
        walks = dict(zip(PERSONAS, together.map(lambda persona: _walk_as(persona, home), PERSONAS), strict=True))
    reached: dict[str, tuple[str, str]] = {}
    nowhere: list[str] = []
    for persona, (found, broken) in walks.items():
        nowhere += [f"{persona}: {link}" for link in broken]
        for rule, address in found.items():
            reached.setdefault(rule, (persona, address))
    return {"reached": reached, "nowhere": nowhere}


def _walk_as(persona: str, home: str) -> tuple[dict[str, str], list[str]]:
    visitor = Visitor(home)
    if persona != NOBODY:
        visitor.sign_in(persona)
    found, broken = wander(visitor, ADDRESSES, START)
    # The mailbox of the demonstration is everybody's: what a letter leads to, its reader may open.
    return found, [link for link in broken if not link.endswith("linked from /mailbox")]


@pytest.fixture(scope="session")
def known(browser, quiet_site) -> Callable[[str], Any]:
    """The cookies of somebody who signed in once and stays so: `windows.open(storage_state=known("hull-lead"))`."""

    @cache
    def cookies(persona: str) -> Any:
        if persona == NOBODY:
            return None
        windows = Windows(browser, quiet_site)
        page = windows.open()
        come_in(page, persona)
        state = page.context.storage_state()
        windows.close()
        return state

    return cookies


def test_no_link_leads_nowhere(walk):
    assert not walk["nowhere"], "\n".join(walk["nowhere"])


@pytest.mark.parametrize("rule", RULES)
def test_page(rule, walk, quiet_site, windows, known):
    persona, address = walk["reached"].get(rule, (NOBODY, None))
    assert address, "nobody reaches it by a link: link it, or say in ELSEWHERE why not"
    page = windows.open(DESKTOP, storage_state=known(persona))
    page.goto(address)
    check_page(page)
    page.set_viewport_size({"width": PHONE, "height": 740})
    check_page(page)
    if page.locator(SCRIPTED).count() == 0:
        return  # a script changes nothing in it
    plain = windows.open(PHONE, scripts=False, storage_state=known(persona))
    plain.goto(address)
    check_page(plain)
