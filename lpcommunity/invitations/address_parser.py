"""Addresses as people paste them: one a line, with commas, with names, out of a mail program or a spreadsheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lpcommunity.web.sanitising import clean_address

WITH_NAME = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>\s*\Z")
PIECE = re.compile(r'(?:"[^"]*"|<[^<>]*>|[^",;\t<>]|[<>"])+')
CELL = {mark: re.compile(rf'(?:"[^"]*"|[^"{mark}]|")+') for mark in "\t;,"}
# What stands above the columns of a spreadsheet.
HEADINGS = {
    "email": re.compile(r"(work |your )?(e-?mails?|mail|smtp)( ?address(es)?)?( \d)?|address(es)?", re.I),
    "first": re.compile(r"(first|given|fore|christian)[ _-]?names?", re.I),
    "last": re.compile(r"(last|family|sur)[ _-]?names?", re.I),
    "name": re.compile(r"((full|display|contact|your) )?names?|who|person|contact|attendee", re.I),
}
# What stands before addresses where they are copied out of a mail or an appointment, and whole lines that hold none.
HEAD = re.compile(
    r"(?P<start>^|[;,\t]) {0,3}"
    r"(?:to|b?cc|copy|from|reply[ -]to|required|optional|attendees|invitees|recipients|names?|e-?mail(?: address)?)"
    r"\s{0,3}(?:[:：]|\.\.\.|…)\s*",
    re.I,
)
OTHER_HEAD = re.compile(r"\s*(?:subject|re|sent|date|when|where|attachments?|importance|received)\s{0,3}[:：]", re.I)
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
SINGLE_QUOTED = re.compile(
    r"""(?P<start>^|[,;\t])(?P<blank> {0,3})['‘‚`](?P<name>[^<>;"\t]{1,150})['’‘](?=\s{0,3}[<(])"""
)
BETWEEN = " \t-–—:()[]|·•*"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Addressee:
    """Somebody to be invited, and the line on which they stand."""

    line: int
    email: str
    name: str = ""


def parse_addressees(text: str) -> list[Addressee]:
    """Everybody in this text, each address once. Nothing is checked: what is no address comes back as typed."""
    found: dict[str, Addressee] = {}
    columns: Sequence[str] = ()
    for number, line in enumerate(text.replace("\xa0", " ").splitlines(), 1):
        if not found and not columns and (columns := _headings(line)):
            continue
        for one in _in_line(number, _bare(line), columns):
            first = found.setdefault(one.email.lower(), one)
            if one.name and not first.name:
                found[one.email.lower()] = replace(first, name=one.name)
    return list(found.values())


def _bare(line: str) -> str:
    """The line without “To:” and its like, with one kind of quotes round names; nothing where it is another line of
    what stands above a mail.
    """
    if OTHER_HEAD.match(line):
        return ""
    line = HEAD.sub(lambda found: found["start"], line.translate(QUOTES))
    return SINGLE_QUOTED.sub(r'\g<start>\g<blank>"\g<name>"', line)


def _headings(line: str) -> Sequence[str]:
    """What the columns below are about, if this line says so; else nothing."""
    if "@" in line:
        return ()
    cells = [cell.strip(' ":') for cell in _cells(line)]
    known = [next((kind for kind, words in HEADINGS.items() if words.fullmatch(cell)), "") for cell in cells]
    return known if any(known) else ()


def _cells(line: str) -> list[str]:
    """The line as a row of a spreadsheet: between tabs, else semicolons, else commas. Empty cells count."""
    mark = next((mark for mark in "\t;," if mark in line), "\t")
    spaced = re.sub(f"{mark}(?={mark})", f"{mark} ", f" {line} ")
    return [cell.strip() for cell in CELL[mark].findall(spaced)]


def _in_line(number: int, line: str, columns: Sequence[str]) -> list[Addressee]:
    cells = _cells(line)
    said = [cell for cell in cells if cell]
    if "@" not in line and len(said) > 1:  # it is said once that there is no address in it
        return [Addressee(number, clean_address(" ".join(said)))]
    addresses = [cell for cell in cells if "@" in cell]
    by_tab = "\t" in line
    is_row = len(addresses) < len(cells) and (addresses if by_tab else len(addresses) == 1 and "<" not in line)
    name = _name_in_row(cells, columns, by_tab=by_tab) if is_row else None
    if name is None:
        return _in_list(number, line)
    found = [one for cell in addresses for one in _in_list(number, cell)]
    return [replace(one, name=(name or one.name)[:LONGEST_NAME].strip()) for one in found]


def _name_in_row(cells: list[str], columns: Sequence[str], *, by_tab: bool) -> str | None:
    """Whose address stands in this row; None where it is no row but a list of what should be addresses."""
    if len(columns) == len(cells):
        under = dict(zip(columns, cells, strict=True))
        parts = [under.get("first", ""), under.get("last", "")]
        return _tidy(under["name"]) if under.get("name") else _tidy(" ".join(filter(None, parts)))
    others = [cell for cell in cells if cell and "@" not in cell]
    if not by_tab and not all(" " in cell or cell.strip("\"'")[:1].isupper() for cell in others):
        return None
    if len(others) > 1 and " " not in others[0] and " " not in others[1]:
        return _tidy(f"{others[0]} {others[1]}")
    return _tidy(others[0]) if others else ""


def _in_list(number: int, line: str) -> list[Addressee]:
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
        return _beside(number, piece)
    name = " ".join(named["name"].replace('"', " ").split())
    name = f"{name} {surname}" if surname else _tidy(named["name"])
    return Addressee(number, clean_address(named["email"]), name[:LONGEST_NAME].strip())


def _beside(number: int, piece: str) -> Addressee:
    """“Gita Patel gita@hull.example”, with a dash between or brackets around, too."""
    words = piece.split()
    at = [word for word in words if "@" in word.strip("@")]
    if len(words) < 2 or len(at) != 1 or words.index(at[0]) not in (0, len(words) - 1):
        return Addressee(number, clean_address(piece))
    name = " ".join(word for word in words if word is not at[0])
    return Addressee(number, clean_address(at[0]), _tidy(name.strip(BETWEEN))[:LONGEST_NAME].strip())


def _tidy(name: str) -> str:
    """A name without quotes, first name first; nothing where it is an address or has no letter."""
    name = " ".join(name.replace('"', " ").strip(" '‘’“”").split())
    if "@" in name or not any(letter.isalpha() for letter in name):
        return ""
    if name.count(",") == 1:  # "Oyelaran, Grace" <grace@hull.example>
        name = " ".join(part.strip() for part in reversed(name.split(",")))
    return name
