"""Rows L1 to L5 and F15 of the inputs that people brought: forced colours, paper, large text, links that were visited,
names that no line can hold.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.harness.windows import DESKTOP, PHONE

# The colours that a person's own scheme has, and whatever on the page has another, or is as its ground.
NOT_THEIRS = """() => {
  const theirs = new Set(["none", "rgba(0, 0, 0, 0)"]);
  for (const name of ["Canvas", "CanvasText", "LinkText", "VisitedText", "ButtonText", "ButtonFace", "Field",
                      "FieldText", "GrayText", "Highlight", "HighlightText"]) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = name;
    theirs.add(getComputedStyle(probe).color);
    probe.remove();
  }
  const found = [];
  for (const shape of document.querySelectorAll("svg :is(path, circle, rect, line, text)")) {
    if (!shape.getClientRects().length) continue;
    const { fill, stroke } = getComputedStyle(shape);
    if (!theirs.has(fill) || !theirs.has(stroke)) found.push(`${shape.getAttribute("class")}: ${fill}, ${stroke}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !element.getClientRects().length || element.closest("svg")) continue;
    let ground = element;
    while (ground && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") ground = ground.parentElement;
    const behind = ground ? getComputedStyle(ground).backgroundColor : "rgb(0, 0, 0)";
    if (getComputedStyle(element).color === behind) found.push(`text of ${element.className}`);
  }
  return [...new Set(found)];
}"""

# Every link as if it had been visited. What a browser tells of :visited is made up, so the style sheet is read again
# with a class in its place.
AS_VISITED = """async () => {
  const links = [...document.querySelectorAll("a[href]")].filter((link) => link.getClientRects().length);
  const before = links.map((link) => getComputedStyle(link).color);
  const sheet = [...document.styleSheets].find(({ href }) => href && href.includes("/app"));
  const text = await (await fetch(sheet.href)).text();
  const again = new CSSStyleSheet();
  again.replaceSync(text.replaceAll(":visited", ".was-visited").replaceAll(":link", ":not(.was-visited)"));
  document.adoptedStyleSheets = [again];
  sheet.disabled = true;
  for (const link of links) link.classList.add("was-visited");
  const changed = links.filter((link, at) => getComputedStyle(link).color !== before[at]);
  return {
    all: links.length,
    signs: changed
      .filter((link) => link.matches(".lp-wordmark, .govuk-button, .lp-theme") || link.closest(
        ".lp-masthead, .lp-footer, .lp-tabs, .lp-map, .lp-person, .lp-head, .lp-place__name, nav"))
      .map((link) => link.outerHTML),
    changed: changed.length,
  };
}"""


def _entry(page, place, kind, title):
    page.goto(f"/partnerships/{place}")
    return page.get_by_role("link", name=title).first.get_attribute("href")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_l1_in_forced_colours_everything_has_a_colour_of_its_readers(quiet_site, windows, sign_in, scheme):
    member, facilitator = windows.open(DESKTOP), windows.open(DESKTOP)
    sign_in(member, "bedford-member")
    sign_in(facilitator, "facilitator")
    marked = _entry(member, "bedford", "reflections", "Thirty-one people said yes and nine came")
    for window, paths in (
        (
            member,
            (
                "/partnerships",
                "/partnerships/bedford",
                "/partnerships/keele/milestones",
                marked,
                f"{marked}/readers",
                "/home",
            ),
        ),
        (facilitator, ("/reviews", marked)),
        (windows.open(DESKTOP), ("/",)),
    ):
        window.emulate_media(forced_colors="active", color_scheme=scheme)
        for path in paths:
            window.goto(path)
            assert window.evaluate(NOT_THEIRS) == [], path
    expect(member.locator("svg").first).to_be_attached()
    expect(facilitator.locator("mark.lp-marked").first).to_be_visible()


def test_l2_on_paper_stands_who_when_how_it_goes_for_whom_and_where(quiet_site, windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "bedford-member")
    update = _entry(page, "bedford", "updates", "Second group: thirty-one said yes, nine came")
    reflection = _entry(page, "bedford", "reflections", "Thirty-one people said yes and nine came")
    page.emulate_media(media="print")
    for path, says in (
        (update, ["Amina Rahman", r"\d \w+ 20\d\d", "Needs attention", "The community can read this"]),
        (reflection, ["Amina Rahman", r"\d \w+ 20\d\d", "You and your facilitators", "Owen answered"]),
        ("/partnerships/bedford", ["Bedford", "Helen Marchetti"]),
        ("/partnerships/keele/milestones", ["Trial room open", "Procurement from"]),
    ):
        page.goto(path)
        seen = page.locator("body").inner_text()
        for words in says:
            assert re.search(words, seen.replace("\n", " ")), (path, words)
        assert seen.count(f"{quiet_site.url}{path}") == 1
        assert "As Amina Rahman could read it on " in seen
        assert page.locator("button:visible, textarea:visible, .govuk-button:visible, .lp-footer:visible").count() == 0
        printed = page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map((a) => getComputedStyle(a, '::after').content)"
        )
        assert set(printed) <= {"none", "normal"}, path
    page.emulate_media(media="screen")
    expect(page.locator(".lp-on-paper")).to_be_hidden()


def test_l2_no_picture_fills_a_page_and_the_first_page_is_dark_on_white(quiet_site, windows):
    page = windows.open(DESKTOP)
    page.emulate_media(media="print")
    page.goto("/")
    assert page.locator(".lp-map").bounding_box()["height"] < 500
    title = page.locator(".lp-hero__title em")
    assert title.evaluate("(e) => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert page.locator(".lp-hero").evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    page.goto("/partnerships/bedford")
    assert all(box["height"] < 300 for box in (svg.bounding_box() for svg in page.locator("figure svg").all()) if box)


def test_l5_signs_of_the_house_keep_their_colour_once_visited(quiet_site, windows, sign_in):
    page = windows.open(DESKTOP)
    sign_in(page, "bedford-member")
    changed = 0
    for path in ("/home", "/partnerships", "/partnerships/bedford", "/themes", "/notifications"):
        page.goto(path)
        found = page.evaluate(AS_VISITED)
        assert found["all"] > 10
        assert found["signs"] == [], path
        changed += found["changed"]
    assert changed, "no link shows that it was read"


# Text and signs that stay as they are where a person makes text twice as large, and how far the page is too wide. The
# wordmark grows no wider than a phone.
NOT_GROWN = """() => {
  const texts = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.parentElement;
    if (walk.currentNode.data.trim() && text.getClientRects().length && !text.closest("svg")) texts.add(text);
  }
  const signs = [...document.querySelectorAll(".lp-icon, .lp-face, .lp-queue__ticks, .lp-state__shape")].filter(
    (sign) => sign.getClientRects().length);
  const size = (text) => parseFloat(getComputedStyle(text).fontSize);
  const height = (sign) => sign.getBoundingClientRect().height;
  const measured = (measure) => (one) => [one, measure, measure(one)];
  const before = [...[...texts].map(measured(size)), ...signs.map(measured(height))];
  document.documentElement.style.fontSize = "200%";
  for (const text of texts) {
    const { fontSize, lineHeight } = getComputedStyle(text);
    const onTopOfEachOther = parseFloat(lineHeight) < parseFloat(fontSize);
    if (onTopOfEachOther) return { small: [`lines of ${text.className}`], wide: 0, texts: texts.size };
  }
  const small = before.filter(([one, measure, was]) => measure(one) < 1.8 * was && !one.matches(".lp-wordmark"));
  return {
    small: [...new Set(small.map(([one]) => one.getAttribute("class") || one.tagName))],
    wide: document.documentElement.scrollWidth - innerWidth,
    texts: texts.size,
  };
}"""


@pytest.mark.parametrize("window", [DESKTOP, PHONE])
def test_l3_everything_grows_where_text_is_twice_as_large(quiet_site, windows, sign_in, window):
    member, facilitator = windows.open(window), windows.open(window)
    sign_in(member, "bedford-member")
    sign_in(facilitator, "facilitator")
    reflection = _entry(member, "bedford", "reflections", "Thirty-one people said yes and nine came")
    for page, paths in (
        (member, ("/home", "/partnerships", "/partnerships/bedford", "/partnerships/bedford/journey")),
        (member, (reflection, "/partnerships/bedford/updates/new")),
        (facilitator, ("/reviews", "/notifications")),
        (windows.open(window), ("/", "/sign-in")),
    ):
        for path in paths:
            page.goto(path)
            found = page.evaluate(NOT_GROWN)
            assert found["texts"] > 10
            assert (found["small"], found["wide"]) == ([], 0), path


PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and the Menai"
SURNAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferss"


def test_f15_no_name_makes_a_page_wider_than_its_window(fresh_site, windows, sign_in):
    team, member = windows.open(DESKTOP), windows.open(DESKTOP)
    sign_in(team, "programme-team")
    team.goto("/partnerships/bedford/edit")
    team.get_by_label("Name", exact=False).first.fill(PLACE)
    team.get_by_role("button", name="Save").click()
    expect(team.get_by_role("heading", level=1)).to_have_text(PLACE)
    sign_in(member, "bedford-member")
    member.goto("/account/profile")
    member.get_by_label("Name", exact=False).first.fill(f"Amina {SURNAME}")
    member.get_by_role("button", name="Save").first.click()
    expect(member.locator(".govuk-notification-banner, .lp-flash").first).to_be_visible()
    facilitator, visitor = windows.open(DESKTOP), windows.open(DESKTOP)
    sign_in(facilitator, "facilitator")
    reflection = _entry(member, "bedford", "reflections", "Thirty-one people said yes and nine came")
    update = _entry(member, "bedford", "updates", "Second group: thirty-one said yes, nine came")
    writing = [f"/partnerships/bedford/{kind}/new" for kind in ("updates", "reflections")]
    at_place = [f"/partnerships/bedford{page}" for page in ("", "/people", "/people/new", "/invitations", "/edit")]
    for page, paths in (
        (
            member,
            ("/home", "/account", "/drafts", "/partnerships", reflection, f"{reflection}/readers", update, *writing),
        ),
        (facilitator, ("/home", "/reviews", "/notifications", reflection, f"{reflection}/review")),
        (team, ("/home", "/organisations", *at_place)),
        (visitor, ("/", "/public", "/partnerships/bedford", "/themes/physical-activity-and-mental-health")),
    ):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 740})
            for path in paths:
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, path)
