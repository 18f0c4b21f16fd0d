"""Addresses as people paste them: one a line, with commas, with names, out of a mail program or a spreadsheet."""

import re
from dataclasses import dataclass

WITH_NAME = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>\s*\Z")
PIECE = re.compile(r'(?:"[^"]*"|<[^<>]*>|[^",;\t<>]|[<>"])+')


@dataclass(frozen=True)
class Addressee:
    """Somebody to be invited, and the line on which they stand."""

    line: int
    email: str
    name: str = ""


def parse_addressees(text: str) -> list[Addressee]:
    """Everybody in this text, each address once. Nothing is checked: what is no address comes back as typed."""
    found: dict[str, Addressee] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for one in _in_line(number, line):
            found.setdefault(one.email.lower(), one)
    return list(found.values())


def _in_line(number: int, line: str) -> list[Addressee]:
    found, surname = [], ""
    pieces = [piece.strip() for piece in PIECE.findall(line)]
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        if not piece:
            continue
        if "@" not in piece and "<" in after and not surname:
            surname = piece  # "Oyelaran, Grace <grace@hull.example>", as Outlook writes it
            continue
        found.append(_one(number, piece, surname))
        surname = ""
    return found


def _one(number: int, piece: str, surname: str) -> Addressee:
    named = WITH_NAME.match(piece)
    if named is None:
        return Addressee(number, _bare(piece))
    name = " ".join(named["name"].replace('"', " ").split())
    if surname:
        name = f"{name} {surname}"
    elif name.count(",") == 1:  # "Oyelaran, Grace" <grace@hull.example>
        name = " ".join(part.strip() for part in reversed(name.split(",")))
    return Addressee(number, _bare(named["email"]), name[:120].strip())


def _bare(address: str) -> str:
    return address.strip().strip("'\"").removeprefix("mailto:").strip()
