"""Addresses in texts are found in moments, whatever surrounds them."""

import time

import pytest

from lpcommunity.entries import markdown
from lpcommunity.web.sanitising import clean_line, clean_text

PIECES = [
    "=www.", "www.|", "www.=", "=a.", "=1.1.1.1", "a.uk/(", "www.a/!", "xn--a.", "=xn--a.", "http://xn--a.", "a@xn--b.",
    "://", "a://", "xhttp://", "http://(", "http://a/(",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("width", [1_900, 30_000])
def test_a_text_of_what_looks_like_addresses_is_read_in_moments(piece, width):
    text = " ".join([(piece * width)[:width]] * (30_000 // width)) + " www.hull.gov.uk"
    started = time.process_time()
    html = markdown.render(text)
    assert time.process_time() - started < 3
    assert '<a href="https://www.hull.gov.uk"' in html


@pytest.mark.parametrize(
    "address",
    [
        "https://xn--bcher-kva.example/a",
        "https://a.b.c.d.e.f.g.uk/x",
        "https://a--b.example/(c)/d_e?f=[g]&h='i'",
        "https://hull.gov.uk:8080/x",
        "https://x.uk/" + "a" * 5_000,
    ],
)
def test_an_address_is_found_whole(address):
    html = markdown.render(f"See {address}, or")
    assert '">https://' in html
    assert html.rstrip().endswith("</a>, or</p>")


@pytest.mark.parametrize("address", ["https://xn--80ak6aa92e.com/a", "www.xn--80ak6aa92e.com", "xn--80ak6aa92e.com"])
def test_an_address_in_letters_that_look_like_others_is_shown_as_typed(address):
    assert f">{address}</a>" in markdown.render(f"See {address} today")


@pytest.mark.parametrize("unseen", ["\u202e", "\u2067", "\u200b", "%E2%80%AE"])
@pytest.mark.parametrize("text", ["https://x.uk/a{}b", "www.x.uk/a{}b", "[it](https://x.uk/a{}b)"])
def test_nothing_unseen_turns_an_address_round(text, unseen):
    html = markdown.render(text.format(unseen))
    assert "<a href" in html
    assert not set(html) & set("\u202e\u2067\u200b")


def test_letters_written_in_figures_are_shown_as_letters():
    assert ">https://x.uk/caf\u00e9</a>" in markdown.render("https://x.uk/caf%C3%A9")


def test_a_link_has_no_words_of_its_own_beside_it():
    assert "title" not in markdown.render('[it](https://x.uk "Sign in here") ![p](/attachments/1 "t")')


ELSEWHERE = [
    ("[https://hull.gov.uk](https://evil.example/x)", "https://evil.example/x", "https://evil.example/x"),
    ("[see **www.hull.gov.uk/a** now](https://evil.example/x)", "https://evil.example/x", "https://evil.example/x"),
    ("[hull\u00ad.gov.uk](https://evil.example)", "https://evil.example", "https://evil.example"),
    ("[ｈｕｌｌ．ｇｏｖ．ｕｋ](https://evil.example)", "https://evil.example", "https://evil.example"),
    ("[gov.uk.evil.org](https://gov.uk)", "https://gov.uk", "https://gov.uk"),
    ("[grace@hull.gov.uk](mailto:g@evil.example)", "mailto:g@evil.example", "g@evil.example"),
    ("[hull.gov.uk](mailto:g@evil.example)", "mailto:g@evil.example", "g@evil.example"),
    ("https://hull.gov.uk@evil.example/x", "https://evil.example/x", "https://evil.example/x"),
    ("https://a:b@hull.gov.uk/", "https://hull.gov.uk/", "https://hull.gov.uk/"),
    ("[the plan](https://hull.gov.uk@evil.example/x)", "https://evil.example/x", "the plan"),
    ("[hull.gov.uk](https://hull.gov.uk@evil.example)", "https://evil.example", "https://evil.example"),
]
AS_SAID = [
    ("[the plan](https://hull.gov.uk/x)", "https://hull.gov.uk/x", "the plan"),
    ("[hull.gov.uk](https://www.hull.gov.uk/a?b=1)", "https://www.hull.gov.uk/a?b=1", "hull.gov.uk"),
    ("[www.hull.gov.uk/news](https://news.hull.gov.uk/)", "https://news.hull.gov.uk/", "www.hull.gov.uk/news"),
    ("[minutes.docx](https://hull.gov.uk/m)", "https://hull.gov.uk/m", "minutes.docx"),
    ("[g@hull.gov.uk](mailto:g@hull.gov.uk)", "mailto:g@hull.gov.uk", "g@hull.gov.uk"),
]


@pytest.mark.parametrize(("text", "leads", "reads"), ELSEWHERE + AS_SAID)
def test_words_that_are_another_address_are_not_the_words_of_a_link(text, leads, reads):
    html = markdown.render(text)
    assert f'<a href="{leads}" rel="nofollow noopener">{reads}</a>' in html


def test_a_picture_in_a_link_stays():
    html = markdown.render("[![hull.gov.uk](/attachments/1) hull.gov.uk](https://evil.example)")
    assert '<img src="/attachments/1"' in html
    assert "> hull.gov.uk" not in html


def test_a_soft_hyphen_parts_no_word():
    assert clean_text("part\u00adner\u00adship") == clean_line("part\u00adner\u00adship") == "partnership"
    assert clean_text("\u06cc\u200c\u06a9") == "\u06cc\u200c\u06a9"
