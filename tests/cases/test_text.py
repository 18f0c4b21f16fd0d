"""Text as people bring it, T1 to T12 of the case file and their brothers. What takes a browser (T6, T8) is in
tests/browser/test_text_as_brought.py.
"""

import re
import time
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from lpcommunity.access import Invalid
from lpcommunity.entries import markdown, rerendering
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.reflections import commands as reflections
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move
from lpcommunity.storage import clock, session, transactional
from lpcommunity.storage.change_stamp import stamp
from lpcommunity.updates import commands as updates
from lpcommunity.web import sanitising
from lpcommunity.web.fragments import fragments
from lpcommunity.web.lru_cache import LRUCache
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of

SAFE_LINK = "https://eur01.safelinks.protection.outlook.com/?url={}&data=05%7C02&reserved=0"
SENTENCE = "Write at least a sentence before you"


def shown(text):
    """What a text becomes, without what stands on every paragraph, in one line."""
    return re.sub(
        r"\n+", " ", markdown.render(text).replace(' dir="auto"', "").replace(' rel="nofollow noopener"', "")
    ).strip()


def words(text):
    """What is read of it."""
    return markdown.plain(markdown.render(text))


@pytest.fixture
def world(app, begin_with):
    made = begin_with(_world)
    made.app, made.at = app, lambda person=None: Visitor(app, person)
    return made


def _world():
    hull = make.place("Bedford")
    amina, owen = make.person("Amina Rahman"), make.person("Owen Pritchard")
    make.belongs(amina, hull, since=date(2026, 1, 1))
    make.belongs(owen, hull, "facilitator", since=date(2026, 1, 1))
    return SimpleNamespace(place=hull, amina=amina, owen=owen)


def posted(world, body, title="", audience="community", key="k-1"):
    said = Content.written(title, {"body": body})
    return updates.post_update(reading(world.amina), world.place, key, said, audience=audience, standing="on-track")


def test_t1_each_line_break_stays_a_line_break():
    assert shown("Dear all,\nwe met today.\nPresent: Ann") == "<p>Dear all,<br> we met today.<br> Present: Ann</p>"
    assert shown("One\r\nTwo\rThree\n\nFour") == "<p>One<br> Two<br> Three</p> <p>Four</p>"


@pytest.mark.parametrize(
    "text",
    [
        "Agreed:\n•\tFirst\n•\tSecond",
        "Agreed:\n· First\n· Second",
        "Agreed:\n– First\n– Second",
        "Agreed:\n—\tFirst\n—\tSecond",
        "Agreed:\n-\tFirst\n-\tSecond",
        "Agreed:\n\n•First\n•Second",
        "Agreed:\n\uf0b7\tFirst\n\uf0b7\tSecond",
        "Agreed:\n§\tFirst\n§\tSecond",
        "Agreed:\n•\u00a0First\n▪ Second".replace("▪", "•"),
        "Agreed:\n+ First\n+ Second",
    ],
)
def test_t2_bullets_of_word_are_a_list(text):
    assert shown(text) == "<p>Agreed:</p> <ul> <li>First</li> <li>Second</li> </ul>"


def test_t2_lists_below_points_numbers_and_what_follows_them():
    nested = shown("•\tFirst\no\tbelow it\n▪\tdeeper\n•\tSecond\nThen we left.")
    assert nested == (
        "<ul> <li>First <ul> <li>below it <ul> <li>deeper</li> </ul> </li> </ul> </li> <li>Second</li> </ul>"
        " <p>Then we left.</p>"
    )
    assert shown("• First\n\t• below it\n• Second").count("<ul>") == 2
    assert shown("• First\n• Second\n1. One\n2. Two").startswith("<ul> <li>First</li> <li>Second</li> </ul> <ol>")
    assert shown("1.\tFirst\n2.\tSecond") == "<ol> <li>First</li> <li>Second</li> </ol>"
    assert shown("1)\tFirst\na)\twith this\n2)\tSecond") == "<ol> <li>First<br> a) with this</li> <li>Second</li> </ol>"
    assert words("a)\tFirst\nb)\tSecond") == "a) First b) Second"
    assert shown("> She said it.\nI do not think so.") == (
        "<blockquote> <p>She said it.</p> </blockquote> <p>I do not think so.</p>"
    )


