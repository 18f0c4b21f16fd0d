"""Compression: for whoever accepts it, and never at the price of a wrong answer."""

import gzip

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_whoever_accepts_it(client):
    plain, small = client.get("/"), client.get("/", headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers


def test_caches_are_told(client):
    for headers in ({}, GZIP):
        assert "Accept-Encoding" in client.get("/", headers=headers).headers["Vary"]


def test_whoever_refuses_it_gets_it_plain(client):
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "gzip;q=0, identity"}).headers


def test_what_is_short_is_not(client):
    assert client.get("/things/1", headers=GZIP).text == "public"


def test_an_unchanged_page_is_still_recognised(client):
    first = client.get("/cached?long=1", headers=GZIP)
    assert first.headers["ETag"] == 'W/"7-1"'
    again = client.get("/cached?long=1", headers=GZIP | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
