"""Colour profiles (ICC) that came with a picture, made anew from the few parts that we reckon with.

A profile may hold a programme of any length for its colours, and many names for one part: 25 kB can take minutes.
"""

import struct
from math import prod

LARGEST_PROFILE = 4_000_000  # bytes; those of printers have two million
_LARGEST_TABLE = 2_500_000
_LARGEST_CURVE = 132_000  # one of 65,536 steps
_MOST_PARTS = 100
_HEAD, _ENTRY = 128, 12
_LIGHT = {b"wtpt": (b"XYZ ",), b"bkpt": (b"XYZ ",), b"chad": (b"sf32",)}
_CURVE = (b"curv", b"para")
_NEEDED: dict[bytes, dict[bytes, tuple[bytes, ...]]] = {
    b"GRAY": {b"kTRC": _CURVE},
    b"RGB ": {
        **dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ"), (b"XYZ ",)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _CURVE),
    },
}
_TABLES = (b"A2B1", b"A2B0")  # the first that is there: the colours as they are measured, then as they please
_CHANNELS = {b"RGB ": 3, b"CMYK": 4}


def rebuilt(profile: bytes) -> bytes | None:
    """This profile with nothing but a curve for each colour and where the colours lie, or one table of colours. None
    for what is broken, too large or described in any other way.
    """
    if not _HEAD + 4 <= len(profile) <= LARGEST_PROFILE:
        return None
    space, parts = profile[16:20], _parts(profile)
    needed = _NEEDED.get(space)
    if needed is not None and all(_is_small(parts.get(name, b""), kinds) for name, kinds in needed.items()):
        kept, purpose = {name: parts[name] for name in needed}, profile[12:16]
    else:
        table = next(
            (parts[name] for name in _TABLES if _is_table(parts.get(name, b""), _CHANNELS.get(space, 0))), None
        )
        if table is None:
            return None
        # As that of a scanner: what leads back to ink, by which a printer's black would be found, is left out.
        kept, purpose = {b"A2B0": table}, b"scnr"
    light = {name: parts[name] for name, kinds in _LIGHT.items() if _is_small(parts.get(name, b""), kinds)}
    return _written(profile[:12] + purpose + profile[16:_HEAD], kept | light)


def _parts(profile: bytes) -> dict[bytes, bytes]:
    count = min(int.from_bytes(profile[_HEAD : _HEAD + 4], "big"), _MOST_PARTS)
    parts: dict[bytes, bytes] = {}
    wanted = {*_LIGHT, *_TABLES, *(name for needed in _NEEDED.values() for name in needed)}
    for at in range(_HEAD + 4, min(_HEAD + 4 + count * _ENTRY, len(profile) - _ENTRY + 1), _ENTRY):
        name, start, length = struct.unpack(">4sII", profile[at : at + _ENTRY])
        if name in wanted and start + length <= len(profile):
            parts.setdefault(name, profile[start : start + length])
    return parts


def _is_small(part: bytes, kinds: tuple[bytes, ...]) -> bool:
    return part[:4] in kinds and len(part) <= _LARGEST_CURVE


def _is_table(part: bytes, channels: int) -> bool:
    """Whether this is a table for so many channels, and as large as it says."""
    if len(part) < 48 or len(part) > _LARGEST_TABLE or not channels or tuple(part[8:10]) != (channels, 3):
        return False
    if part[:4] in (b"mft1", b"mft2"):
        return bool(part[10] ** channels * 3 * (1 if part[:4] == b"mft1" else 2) <= len(part))
    if part[:4] != b"mAB ":
        return False
    at = int.from_bytes(part[24:28], "big")
    if not at:
        return channels == 3  # curves and a matrix alone make no colour of ink
    return len(part) >= at + 20 and prod(part[at : at + channels]) * 3 * part[at + 16] <= len(part)


def _written(head: bytes, parts: dict[bytes, bytes]) -> bytes:
    start = _HEAD + 4 + len(parts) * _ENTRY
    entries, content = b"", b""
    for name, part in parts.items():
        entries += struct.pack(">4sII", name, start + len(content), len(part))
        content += part + bytes(-len(part) % 4)
    whole = head + struct.pack(">I", len(parts)) + entries + content
    return struct.pack(">I", len(whole)) + whole[4:]