@pytest.mark.parametrize(
    "prose", ["– and so we went on.", "We met\n– briefly –\nat noon", "+ VAT", "+44 1234 567890", "o wonder", "v. good"]
)
def test_t2_a_dash_among_sentences_is_a_dash(prose):
    assert "<li>" not in shown(prose)
    assert words(prose) == " ".join(prose.split())


def test_t3_cells_of_excel_are_a_table_within_a_frame_with_a_name():
    html = shown("Measure\tNow\tTarget\nReferrals\t30\t50")
    assert '<div class="lp-table" role="group" aria-label="Table: Measure, Now, Target" tabindex="0"><table>' in html
    assert "<th>Measure</th> <th>Now</th> <th>Target</th>" in html
    assert "<td>Referrals</td> <td>30</td> <td>50</td>" in html
    assert "<td>a | b</td> <td></td>" in shown("Measure\tNow\na | b\t")
    assert "<th></th> <th>Now</th>" in shown("\tNow\nReferrals\t30")
    assert shown("Before\nMeasure\tNow\nReferrals\t30\nAfter").endswith("</table></div> <p>After</p>")
    evil = 'x" onfocus="alert(1)'
    assert f'aria-label="Table: {evil.replace(chr(34), "&quot;")}, b"' in shown(f"{evil}\tb\n1\t2")


@pytest.mark.parametrize(
    "text", ["One\tline", "\tOne\n\tTwo", "To:\tAnn\nFrom:\tBob", "a)\tOne\nb)\tTwo", "a\tb\nc\td\te"]
)
def test_t3_tabs_that_are_no_cells_are_blanks(text):
    assert "<table>" not in shown(text)
    assert words(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kind regards\nAmina\n---\nBedford Council", "<p>Kind regards<br> Amina</p> <hr> <p>Bedford Council</p>"),
        ("Kind regards\n===", "<p>Kind regards<br> ===</p>"),
        ("    four blanks", "<p>four blanks</p>"),
        ("\tA tab", "<p>A tab</p>"),
        ("2026. A good year", "<p>2026. A good year</p>"),
        ("It began in\n1986. was better", "<p>It began in<br> 1986. was better</p>"),
        ("1. One\n2. Two\n\n2026. A good year", "<ol> <li>One</li> <li>Two</li> </ol> <p>2026. A good year</p>"),
        ("2*3*4 and a*b*c and 2**3**4", "<p>2*3*4 and a*b*c and 2**3**4</p>"),
        ("\\\\server\\_x and C:\\new and C:\\_old\\#1", "<p>\\\\server\\_x and C:\\new and C:\\_old\\#1</p>"),
        ("#hashtag and #1", "<p>#hashtag and #1</p>"),
        ("# What we did", "<h2>What we did</h2>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("<someone@x> and <b>", "<p>&lt;someone@x&gt; and &lt;b&gt;</p>"),
        ("~5~", "<p>~5~</p>"),
        ("~~~\nall of it", "<p>~~~<br> all of it</p>"),
        ("```\nall *of* it", "<p>```<br> all <em>of</em> it</p>"),
        ("```\ncode *x*\n```", "<pre><code>code *x* </code></pre>"),
        (">50 people", "<p>&gt;50 people</p>"),
        ("> quoted", "<blockquote> <p>quoted</p> </blockquote>"),
        ("[Note]: call Amina", "<p>[Note]: call Amina</p>"),
        ("* * *", "<hr>"),
        ("\\*as it is\\* and 2026\\. x", "<p>*as it is* and 2026\\. x</p>"),
        (
            "**bold**, *so*, _so_, **in**side",
            "<p><strong>bold</strong>, <em>so</em>, <em>so</em>, <strong>in</strong>side</p>",
        ),
    ],
)
def test_t4_signs_that_are_meant_as_signs_stay(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://www.local.gov.uk/x.", 'See <a href="https://www.local.gov.uk/x">https://www.local.gov.uk/x</a>.'),
        ("(www.bedford.gov.uk)", '(<a href="https://www.bedford.gov.uk">www.bedford.gov.uk</a>)'),
        ("bedford.gov.uk/housing, or", '<a href="https://bedford.gov.uk/housing">bedford.gov.uk/housing</a>, or'),
        ("amina@bedford.example", '<a href="mailto:amina@bedford.example">amina@bedford.example</a>'),
        ("https://x.uk/a?utm_source=n&b=1&fbclid=z", '<a href="https://x.uk/a?b=1">https://x.uk/a?b=1</a>'),
        ("https://x.uk/?gclid=1#top", '<a href="https://x.uk/#top">https://x.uk/#top</a>'),
        ("[the slides](https://x.uk/s?utm_medium=e)", '<a href="https://x.uk/s">the slides</a>'),
        (SAFE_LINK.format("https%3A%2F%2Fx.uk%2Fa%3Fb%3D1"), '<a href="https://x.uk/a?b=1">https://x.uk/a?b=1</a>'),
        (f"[it]({SAFE_LINK.format('http%3A%2F%2Fx.uk')})", '<a href="http://x.uk">it</a>'),
        ("`https://x.uk`", "<code>https://x.uk</code>"),
    ],
)
def test_t5_addresses_are_links_that_lead_where_they_say(text, expected):
    assert shown(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "minutes.docx",
        "e.g.this",
        "today.We met",
        "at 3.30pm",
        "readme.md",
        "javascript:alert(1)",
        "ftp://x.uk",
        "@amina",
    ],
)
def test_t5_what_is_no_address_is_no_link(text):
    assert "<a" not in shown(text)
    assert words(text) == text


