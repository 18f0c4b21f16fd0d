"""How often a JPEG goes over its picture. One that comes into focus does so about ten times; a file of 10 MB can say it
80,000 times, and each costs as much as the whole picture.
"""

import re

MOST = 50
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_SCAN, _END, _FIRST_WITH_LENGTH = 0xDA, 0xD9, 0xC0
_BARE = frozenset(range(0xD0, 0xD9))  # they mark a place, nothing belongs to them


def number_of_scans(content: bytes) -> int:
    """How many scans this JPEG has, up to the end of its first picture. Counting stops soon after MOST."""
    at = scans = 0
    while scans <= MOST and (found := _MARKER.search(content, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker == _END:
            break
        if marker in _BARE or marker < _FIRST_WITH_LENGTH:
            continue
        scans += marker == _SCAN
        at += max(int.from_bytes(content[at : at + 2], "big"), 2)
    return scans
