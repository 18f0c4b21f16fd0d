"""The documents of the demonstration, made when it is loaded: a Word document, a table, a PDF, with words to be found.

Each has a name, which the story's file uses (`documents: [one-page-brief.docx]`).
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from lpcommunity.demo import sample_images

WHEN = (2018, 1, 1, 9, 0, 0)  # so that each is the same whenever it is made
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument"

BRIEF = (
    "What we want to find out: who gains when the city grows, and who reads about it.",
    "What each of us stops doing to have time for it: the quarterly newsletter, two boards and the glossary.",
    "How we shall know: ten people who were not asked before say that the draft names their street.",
    "What we do not promise: a festival, a logo, or a dashboard.",
    "Who is asked first: cleaners, bus drivers and carers who work in the evening.",
)
AGREEMENT = (
    "What we measure in your house, and who sees it",
    "How much power it uses, every half hour: you see it, then we do. Kept for two years.",
    "How warm the kitchen is: you see it, then we do. Kept for two years.",
    "Who is at home: nobody sees it. We do not measure it.",
    "What we find out: you hear of it first, then everyone does.",
    "You can unplug the meter at any hour and need not say why; the kettle stays yours.",
    "If the battery hums at night, ring us and somebody comes before breakfast.",
    "Signed at the kitchen table, by whoever pays the bill and whoever lives there.",
)
WALKS = (
    ("Walk", "People", "What was said"),
    ("1", "14", "Too far for wheelchairs beyond the weir."),
    ("2", "11", "Rain. Nobody minded, but for the dog."),
    ("3", "16", "Flasks were a success; the bench needs a back."),
    ("4", "19", "Three people came by the dial-a-ride minibus."),
    ("5", "18", "Two asked for a shorter loop on frosty mornings."),
    ("6", "23", "The health visitor walked along and was asked about ankles."),
)


def make(name: str) -> bytes:
    """The document or picture of that name. Raises UnknownPicture."""
    return DOCUMENTS[name]() if name in DOCUMENTS else sample_images.draw(name)


def _packed(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, said in parts.items():
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, HEAD + said)
    return out.getvalue()


def _package(main: str, kind: str, parts: Mapping[str, tuple[str, str]]) -> bytes:
    """An Office file: its main part, and every part with its type and what it says."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{MAIN}.{one}+xml"/>' for name, (one, _) in parts.items()
    )
    return _packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/{kind}" Target="{main}"/></Relationships>',
            **{name: said for name, (_, said) in parts.items()},
        }
    )


def _brief() -> bytes:
    said = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in BRIEF)
    document = f'<w:document xmlns:w="{WORD}"><w:body>{said}<w:sectPr/></w:body></w:document>'
    parts = {"word/document.xml": ("wordprocessingml.document.main", document)}
    return _package("word/document.xml", "officeDocument", parts)


def _walks() -> bytes:
    def cell(said: str) -> str:
        if said.isdigit():
            return f"<c><v>{said}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(said)}</t></is></c>'

    sheet = '<sheet name="Walks" sheetId="1" r:id="r1"/>'
    rows = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in WALKS)
    parts = {
        "xl/workbook.xml": (
            "spreadsheetml.sheet.main",
            f'<workbook xmlns="{EXCEL}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>',
        ),
        "xl/worksheets/sheet1.xml": (
            "spreadsheetml.worksheet",
            f'<worksheet xmlns="{EXCEL}"><sheetData>{rows}</sheetData></worksheet>',
        ),
    }
    with io.BytesIO(_package("xl/workbook.xml", "officeDocument", parts)) as out:
        with zipfile.ZipFile(out, "a") as file:
            leads = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            info = zipfile.ZipInfo("xl/_rels/workbook.xml.rels", WHEN)
            file.writestr(info, f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{leads}</Relationships>')
        return out.getvalue()


def _agreement() -> bytes:
    """A page of A4 with these lines, in one of the typefaces that every reader has."""
    lines = "".join(f"({one.replace('(', '[').replace(')', ']')}) Tj T*\n" for one in AGREEMENT)
    drawn = f"BT /F 13 Tf 22 TL 60 760 Td\n{lines}ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    )
    out, places = "%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{said}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = out.index("xref\n0 ")
    return f"{out}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n".encode("ascii")


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "one-page-brief.docx": _brief,
    "six-walks.xlsx": _walks,
    "one-page-agreement.pdf": _agreement,
}
