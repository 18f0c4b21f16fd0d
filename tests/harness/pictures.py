"""Pictures as cameras and programs make them, and the colour profiles that they carry."""

import io
import struct
from collections.abc import Mapping
from typing import Any

from PIL import Image

D65 = (0.3127, 0.3290)
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
ADOBE_RGB = ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060))
TO_D50 = ((1.0478112, 0.0228866, -0.0501270), (0.0295424, 0.9904844, -0.0170491), (-0.0092345, 0.0150436, 0.7521316))
WHITE = (0.9642, 1.0, 0.8249)
# The curve of sRGB, and a plain power.
SRGB_CURVE = (3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:
    """A picture as a file of this kind."""
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def rgb_profile(primaries: tuple[tuple[float, float], ...], curve: tuple[int, tuple[float, ...]] = SRGB_CURVE) -> bytes:
    """The ICC profile of a screen or camera with these primaries, under daylight."""
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]
    white = (D65[0] / D65[1], 1.0, (1 - D65[0] - D65[1]) / D65[1])
    shares = _solved(columns, white)
    adapted = [
        _times(TO_D50, tuple(share * part for part in column)) for share, column in zip(shares, columns, strict=True)
    ]
    tags = {f"{name}XYZ": _xyz(column) for name, column in zip("rgb", adapted, strict=True)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", {**tags, **{f"{name}TRC": _curve(curve) for name in "rgb"}})


def grey_profile(gamma: float) -> bytes:
    """The ICC profile of a grey picture whose tones follow this power."""
    return _profile(b"mntr", b"GRAY", b"XYZ ", {"kTRC": _curve((0, (gamma,)))})


def ink_profile(paper: tuple[int, int, int], ink: tuple[int, int, int]) -> bytes:
    """The ICC profile of a printer to whom no ink is the one colour, any ink the other (Lab, eight bits each)."""
    straight = bytes(range(256))
    points = b"".join(bytes(ink if n else paper) for n in range(16))
    unit = b"".join(struct.pack(">i", 0x10000 if n % 4 == 0 else 0) for n in range(9))
    table = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + unit + straight * 4 + points + straight * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {"A2B0": table})


def _solved(columns: list[tuple[float, float, float]], white: tuple[float, float, float]) -> list[float]:
    """How much of each column makes white (Cramer's rule)."""
    whole = _determinant(columns)
    return [_determinant([white if n == at else columns[n] for n in range(3)]) / whole for at in range(3)]


def _determinant(c: Any) -> float:
    return float(
        c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1])
        - c[1][0] * (c[0][1] * c[2][2] - c[0][2] * c[2][1])
        + c[2][0] * (c[0][1] * c[1][2] - c[0][2] * c[1][1])
    )


def _times(matrix: Any, column: Any) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix)


def _fixed(*numbers: float) -> bytes:
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _xyz(column: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*column)


def _curve(curve: tuple[int, tuple[float, ...]]) -> bytes:
    return b"para" + bytes(4) + struct.pack(">HH", curve[0], 0) + _fixed(*curve[1])


def _profile(kind: bytes, space: bytes, between: bytes, tags: Mapping[str, bytes]) -> bytes:
    text = "made by a test".encode("utf-16-be")
    words = b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enGB" + struct.pack(">II", len(text), 28) + text
    all_tags = {"desc": words, "wtpt": _xyz(WHITE), **tags}
    at, table, content = 128 + 4 + 12 * len(all_tags), struct.pack(">I", len(all_tags)), b""
    for name, tag in all_tags.items():
        table += name.encode() + struct.pack(">II", at + len(content), len(tag))
        content += tag + bytes(-len(tag) % 4)
    size = at + len(content)
    head = struct.pack(">II4s4s4s4s", size, 0, b"\x04\x30\0\0", kind, space, between)[0:24]
    head += struct.pack(">6H", 2026, 11, 26, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(*WHITE)
    return head + bytes(128 - len(head)) + table + content