def test_t5_what_a_safe_link_wraps_is_looked_at_again():
    for inside in ("javascript%3Aalert(1)", "data%3Atext%2Fhtml%2Cx", "https%3A%2F%2F", "x.uk", ""):
        html = shown(f"[it]({SAFE_LINK.format(inside)})")
        assert 'href="https://eur01.safelinks' in html, "what is no address stays where it was wrapped"
    twice = SAFE_LINK.format("https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fx.uk%252Fa")
    assert shown(f"[it]({twice})") == '<p><a href="https://x.uk/a">it</a></p>'


@pytest.mark.parametrize("sign", ["\x0b", "\u2028", "\u2029", "\x0c", "\x85", "\r", "\r\n"])
def test_t7_whatever_ends_a_line_ends_it_here(sign):
    assert sanitising.clean_text(f"One{sign}two") == "One\ntwo"
    assert sanitising.clean_line(f"One{sign}two") == "One two"
    assert shown(f"One{sign}two") == "<p>One<br> two</p>"


def test_t9_each_block_begins_where_its_words_begin():
    html = markdown.render("# مرحبا\n\nنص.\n\n- بند\n\n- بند\n\nا\tب\n١\t٢")
    for tag in ("h2", "p", "li", "th", "td"):
        assert f'<{tag} dir="auto">' in html
    assert '<li dir="auto">\n<p>' in html, "a point of paragraphs takes its side from its first"


def test_t9_titles_names_and_fields_too(world):
    posted(world, "اجتمعنا اليوم. كان مفيدا.")
    entry = session().scalars(select(Entry)).one()
    page = world.at(world.amina).text(f"/updates/{entry.id}")
    assert '<h1 class="lp-head__title" dir="auto">اجتمعنا اليوم</h1>' in page
    assert re.search(r'dir="auto" href="/people/\d+">Amina Rahman</a>', page)
    place = world.at(world.amina).text(f"/partnerships/{world.place.slug}")
    assert f'<h3 class="lp-entry__title" dir="auto"><a href="/updates/{entry.id}">' in place
    about = world.at(world.amina).text(f"/partnerships/{world.place.slug}/reflections/new")
    assert "Update: “\u2068اجتمعنا اليوم\u2069”, " in about, "kept together in the label of a box"
    form = Form(world.at(world.amina), f"/partnerships/{world.place.slug}/updates/new").page
    assert re.search(r'<textarea[^>]* dir="auto"', form)
    assert re.search(r'<input[^>]* id="title"[^>]* dir="auto"', form)


