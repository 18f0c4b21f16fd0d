"""Documents made by code: the same bytes each time, in each of the formats that attachments take."""

import hashlib
import io
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

WHEN = (2018, 2, 19, 9, 10, 0)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE, TEXT, TABLE = (f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("office", "text", "table"))
PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


Said = str | bytes | Iterable[bytes]  # a part, or the pieces of one that is too large to be held


def packed(parts: Mapping[str, Said] | Iterable[tuple[str, Said]], *, level: int = 6) -> bytes:
    """A zip with these parts, `mimetype` as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two parts of one name
        for name, said in parts.items() if isinstance(parts, Mapping) else parts:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if isinstance(said, str | bytes):
                file.writestr(info, said, compresslevel=level)
            else:
                with file.open(info, "w") as stream:
                    for piece in said:
                        stream.write(piece)
    return out.getvalue()


def docx(*paragraphs: str, document: Said | None = None, **more: Said) -> bytes:
    """A Word document; `document` in place of what it would say."""
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    said = document or f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": said, **more})


def pptx(*slides: str, slide: Said | None = None, **more: Said) -> bytes:
    """Slides, each with a box of text."""
    parts: dict[str, Said] = {
        "[Content_Types].xml": TYPES,
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}"/>',
    }
    for number, one in enumerate(slides, 1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{escape(one)}'
            "</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    if slide is not None:
        parts["ppt/slides/slide1.xml"] = slide
    return packed({**parts, **more})


def xlsx(*strings: str, shared: Said | None = None, sheet: Said | None = None, **more: Said) -> bytes:
    """A workbook of one sheet, with these strings in its first column and a number beside each."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c><c r="B{n}"><v>{43150 + n}</v></c></row>'
        for n in range(1, len(strings) + 1)
    )
    said = "".join(f"<si><t>{escape(one)}</t></si>" for one in strings)
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'<workbook xmlns="{S}"><sheets><sheet name="Attendance"/></sheets></workbook>',
            "xl/sharedStrings.xml": shared or f'<sst xmlns="{S}">{said}</sst>',
            "xl/worksheets/sheet1.xml": sheet or f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>',
            **more,
        }
    )


def odt(*paragraphs: str, content: Said | None = None, **more: Said) -> bytes:
    """An OpenDocument text."""
    body = "".join(f"<text:p>{escape(one)}</text:p>" for one in paragraphs)
    return _open_document("text", f"<office:text>{body}</office:text>", content, more)


def ods(*cells: str, content: Said | None = None, **more: Said) -> bytes:
    """An OpenDocument table of one column."""
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{escape(one)}</text:p></table:table-cell></table:table-row>"
        for one in cells
    )
    table = f'<office:spreadsheet><table:table table:name="Sheet">{rows}</table:table></office:spreadsheet>'
    return _open_document("spreadsheet", table, content, more)


def _open_document(kind: str, body: str, content: Said | None, more: Mapping[str, Said]) -> bytes:
    said = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" '
        f'xmlns:table="{TABLE}"><office:body>{body}</office:body></office:document-content>'
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "content.xml": content or said, **more})


def pdf(*pages: str, password: str = "", tree: str | None = None, stream: bytes | None = None) -> bytes:
    """A PDF with a line of text on each page, in whatever letters. `password`: nobody opens it without. `tree`: in
    place of its page tree (object 2); `stream`: what the first page draws, as it is packed.
    """
    letters = sorted({letter for page in pages for letter in page})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    mapped = "\n".join(f"<{codes[one]:04X}> <{one.encode('utf-16-be').hex().upper()}>" for one in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{_in_blocks(mapped)}\nendcmap end end"
    )
    first = 7
    numbers = [first + 2 * n for n in range(len(pages))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: (tree or f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] /Count {len(pages)} >>").encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Body /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 6 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Body /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 600 >>",
        5: b"<< /Type /FontDescriptor /FontName /Body /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 >>",
        6: _stream(cmap.encode()),
    }
    for number, page in zip(numbers, pages, strict=True):
        right_to_left = bool(page) and unicodedata.bidirectional(page[0]) in ("R", "AL")  # drawn as it is seen
        drawn = "".join(f"{codes[letter]:04X}" for letter in (page[::-1] if right_to_left else page))
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        ).encode()
        said = zlib.compress(f"BT /F 12 Tf 40 700 Td <{drawn}> Tj ET".encode())
        objects[number + 1] = _stream(
            stream if stream is not None and number == first else said, "/Filter /FlateDecode "
        )
    return _pdf_file(objects, password)


def _in_blocks(mapped: str) -> str:
    lines = mapped.splitlines()
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return "\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks)


def _stream(said: bytes, more: str = "") -> bytes:
    return f"<< {more}/Length {len(said)} >>\nstream\n".encode() + said + b"\nendstream"


def _pdf_file(objects: Mapping[int, bytes], password: str) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n"), {}
    more = ""
    if password:
        more = _locked(password)
    for number, said in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + said + b"\nendobj\n"
    begins, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer\n<< /Size {last + 1} /Root 1 0 R {more}>>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(out)


def _locked(password: str) -> str:
    """The lock of a PDF (40 bits), which opens with this password alone. What is behind it stays as it was."""
    padded = (password.encode() + PASSWORD_PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    identity = hashlib.md5(b"corpus").digest()
    key = hashlib.md5(padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + identity).digest()[:5]
    user = _rc4(key, PASSWORD_PADDING)
    return (
        f"/ID [<{identity.hex()}> <{identity.hex()}>] "
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >> "
    )


def _rc4(key: bytes, said: bytes) -> bytes:
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for one in said:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(one ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
