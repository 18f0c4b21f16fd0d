"""Of a colour profile only what is simple is reckoned with, whatever else it holds."""

import struct
import time

import pytest
from PIL import Image

from lpcommunity.storage import colour_profiles, pixels
from tests.harness.pictures import DISPLAY_P3, grey_profile, ink_profile, rgb_profile

P3 = rgb_profile(DISPLAY_P3)


def _with(profile, **tags):
    """The profile with these parts besides its own."""
    count = int.from_bytes(profile[128:132], "big")
    moved = 12 * len(tags)
    table, content = b"", profile[132 + 12 * count :]
    for at in range(132, 132 + 12 * count, 12):
        name, start, length = struct.unpack(">4sII", profile[at : at + 12])
        table += struct.pack(">4sII", name, start + moved, length)
    for name, part in tags.items():
        table += struct.pack(">4sII", name.encode(), 132 + 12 * count + moved + len(content), len(part))
        content += part + bytes(-len(part) % 4)
    whole = profile[:128] + struct.pack(">I", count + len(tags)) + table + content
    return struct.pack(">I", len(whole)) + whole[4:]


def _stages(times):
    """A programme of colours in which one matrix and one curve are named over and over."""
    matrix = b"matf" + bytes(4) + struct.pack(">HH12f", 3, 3, 1, 0, 0.01, 0, 1, 0, 0, 0, 1, 0, 0, 0)
    segment = b"parf" + bytes(4) + struct.pack(">HH4f", 0, 0, 1.0001, 1, 0, 0)
    curve = b"curf" + bytes(4) + struct.pack(">HH", 1, 0) + segment
    curves = b"cvst" + bytes(4) + struct.pack(">HH", 3, 3) + struct.pack(">II", 36, len(curve)) * 3 + curve
    at = 16 + 8 * 2 * times
    pair = struct.pack(">IIII", at, len(matrix), at + len(matrix), len(curves))
    return b"mpet" + bytes(4) + struct.pack(">HHI", 3, 3, 2 * times) + pair * times + matrix + curves


def test_a_programme_of_colours_is_left_out_and_the_rest_counts():
    picture = Image.new("RGB", (8, 8), (234, 51, 35))
    hostile = _with(P3, **dict.fromkeys(("D2B0", "D2B1", "A2B0", "A2B1"), _stages(20_000)))
    started = time.process_time()
    made = pixels.in_srgb(picture, hostile)
    assert time.process_time() - started < 2
    assert made.tobytes() == pixels.in_srgb(picture, P3).tobytes() != picture.tobytes()


@pytest.mark.parametrize("profile", [P3, grey_profile(1.0), ink_profile((255, 128, 128), (100, 200, 128))])
def test_what_is_simple_is_kept_and_made_anew_once(profile):
    again = colour_profiles.rebuilt(profile)
    assert again is not None
    assert int.from_bytes(again[:4], "big") == len(again)
    assert b"made by a test".decode().encode("utf-16-be") not in again
    assert colour_profiles.rebuilt(again) == again


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        bytes(200),
        P3.replace(b"rTRC", b"xTRC"),
        P3.replace(b"para", b"mpet"),
        P3 + bytes(4_000_000),
        ink_profile((1, 2, 3), (4, 5, 6)).replace(b"mft1\0\0\0\0\x04\x03\x02", b"mft1\0\0\0\0\x04\x03\xff"),
        ink_profile((1, 2, 3), (4, 5, 6)).replace(b"mft1\0\0\0\0\x04\x03", b"mft1\0\0\0\0\x03\x03"),
        ink_profile((1, 2, 3), (4, 5, 6)).replace(b"mft1", b"mpet"),
        ink_profile((1, 2, 3), (4, 5, 6)).replace(b"mft1", b"mAB "),
    ],
)
def test_what_is_not_counts_for_none(profile):
    assert colour_profiles.rebuilt(profile) is None
