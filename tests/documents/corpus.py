"""The corpus: 200 documents in the eight formats that attachments take, fifty of them hostile, each made when it is
asked for. None of it is kept in files.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.documents.builders import OFFICE, TEXT, A, P, S, W, docx, ods, odt, packed, pdf, pptx, xlsx

# What good documents say, and a word that must be found of each (as it is written there).
SAYINGS = (
    ("plain", "The walking group met in Hull on a Tuesday and counted umbrellas.", "umbrellas"),
    ("spelling", "We organised the programme in the community centre.", "organised"),
    ("welsh", "Cyfarfu’r grŵp â Llŷr a Siân yn y dŵr.", "Llŷr"),
    ("german", "Frau Müller prüfte die Straßen in Köln.", "Müller"),
    ("irish", "Sinéad O'Neill wrote the minutes.", "O'Neill"),
    ("vietnamese", "Nguyễn Minh đã đến cuộc họp.", "Nguyễn"),
    ("scottish", "Flora MacDonald and McDonald agreed.", "MacDonald"),
    ("apart", "Cafe\u0301 and Lly\u0302r, with their accents set apart.", "Llŷr"),
    ("arabic", "اجتماع الشراكة يوم الثلاثاء", "الشراكة"),
    ("hebrew", "פגישת השותפות ביום שלישי", "השותפות"),
    ("hindi", "साझेदारी की बैठक मंगलवार को", "साझेदारी"),
    ("chinese", "伙伴关系会议在星期二举行", "伙伴关系"),
    ("japanese", "パートナーシップの会議", "パートナー"),
    ("russian", "Встреча партнёрства во вторник", "партнёрства"),
    ("greek", "Η συνάντηση της σύμπραξης", "σύμπραξης"),
    ("figures", "Budget 2018: £12,450 for 37 households, 4.2% less.", "£12,450"),
    ("signs", "Tea & biscuits <free> “for all” 👍", "biscuits"),
    ("long", "Every household answered the same eleven questions. " * 400, "eleven"),
)
FORMATS: dict[str, Callable[..., bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "pptx": pptx,
    "xlsx": xlsx,
    "odt": odt,
    "ods": ods,
    "txt": lambda *said: "\n".join(said).encode(),
    "csv": lambda *said: "".join(f'{n},"{one}"\n' for n, one in enumerate(said)).encode("utf-16"),
}
MANY = 60  # pages, slides or rows
SLOW = {"bomb", "nested", "huge-stream", "million-cells", "million-words", "ten-thousand-parts"}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
UNPACKED = 300_000_000  # bytes, unpacked


@dataclass(frozen=True)
class Document:
    """One document: its name, how it is made, and a word that it says; `hostile`: it means no good."""

    name: str
    make: Callable[[], bytes]
    says: str = ""
    hostile: bool = False
    readable: bool = False  # hostile, and read as far as it goes
    slow: bool = False  # to make: a bomb takes a second

    @property
    def extension(self) -> str:
        """Its format."""
        return self.name.rpartition(".")[2]


def corpus() -> list[Document]:
    """All 200."""
    return [*good(), *hostile()]


def good() -> Iterator[Document]:
    """Those that people bring: 150."""
    for extension, make in FORMATS.items():
        for name, said, word in SAYINGS:
            yield Document(f"{name}.{extension}", partial(make, "Minutes.", said), word)
        if extension not in ("txt", "csv"):
            many = [f"Part {n} of many." for n in range(MANY)]
            yield Document(f"many.{extension}", partial(make, *many, "At the end: zanzibari."), "zanzibari")


def hostile() -> Iterator[Document]:
    """Fifty that mean no good."""
    for extension, found in (
        ("pdf", _pdfs()), ("docx", _docx()), ("pptx", _pptx()), ("xlsx", _xlsx()), ("odt", _open("odt", odt)),
        ("ods", _open("ods", ods)), ("txt", _texts("txt")), ("csv", _texts("csv")),
    ):  # fmt: skip
        for name, make, readable in found:
            slow = name in SLOW
            yield Document(f"{name}.{extension}", make, hostile=True, readable=readable, slow=slow)


Made = Iterator[tuple[str, Callable[[], bytes], bool]]


def _bomb(begins: bytes, unit: bytes, ends: bytes) -> Iterator[bytes]:
    """300 MB that are packed into some hundred thousand bytes, piece by piece."""
    yield begins
    some = unit * (1_000_000 // len(unit))
    yield from (some for _ in range(UNPACKED // len(some)))
    yield ends


def _flate_bomb() -> bytes:
    packing = zlib.compressobj(9)
    some = b"BT /F 12 Tf 40 700 Td <0001> Tj ET\n" * 30_000
    return b"".join([*(packing.compress(some) for _ in range(UNPACKED // len(some))), packing.flush()])


def _pdfs() -> Made:
    said = "Umbrellas in the hall."
    yield "locked", lambda: pdf(said, password="secret"), False
    yield "endless", lambda: pdf(said, tree="<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 2000000000 >>"), True
    yield "huge-stream", lambda: pdf(said, stream=_flate_bomb()), True
    yield "truncated", lambda: pdf(said)[:180], False
    yield "no-pdf", lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(50_000), False
    yield "many-brackets", lambda: b"%PDF-1.7\n" + b"[" * 5_000_000, False
    yield "one-page-for-ever", lambda: pdf(said, stream=zlib.compress(b"BT /F 12 Tf (x) Tj ET " * 400_000)), True
    yield "countless", lambda: pdf(said, tree="<< /Type /Pages /Kids [7 0 R] /Count 2147483647 >>"), True


def _declared(what: str, root: str, namespace: str, inside: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [{what}]><{root} {namespace}>{inside}</{root}>'


OUTSIDE = '<!ENTITY x SYSTEM "file:///etc/passwd">'
ELSEWHERE = '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;'


def _docx() -> Made:
    inside, space = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format, f'xmlns:w="{W}"'
    begins, ends = f"<w:document {space}><w:body>".encode(), b"</w:body></w:document>"
    yield "bomb", lambda: docx(document=_bomb(begins, inside("Bomb ").encode(), ends)), False
    yield "laughs", lambda: docx(document=_declared(LAUGHS, "w:document", space, inside("&l9;"))), False
    yield "outside", lambda: docx(document=_declared(OUTSIDE, "w:document", space, inside("&x;"))), False
    yield "elsewhere", lambda: docx(document=_declared(ELSEWHERE, "w:document", space, inside("x"))), False
    yield "deep", lambda: docx(document=begins + b"<w:p>" * 300_000), False
    yield "macros", lambda: docx("Umbrellas.", **{"word/vbaProject.bin": b"Sub AutoOpen()"}), False
    yield "locked", lambda: _flagged(docx("Umbrellas.")), False
    yield "truncated", lambda: docx("Umbrellas. " * 500)[:400], False
    yield "broken", lambda: docx(document=begins + b"<w:p><w:t>Umbrellas"), False


def _flagged(content: bytes) -> bytes:
    """The same, saying of each part that it is encrypted."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


