"""What people say of themselves, and their photos."""

import io
import re
import struct
import zlib

import pytest
from PIL import Image

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.people import commands
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.storage import blobs, session
from tests import factories as make
from tests.factories import reading

PATH = "/account/profile"
NAMED = {"name": "Grace Oyelaran", "organisation": ""}


@pytest.fixture
def council(app):
    return add_organisation(OPERATOR, slug="hull-city-council", name="Hull City Council", sector="council")


def _picture(kind="JPEG", size=(640, 480), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "P" else 3).save(out, kind, **more)
    return out.getvalue()


def _upload(browser, content: bytes, name: str = "me.jpg"):
    return browser.post(PATH, {**NAMED, "photo": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_profile_is_saved(browser, grace, council):
    browser.sign_in(grace)
    typed = {"name": " Dr Grace  Oyelaran ", "job_title": "Head of growth", "organisation": str(council.id)}
    assert browser.post(PATH, {**typed, "helps_with": "Asking\r\nfirms"}).status_code == 303
    session().refresh(grace)
    assert (grace.name, grace.sort_name) == ("Dr Grace Oyelaran", "grace oyelaran")
    assert (grace.job_title, grace.organisation_id, grace.helps_with) == ("Head of growth", council.id, "Asking\nfirms")
    page = browser.get(PATH).text
    assert f'<option value="{council.id}" selected' in page
    browser.post(PATH, {"name": "Grace", "organisation": ""})
    session().refresh(grace)
    assert grace.organisation_id is None


def test_errors_keep_what_was_typed(browser, grace, council):
    browser.sign_in(grace)
    answer = browser.post(PATH, {"name": "", "job_title": "x" * 121, "organisation": "99999", "helps_with": "y" * 2001})
    assert answer.status_code == 422
    for said in ("Write your name", "at most 120", "Choose an organisation", "at most 2,000"):
        assert said in answer.text
    assert "x" * 121 in answer.text
    assert "y" * 2001 in answer.text
    session().refresh(grace)
    assert grace.name == "Grace Oyelaran"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"organisation": "99999"}])
def test_a_good_photo_stays_where_a_word_is_refused(browser, grace, wrong):
    browser.sign_in(grace)
    typed = {**NAMED, "job_title": "Typed", **wrong, "photo": (io.BytesIO(_picture()), "me.jpg")}
    answer = browser.post(PATH, typed, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Your new photo is saved. The rest is not saved yet." in answer.text
    assert "Typed" in answer.text
    session().refresh(grace)
    assert (grace.photo_key is None, grace.name, grace.job_title) == (False, "Grace Oyelaran", "")
    assert grace.photo_url in answer.text


def test_names_with_markup_are_shown_as_typed(browser, grace):
    browser.sign_in(grace)
    browser.post(PATH, {"name": "<script>alert(1)</script>", "organisation": ""})
    page = browser.get("/account").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("GIF", "P")],
)
def test_a_photo_becomes_a_small_square(browser, grace, kind, mode):
    browser.sign_in(grace)
    assert _upload(browser, _picture(kind, mode=mode)).status_code == 303
    session().refresh(grace)
    answer = browser.get(grace.photo_url)
    assert answer.status_code == 200
    assert answer.content_type == "image/webp"
    image = Image.open(io.BytesIO(answer.data))
    assert (image.format, image.size) == ("WEBP", (256, 256))


