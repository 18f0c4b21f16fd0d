"""Pictures on their way: made smaller, one after the other, through a broken connection, and asked what they show."""

import io
import re
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.harness.pictures import encoded
from tests.harness.windows import DESKTOP, PHONE

NEW = "/partnerships/bedford/updates/new"
UPDATE = re.compile(r"/updates/\d+$")
SENT = re.compile(r"/attachments$")


def _photo(name="IMG_2041.jpg", size=(3000, 2000), **more):
    """A photo with so much in it that no program makes it small."""
    image = Image.effect_noise(size, 90).convert("RGB")
    return {"name": name, "mimeType": "image/jpeg", "buffer": encoded(image, "JPEG", quality=97, **more)}


def _small(name="photo.png", colour="#3b7d6e"):
    return {"name": name, "mimeType": "image/png", "buffer": encoded(Image.new("RGB", (90, 60), colour), "PNG")}


@pytest.fixture
def writing(windows, sign_in):
    def open_(width=PHONE, *, scripts=True):
        page = windows.open(width, scripts=scripts)
        sign_in(page, "bedford-member")
        page.goto(NEW)
        page.get_by_label("What happened?").fill(f"With pictures {uuid4().hex[:8]}")
        page.get_by_label("On track").check()
        page.get_by_text("Add more:").click()
        return page

    return open_


def _post(page):
    page.get_by_role("button", name="Post the update").focus()
    page.keyboard.press("Enter")  # a button below the mouse changes its colours for a moment


def _uploads(page):
    """What is sent to be kept: the file of each upload, as it came in."""
    sent = []

    def keep(route):
        sent.append(route.request.post_data_buffer)
        route.continue_()

    page.route(SENT, keep)
    return sent


def _picture_in(body):
    start = body.index(b"\r\n\r\n", body.index(b'name="file"')) + 4
    return Image.open(io.BytesIO(body[start : body.rindex(b"\r\n--")]))


def test_f4_a_picture_is_made_smaller_before_it_is_sent(writing):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "CANARY"
    photo = _photo(size=(3600, 2400), exif=exif)
    assert len(photo["buffer"]) > 10_000_000
    page = writing()
    sent = _uploads(page)
    drawing = Image.new("RGBA", (2400, 100), (12, 79, 66, 128))
    see_through = {"name": "sign.png", "mimeType": "image/png", "buffer": encoded(drawing, "PNG", compress_level=0)}
    gif = {"name": "a.gif", "mimeType": "image/gif", "buffer": encoded(Image.new("P", (3000, 9)), "GIF")}
    heic = {"name": "b.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"}
    page.get_by_label("Pictures and documents").set_input_files([photo, see_through, _small(), gif, heic])
    expect(page.get_by_text("Settings, Camera, Formats, Most Compatible")).to_be_visible()
    expect(page.get_by_label("What does it show? IMG_2041.jpg")).to_be_visible()
    expect(page.locator(".lp-adding__file")).to_have_count(4)
    expect(page.get_by_text("4 files are added.")).to_be_visible()
    upright, sign = (_picture_in(body) for body in sent[:2])
    assert (upright.format, upright.size) == ("JPEG", (1333, 2000))
    assert b"CANARY" not in sent[0]
    assert len(sent[0]) < 3_000_000
    assert (sign.format, sign.size, sign.mode) == ("PNG", (2000, 83), "RGBA")
    assert _small()["buffer"] in sent[2]
    assert gif["buffer"] in sent[3]
    assert heic["buffer"] in sent[4]


def test_several_go_one_after_the_other_and_on_after_a_broken_connection(writing, check_page):
    page = writing(DESKTOP)
    page.clock.install()
    sent, broken = [], [True]

    def answer(route):
        sent.append(route.request.post_data_buffer)
        if broken[0]:
            route.abort("connectionreset")
        elif len(sent) == 3:
            route.fetch()  # it arrives, and its answer is lost
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(SENT, answer)
    three = [_small(f"{n}.png", colour) for n, colour in enumerate(("red", "green", "blue"))]
    page.get_by_label("Pictures and documents").set_input_files(three)
    expect(page.get_by_text("No connection just now. It goes on by itself when there is one.")).to_be_visible()
    expect(page.get_by_text("Waiting for its turn")).to_have_count(2)
    expect(page.get_by_text("0 added, 3 to go.")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Leave it out 1.png").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1.png")).to_have_count(0)
    _post(page)
    expect(page.get_by_text("What you wrote is sent as soon as they are there.")).to_be_visible()
    assert NEW in page.url
    assert len(sent) == 1
    broken[0] = False
    page.clock.fast_forward(2_000)  # the first goes on by itself
    expect(page.get_by_label("What does it show? 0.webp")).to_be_visible()
    expect(page.get_by_text("A file is still on the way.")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")  # and the third, whose answer was lost
    expect(page.get_by_text("What does “0.webp” show?")).to_be_visible()
    expect(page.get_by_text("What does “2.webp” show?")).to_be_visible()
    assert len(sent) == 4
    expect(page.locator(".lp-adding__file")).to_have_count(2)
    check_page(page)
    page.get_by_role("link", name="What does “2.webp” show?").click()
    expect(page.get_by_label("What does it show? 2.webp")).to_be_focused()
    page.keyboard.type("A blue wall")
    _post(page)
    page.wait_for_url(UPDATE)
    expect(page.locator(".lp-figure")).to_have_count(2)
    expect(page.get_by_alt_text("A blue wall")).to_have_count(1)


def test_words_are_not_held_back_by_a_picture_that_does_not_go(writing, check_page):
    page = writing()
    page.route(SENT, lambda route: route.abort("internetdisconnected"))
    page.get_by_label("Pictures and documents").set_input_files([_small()])
    expect(page.get_by_role("button", name="Try now photo.png")).to_be_visible()
    _post(page)
    check_page(page)
    page.get_by_role("button", name="Send it without this file").click()
    page.wait_for_url(UPDATE)
    expect(page.locator(".lp-figure")).to_have_count(0)


def test_what_the_server_cannot_take_now_goes_with_the_form_or_is_tried_again(writing):
    page = writing()
    page.route(SENT, lambda route: route.fulfill(status=404, body="gone"), times=2)
    page.get_by_label("Pictures and documents").set_input_files([_small("a.png"), _small("b.png", "red")])
    expect(page.get_by_text("It will go with the form, or try again.")).to_have_count(2)
    assert page.get_by_label("Pictures and documents").evaluate("input => input.files.length") == 2
    page.get_by_role("button", name="Try again a.png").click()
    page.get_by_label("What does it show? a.webp").fill("A wall")
    _post(page)
    page.get_by_label("What does it show? b.webp").fill("Another")
    _post(page)
    page.wait_for_url(UPDATE)
    expect(page.locator(".lp-figure")).to_have_count(2)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_a_picture_shows_is_asked_once_and_may_be_left_out(writing, scripts, check_page):
    page = writing(scripts=scripts)
    page.get_by_label("Pictures and documents").set_input_files([_small()])
    if scripts:
        expect(page.get_by_label("What does it show? photo.webp")).to_be_visible()
    _post(page)
    expect(page.get_by_role("alert", name="One question first")).to_contain_text("You can leave it out")
    expect(page.get_by_text("There is a problem")).to_have_count(0)
    check_page(page)
    _post(page)
    page.wait_for_url(UPDATE)
    expect(page.locator(".lp-figure")).to_have_count(1)