SILENT = ["---", "#", "&nbsp;", "\u200b", "\ufeff", "- ", "***", "…", "\u00a0", "> ", "&#8203;", "```\n```"]


@pytest.mark.parametrize("body", SILENT)
def test_t10_what_says_nothing_is_asked_for_a_sentence(world, body):
    form = Form(world.at(world.amina), f"/partnerships/{world.place.slug}/updates/new")
    answer = form.send(body=body, standing="on-track", audience="community")
    assert answer.status_code == 422
    assert SENTENCE in answer.get_data(as_text=True)
    reflection = Form(world.at(world.amina), f"/partnerships/{world.place.slug}/reflections/new")
    answer = reflection.send(cycle="driscoll", what=body, audience="me")
    assert answer.status_code == 422
    assert SENTENCE in answer.get_data(as_text=True)
    assert session().scalar(select(Entry.id)) is None


def test_t10_so_it_is_in_answers_replies_changes_and_titles(world):
    words_of_it = Content.written("", {"body": "We made this of it."})
    reflection = reflections.write_reflection(
        reading(world.amina), world.place, "k-0", words_of_it, cycle="free", audience="facilitators", submit=True
    )
    owen, key = reading(world.owen), "00000000-0000-4000-8000-00000000000{}"
    for said in SILENT:
        with pytest.raises(Invalid) as refused:
            reviews.send_review(
                owen, reflection, key.format(1), "invites", [MoveContent("supportive", "", "", said)], 1
            )
        assert refused.value.code == "answer-empty"
    review = reviews.send_review(
        owen, reflection, key.format(2), "invites", [MoveContent("catalytic", "", "", "Why?")], 1
    )
    move_id = session().scalar(select(Move.id).where(Move.review_id == review.id))
    with pytest.raises(Invalid) as refused:
        reviews.send_replies(reading(world.amina), reflection, key.format(3), {move_id: "---"})
    assert refused.value.code == "response-empty"
    entry = posted(world, "We met.")
    changed = Form(world.at(world.amina), f"/updates/{entry.id}/edit").send(body="---")
    assert changed.status_code == 422
    assert SENTENCE in changed.get_data(as_text=True)
    assert Content.written("\u200b", {"body": "We met."}).title == "We met", "a title that shows nothing is none"
    for something in ("👍", "7", "Да", "![](/attachments/3)", "C"):
        assert Content.written("", {"body": something}).fields, something


def picture(world, alt):
    return posted(world, f"![{alt}](/attachments/7)")


@pytest.mark.parametrize("alt", ["", "what does it show?", "  ", "What does it show?"])
def test_t11_only_a_picture_has_a_title_and_what_asks_for_its_description_is_none(world, alt):
    with clock.at(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)):
        assert picture(world, alt).title == "A picture from Bedford, 24 November"
    entry = session().scalars(select(Entry)).one()
    page = world.at(world.amina).text(f"/updates/{entry.id}")
    assert "A picture from Bedford, 24 November</h1>" in page
    assert 'alt="Picture without a description"' in page
    assert "what does it show" not in main_of(page).lower()
    place = world.at(world.amina).text(f"/partnerships/{world.place.slug}")
    assert f'<a href="/updates/{entry.id}">A picture from Bedford, 24 November</a>' in place


def test_t11_the_day_is_londons(world):
    with clock.at(datetime(2026, 7, 24, 23, 30, tzinfo=UTC)):  # half past midnight there
        assert picture(world, "").title == "A picture from Bedford, 25 July"


