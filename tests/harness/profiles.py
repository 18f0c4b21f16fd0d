"""What lies in the folder in which a browser keeps what it keeps, for whoever sits at the same computer."""

from pathlib import Path

PACKED = b"mozLz40\0"  # how Firefox begins what it packs, before four bytes of length
MORE = 15  # a length that goes on in the next byte
SHORTEST = 4


def files_that_hold(folder: Path, *words: str) -> dict[str, set[str]]:
    """Which of these words stand somewhere in this folder in clear, and in the files of which names."""
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes()
        if content.startswith(PACKED):
            content = _unpacked(content[len(PACKED) + 4 :])
        for word in words:
            if word.encode() in content or word.encode("utf-16-le") in content:
                found.setdefault(word, set()).add(path.name)
    return found


def _unpacked(packed: bytes) -> bytes:
    """A block of LZ4: bytes as they are, then so many of those before again."""
    made, at = bytearray(), 0
    while at < len(packed):
        token = packed[at]
        at += 1
        number = token >> 4
        if number == MORE:
            number, at = _longer(packed, at)
        made += packed[at : at + number]
        at += number
        if at >= len(packed):
            break
        back = packed[at] | packed[at + 1] << 8
        at += 2
        number = token & MORE
        if number == MORE:
            number, at = _longer(packed, at)
        for _ in range(number + SHORTEST):
            made.append(made[-back])
    return bytes(made)


def _longer(packed: bytes, at: int) -> tuple[int, int]:
    number = MORE
    while packed[at] == 255:
        number, at = number + 255, at + 1
    return number + packed[at], at + 1