def _pptx() -> Made:
    space, inside = f'xmlns:p="{P}" xmlns:a="{A}"', "<a:p><a:r><a:t>{}</a:t></a:r></a:p>".format
    begins = f"<p:sld {space}>".encode()
    yield "bomb", lambda: pptx(slide=_bomb(begins, inside("Bomb ").encode(), b"</p:sld>")), False
    yield "laughs", lambda: pptx(slide=_declared(LAUGHS, "p:sld", space, inside("&l9;"))), False
    yield "outside", lambda: pptx(slide=_declared(OUTSIDE, "p:sld", space, inside("&x;"))), False
    yield "ten-thousand-parts", lambda: pptx(*["x"] * 10_000), False
    yield "one-attribute", lambda: pptx(slide=begins + b'<a:p x="' + b"x" * 9_000_000 + b'"/></p:sld>'), True
    yield "twice", lambda: packed([("[Content_Types].xml", "x"), ("ppt/presentation.xml", "x")] * 2), False


def _xlsx() -> Made:
    space = f'xmlns="{S}"'
    begins = f"<sst {space}>".encode()
    yield "bomb", lambda: xlsx(shared=_bomb(begins, b"<si><t>Bomb </t></si>", b"</sst>")), False
    yield "million-cells", lambda: xlsx("Umbrellas.", sheet=_cells("<c><v>{}</v></c>")), True
    yield "million-words", lambda: xlsx(sheet=_cells('<c t="inlineStr"><is><t>w{}</t></is></c>')), True
    yield "laughs", lambda: xlsx(shared=_declared(LAUGHS, "sst", space, "<si><t>&l9;</t></si>")), False
    yield "outside", lambda: xlsx(shared=_declared(OUTSIDE, "sst", space, "<si><t>&x;</t></si>")), False
    yield "macros", lambda: xlsx("Umbrellas.", **{"xl/vbaProject.bin": b"Sub Auto_Open()"}), False
    yield "nested", lambda: xlsx(shared=_nested()), False


def _cells(cell: str) -> str:
    rows = "".join(f"<row>{''.join(cell.format(n * 1000 + m) for m in range(1000))}</row>" for n in range(1000))
    return f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'


def _nested() -> bytes:
    """A zip in a zip in a zip, of which the innermost is a bomb."""
    found = packed({"0.xml": (b"\0" * 1_000_000 for _ in range(UNPACKED // 1_000_000))})
    for _ in range(2):
        found = packed({"0.zip": found}, level=9)
    return found


def _open(extension: str, make: Callable[..., bytes]) -> Made:
    space, inside = f'xmlns:o="{OFFICE}" xmlns:t="{TEXT}"', "<t:p>{}</t:p>".format
    begins = f"<o:document-content {space}>".encode()
    yield "bomb", lambda: make(content=_bomb(begins, inside("Bomb ").encode(), b"</o:document-content>")), False
    yield "laughs", lambda: make(content=_declared(LAUGHS, "o:document-content", space, inside("&l9;"))), False
    yield "outside", lambda: make(content=_declared(OUTSIDE, "o:document-content", space, inside("&x;"))), False
    yield "locked", lambda: make(content=random.Random(2).randbytes(20_000)), False
    yield "macros", lambda: make("Umbrellas.", **{"Basic/Standard/Module1.xml": "<x>Sub Main</x>"}), False
    if extension == "odt":
        yield "lies", lambda: _lying(make("Umbrellas. " * 9_000)), False


def _lying(content: bytes) -> bytes:
    """A zip that says that its parts are smaller than what comes out."""
    changed = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        size = file.getinfo("content.xml").file_size
    said = size.to_bytes(4, "little")
    return bytes(changed.replace(said, (100).to_bytes(4, "little")))


def _texts(extension: str) -> Made:
    yield "program", lambda: b"MZ\x90\0\x03\0\0\0" + random.Random(3).randbytes(100_000), False
    yield "noughts", lambda: b"\0" * 9_000_000, False
    yield "one-line", lambda: b"x" * 9_900_000, True
    yield "accents", lambda: b"o" + "\u0301\u0323".encode() * 2_400_000, True
    if extension == "txt":
        yield "unseen", lambda: "\u200b\u202e".encode() * 1_600_000 + b"umbrellas", True