def test_t11_the_title_is_what_the_picture_shows(world):
    assert picture(world, "The new hall & its roof").title == "The new hall & its roof"


def test_t12_a_title_made_of_the_text_is_said_once_on_its_page_and_on_its_card(world):
    entry = posted(world, "We met the tenants. They want lifts.\n\nMore on Friday.")
    assert entry.title == "We met the tenants"
    for path in (f"/updates/{entry.id}", f"/partnerships/{world.place.slug}"):
        main = main_of(world.at(world.amina).text(path))
        said = re.sub(r"<[^>]+>", " ", main.replace('class="lp-story', ""))
        assert "They want lifts." in said
        if path.startswith("/updates"):
            assert "We met the tenants</h1>" in main
            assert said.count("We met the tenants") == 1, path
    place = world.at(world.amina).text(f"/partnerships/{world.place.slug}")
    card = re.search(r'<li class="lp-entry".*?</li>', place, re.DOTALL)[0]
    assert re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", card).count("We met the tenants") == 1
    assert "They want lifts. More on Friday." in card


@pytest.mark.parametrize(
    ("body", "head", "once"),
    [
        ("**We met** the tenants. They want lifts.", "An update from Bedford, 25 November", "We met the tenants"),
        ("See https://x.uk/a. It is good.", "An update from Bedford, 25 November", "https://x.uk/a"),
        ("•\tThe tenants\n•\tThe lifts", "An update from Bedford, 25 November", "The tenants"),
        ("No end of it " + "and on and on " * 20, "An update from Bedford, 25 November", "No end of it"),
        ("# The tenants\n\nThey want lifts.", "The tenants", "The tenants"),
        ("Only this sentence.", "Only this sentence", "Only this sentence"),
        ("Dear all,\nwe met today.\nPresent: Ann", "Dear all, we met today", "we met today"),
        ("Dear *all*,\nwe met today.\nPresent: Ann", "An update from Bedford, 25 November", "we met today"),
        ("The tenants\nThey want lifts.", "The tenants", "The tenants"),
        ("Did they want lifts? They did.", "Did they want lifts?", "Did they want lifts"),
        ("We < 5 & you. More.", "We &lt; 5 &amp; you", "We < 5"),
    ],
)
def test_t12_where_the_text_cannot_go_on_after_it_another_heading_stands_there(world, body, head, once):
    with clock.at(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        entry = posted(world, body)
        page = main_of(world.at(world.amina).text(f"/updates/{entry.id}"))
        assert len(re.findall(r"<p[ >]", page)) == page.count("</p>")
        assert re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1] == head
        assert markdown.plain(page).count(once) == 1


def test_t12_along_questions_the_sentence_stays_below_its_question(world):
    form = Form(world.at(world.amina), f"/partnerships/{world.place.slug}/reflections/new")
    sent = form.send(cycle="driscoll", what="It rained. We stayed in.", audience="community")
    page = main_of(world.at(world.amina).text(sent.headers["Location"]))
    assert markdown.plain(page).count("It rained") == 1
    assert "A reflection from Bedford, " in re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    old = world.at(world.amina).text(sent.headers["Location"] + "/revisions/1")
    assert markdown.plain(main_of(old)).count("It rained") == 1


def test_t12_a_title_that_was_made_follows_the_text_and_one_that_was_given_stays(world):
    made, given = posted(world, "We met. Well."), posted(world, "We met. Well.", "A day", key="k-2")
    for entry, title in ((made, "We did not meet"), (given, "A day")):
        form = Form(world.at(world.amina), f"/updates/{entry.id}/edit")
        assert form.send(body="We did not meet. Alas.").status_code == 303
        session().expire_all()
        assert session().get(Entry, entry.id).title == title


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Dr. Shah came. We met.", "Dr. Shah came"),
        ("At 5 p.m. in Hull we met. Well.", "At 5 p.m. in Hull we met"),
        ("Dear all,\nwe met today.\nPresent: Ann", "Dear all, we met today"),
        ("The housing group\nWe met on Friday.", "The housing group"),
        ("2026. A good year. And more.", "2026. A good year"),
        ("Agreed:\n• First", "Agreed"),
        ("---\n\nWe met.", "We met"),
    ],
)
def test_t12_where_a_first_sentence_ends(body, title):
    assert Content.written("", {"body": body}).title == title


