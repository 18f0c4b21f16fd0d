"""A JPEG that goes over its picture again and again is counted before it is drawn."""

import io
import time

import pytest
from PIL import Image

from lpcommunity.access import Invalid
from lpcommunity.attachments import images
from lpcommunity.people import photos
from lpcommunity.storage import jpeg_scans, pixels
from tests.harness.pictures import encoded


def _picture(size=(64, 64), mode="RGB", **more):
    return encoded(Image.linear_gradient("L").resize(size).convert(mode), "JPEG", **more)


def _repeated(content, times):
    """The same JPEG with its last scan written over and over."""
    at, end = content.rindex(b"\xff\xda"), content.rindex(b"\xff\xd9")
    return content[:end] + content[at:end] * times + content[end:]


@pytest.mark.parametrize(("more", "scans"), [({}, 1), ({"progressive": True}, 10)])
def test_scans_are_counted_up_to_the_end_of_the_first_picture(more, scans):
    content = _picture(**more)
    assert jpeg_scans.number_of_scans(content) == scans
    assert jpeg_scans.number_of_scans(content + content) == scans
    thumbnail = b"\xff\xe1\xff\xffExif" + b"\xff\xda" * 32_764 + b"\0"
    assert jpeg_scans.number_of_scans(content[:2] + thumbnail[:65_537] + content[2:]) == scans
    assert jpeg_scans.number_of_scans(_repeated(content, 20)) == scans + 20


@pytest.mark.parametrize("hidden", [b"\xff\x02\xff\xff", b"\xff\xd0", b"\xff\xff\xff\x01"])
def test_no_scan_hides_behind_a_marker_that_has_no_length(hidden):
    content = _picture(progressive=True)
    at, end = content.rindex(b"\xff\xda"), content.rindex(b"\xff\xd9")
    assert jpeg_scans.number_of_scans(content[:end] + hidden + content[at:end] * 100) > jpeg_scans.MOST


def test_a_picture_drawn_over_and_over_is_refused_at_once():
    content = _repeated(_picture((4000, 4000), progressive=True), 300)
    started = time.process_time()
    with pytest.raises(Invalid) as refused:
        images.reencode("a.jpg", content)
    assert refused.value.code == "picture-too-many-scans"
    with pytest.raises(Invalid) as refused:
        photos.square("a.jpg", content)
    assert refused.value.code == "photo-too-many-scans"
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("mode", "more", "most"),
    [
        ("RGB", {}, 64_000_000),
        ("CMYK", {}, 64_000_000),
        ("RGB", {"progressive": True}, 25_000_000),
        ("CMYK", {"progressive": True}, 16_000_000),
    ],
)
def test_what_is_held_in_memory_whole_may_have_fewer_pixels(mode, more, most):
    content = _picture(mode=mode, **more)
    assert pixels.most_pixels(Image.open(io.BytesIO(content)), content, 64_000_000) == most


@pytest.mark.parametrize("size", [(60_000, 500), (500, 60_000)])
def test_a_picture_too_thin_to_be_drawn_at_a_fraction_is_refused(size):
    content = _picture(size, mode="L")
    with pytest.raises(Invalid):
        images.reencode("a.jpg", content)
