"""Addresses in texts are found in moments, whatever surrounds them."""

import time

import pytest

from lpcommunity.entries import markdown

PIECES = [
    "=www.", "www.|", "www.=", "=a.", "=1.1.1.1", "a.uk/(", "www.a/!", "xn--a.", "=xn--a.", "http://xn--a.", "a@xn--b.",
    "://", "a://", "xhttp://", "http://(", "http://a/(",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("width", [1_900, 30_000])
def test_a_text_of_what_looks_like_addresses_is_read_in_moments(piece, width):
    text = " ".join([(piece * width)[:width]] * (30_000 // width)) + " www.hull.gov.uk"
    started = time.monotonic()
    html = markdown.render(text)
    assert time.monotonic() - started < 3
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