def test_nothing_hidden_in_the_file_survives(browser, grace):
    exif = Image.Exif()
    exif[0x010E] = "CANARY-DESCRIPTION"
    exif[0x8825] = {1: "N"}
    content = _picture(exif=exif, comment=b"CANARY-COMMENT") + b"<script>CANARY-TAIL</script>"
    assert b"CANARY-DESCRIPTION" in content
    commands.change_photo(reading(grace), "me.jpg", content)
    kept = blobs.read(grace.photo_key)
    assert b"CANARY" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photo_on_its_side_is_set_upright(grace):
    image = Image.new("RGB", (400, 400), "white")
    image.paste("black", (0, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    commands.change_photo(reading(grace), "me.jpg", out.getvalue())
    upright = Image.open(io.BytesIO(blobs.read(grace.photo_key))).convert("L")
    shades = upright.tobytes()
    assert shades[128 * 256 + 230] < 60
    assert shades[128 * 256 + 20] > 200


def _bomb(width: int, height: int) -> bytes:
    """A PNG that says it is enormous and is a few bytes long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "me.svg",
            "is not a picture we can read",
        ),
        (b"<html>", "me.jpg", "“me.jpg” is not a picture"),
        (b"%PDF-1.7", "me.jpg", "is not a picture"),
        (b"", "me.jpg", "is not a picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "me.jpg", "is not a picture"),
        (_picture()[:400], "half.jpg", "is not a picture"),
        (_bomb(60_000, 60_000), "bomb.png", "too many pixels"),
        (_bomb(6_000, 6_000), "bomb.png", "too many pixels"),
        (_bomb(2_000, 2_000), "short.png", "is not a picture"),
        (_picture(size=(8, 8)), "dot.jpg", "too small"),
        (_picture("BMP", (64, 64)), "me.jpg", "is not a picture"),
        (_picture("TIFF", (64, 64)), "me.jpg", "is not a picture"),
    ],
)
def test_what_is_no_picture_is_refused_by_content(browser, grace, content, name, said):
    browser.sign_in(grace)
    answer = _upload(browser, content, name)
    assert answer.status_code == 422
    assert said in answer.text
    session().refresh(grace)
    assert grace.photo_key is None


def test_more_than_ten_megabytes_is_not_looked_at(grace):
    with pytest.raises(Invalid, match="larger than 10 MB"):
        commands.change_photo(reading(grace), "big.jpg", b"\xff\xd8" + b"x" * (10 * 1024 * 1024))


def test_a_photo_is_for_those_signed_in_and_may_be_kept_by_their_browser(browser, new_browser, grace, make_person):
    commands.change_photo(reading(grace), "me.jpg", _picture())
    url = grace.photo_url
    assert new_browser().get(url).status_code == 303
    another, hull = make_person("a@hull.example", "Another"), make.place("Hull")
    for one in (grace, another):
        make.belongs(one, hull)
    browser.sign_in(another)
    answer = browser.get(url)
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    for guessed in ("", "?v=", f"?v={grace.photo_key[0]}", f"?v={grace.photo_key[:15]}", f"?v={grace.photo_key}"):
        again = browser.get(f"/people/{grace.id}/photo{guessed}")
        assert (again.status_code, again.headers["Cache-Control"]) == (200, "no-store"), guessed
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert browser.get(f"/people/{grace.id + 900}/photo").status_code == 404


def test_a_photo_of_whom_one_may_not_see_is_as_if_there_was_none(browser, grace, make_person):
    commands.change_photo(reading(grace), "me.jpg", _picture())
    url, hull = grace.photo_url, make.place("Hull")
    another = make_person("a@hull.example", "Another")
    make.belongs(another, hull)

    def answered(address: str) -> str:
        answer = browser.get(address)
        text = f"{answer.status_code}\n{answer.headers}\n{answer.text}"
        differs = r"\b[0-9a-f]{16}\b|(?im:^(set-cookie|date):.*\n)|(?<=csrf_token\" value=\")[^\"]*"
        return re.sub(differs, "…", text).replace("/999999/", f"/{grace.id}/")

    def unseen() -> bool:
        return "404\n" in answered(url) == answered(url.replace(f"/{grace.id}/", "/999999/"))

    browser.sign_in(grace)
    assert browser.get(url).status_code == 200, "everybody knows themselves"
    browser.sign_in(another)
    assert unseen(), "she belongs nowhere"
    make.belongs(grace, hull)
    assert browser.get(url).status_code == 200
    disable(OPERATOR, grace)
    assert unseen(), "her account is closed"


def test_who_may_not_see_somebody_is_shown_no_broken_picture(browser, new_browser, grace, make_person):
    hull = make.place("Hull")
    make.belongs(grace, hull)
    commands.change_photo(reading(grace), "me.jpg", _picture())
    path = f"/updates/{make.update(grace, hull, 'public').id}"
    outside = make_person("a@hull.example", "Another")
    browser.sign_in(outside)
    for page in (browser.get(path).text, new_browser().get(path).text):
        assert "Grace Oyelaran" in page
        assert "/photo?v=" not in page
    make.belongs(outside, hull)
    assert grace.photo_url in browser.get(path).text


def test_a_photo_can_go_again(browser, grace):
    browser.sign_in(grace)
    _upload(browser, _picture())
    assert "Take my photo away" in browser.get(PATH).text
    assert browser.post(PATH, {**NAMED, "without_photo": "y"}).status_code == 303
    session().refresh(grace)
    assert grace.photo_url is None
    assert browser.get(f"/people/{grace.id}/photo").status_code == 404


@pytest.mark.parametrize(
    ("name", "first_name", "initials"),
    [
        ("Professor Ruth Adeyemi", "Ruth", "RA"),
        ("Cllr. Jo Marsh", "Jo", "JM"),
        ("The Lady", "The Lady", "?"),
        ("Rev. Dr Sam Poole", "Sam", "SP"),
        *(
            (f"{title} Ann Lord", "Ann", "AL")
            for title in ("Doctor", "Councillor", "Reverend", "Sir", "Dame", "Baroness")
        ),
        ("Lord", "Lord", "?"),
        ("Lady Lord", "Lady Lord", "?"),
    ],
)
def test_nobody_is_called_by_their_title(name, first_name, initials):
    assert (first_name_of(name), initials_of(name)) == (first_name, initials)