@pytest.mark.parametrize(
    "hostile",
    ["[" * 20_000, "`" * 20_000, "\t" * 60_000, ("\t" * 29_999 + "\n") * 2, "•\tx\n" * 15_000, "•" * 60_000,
     "https://x.uk/" + "a" * 59_000, "www." * 15_000, "http://" * 8_500, "a@" * 30_000, "\\_" * 30_000, " " * 60_000,
     "- " + " " * 59_000, "a" + " " * 59_000 + "b", "A. " * 20_000, "https://x.uk/?" + "utm_a=1&" * 7_000,
     "```\n" * 15_000],
)  # fmt: skip
def test_hostile_text_is_understood_soon(hostile):
    began = time.process_time()
    Content.written("", {"body": hostile})
    assert time.process_time() - began < 10  # a guard against hanging: quadratic ones took minutes


@transactional
def _stored_before(entry):
    """As version 0.7 rendered it."""
    old = {"title": "Agreed: • First • Second", "body_html": "<p>Agreed: •\tFirst •\tSecond</p>"}
    session().execute(update(Entry).where(Entry.id == entry.id).values(**old, standfirst=old["title"]))
    session().execute(update(Revision).where(Revision.entry_id == entry.id).values(**old))


def test_what_is_stored_already_is_rendered_again_and_shows(world, runner, monkeypatch):
    monkeypatch.setattr(fragments, "_kept", LRUCache(100))  # tests before may have filled it
    entry = posted(world, "Agreed:\n•\tFirst\n•\tSecond", audience="public")
    kept = posted(world, "We met.", "A day", key="k-2")
    entry_id, at, events = entry.id, entry.updated_at, len(session().scalars(select(OutboxEvent.id)).all())
    _stored_before(entry)
    page = world.at(world.amina).text(f"/partnerships/{world.place.slug}")
    assert "Agreed: • First • Second" in page
    before, pieces = stamp(), len(fragments)
    answer = runner("reindex")
    assert answer.exit_code == 0, answer.output
    assert "Rendered 4 texts of 2 entries and comments; 2 of them changed." in answer.output
    session().expire_all()
    entry = session().get(Entry, entry_id)
    assert (entry.title, entry.standfirst, entry.version, entry.updated_at) == ("Agreed", "First Second", 1, at)
    revision = session().scalars(select(Revision).where(Revision.entry_id == entry_id)).one()
    assert "<li" in revision.body_html
    assert revision.body_html == entry.body_html
    assert session().get(Entry, kept.id).title == "A day"
    assert len(session().scalars(select(OutboxEvent.id)).all()) == events, "nobody is told"
    assert stamp() != before, "visitors' pages changed"
    assert "Agreed: • First • Second" not in world.at(world.amina).text(f"/partnerships/{world.place.slug}")
    assert len(fragments) > pieces, "a card is kept under its words"
    again = stamp()
    assert "0 of them changed" in runner("reindex").output
    assert stamp() == again


def test_rendering_again_may_be_stopped_between_any_two_steps(world, monkeypatch):
    monkeypatch.setattr(rerendering, "AT_ONCE", 1)
    for n in range(3):
        _stored_before(posted(world, f"Agreed:\n•\tFirst {n}", key=f"k-{n}"))
    steps = rerendering.steps()
    assert next(steps).changed == 2
    del steps
    assert sum(step.changed for step in rerendering.steps()) == 4


def test_what_is_confided_leaves_no_stamp_when_it_is_rendered_again(world):
    _stored_before(posted(world, "Agreed:\n•\tFirst", audience="partnership"))
    before = stamp()
    assert sum(step.changed for step in rerendering.steps()) == 2
    assert stamp() == before
