"""A document is read in a process of its own, which is bounded whatever it is given: here a part of the corpus, all
of it by `make faults ONLY=documents`.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from lpcommunity.documents import extraction
from lpcommunity.documents.extraction import NotNow, Stopped
from lpcommunity.documents.extractor import exits
from lpcommunity.documents.extractor.tidying import MOST, tidied
from lpcommunity.documents.models import BEGUN, EMPTY, READ, UNREADABLE
from tests.documents.builders import S, docx, pdf, xlsx
from tests.documents.corpus import FORMATS, corpus, good, hostile

GOOD = [one for n, one in enumerate(good()) if n % 9 == n // 19 % 9]
HOSTILE = [one for one in hostile() if not one.slow]


def read(content, stop=lambda: False):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return extraction.read(file, stop)


def instead(monkeypatch, code):
    """Another program in place of the reader."""
    monkeypatch.setattr(extraction, "COMMAND", (sys.executable, "-S", "-c", code))


def test_the_corpus_has_two_hundred_documents_in_eight_formats_a_quarter_of_them_hostile():
    every = corpus()
    assert (len(every), sum(one.hostile for one in every)) == (200, 50)
    assert {one.extension for one in every} == {one.extension for one in GOOD} == set(FORMATS)


@pytest.mark.parametrize("document", GOOD, ids=lambda one: one.name)
def test_what_a_document_says_is_read(document):
    result = read(document.make())
    assert result.state == READ
    assert document.says in result.text


@pytest.mark.parametrize("document", HOSTILE, ids=lambda one: one.name)
def test_what_means_no_good_ends_in_time_and_says_nothing_of_this_machine(document):
    began = time.monotonic()
    result = read(document.make())
    assert time.monotonic() - began < extraction.LONGEST
    assert result.state == UNREADABLE or document.readable, result
    assert len(result.text) <= MOST
    assert "root:" not in result.text


def test_a_bomb_of_300_megabytes_is_not_unpacked():
    [bomb] = [one for one in hostile() if one.name == "bomb.odt"]
    assert read(bomb.make()).state == UNREADABLE


def test_of_a_long_document_the_beginning_is_read_and_that_is_known():
    long = " ".join(f"word{n}" for n in range(MOST // 8))
    assert read(f"Umbrellas {long} nightingale".encode()).state == BEGUN
    assert read(docx(*long.split(), "nightingale")).state == BEGUN
    assert read(("Umbrellas." + " " * MOST).encode()).state == READ  # much of it is nothing
    assert read(f"{long[: MOST - 30]} nightingale".encode()).state == READ


STYLES = f'''<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="164" formatCode="[$-809]DD\\ MMMM\\ YYYY"/>
<numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
<cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>'''


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("<c><v>4711</v></c>", "4711"),  # as openpyxl writes it
        ('<c s="0" t="n"><v>4711</v></c>', "4711"),  # as LibreOffice does
        ('<c s="3"><v>12.5</v></c>', "12.5"),  # its format has a d in words of its own
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><f>SUM(A1:A2)</f><v>-96</v></c>", "-96"),
        ('<c s="1"><v>43150</v></c>', "19 February 2018 2018-02-19"),
        ('<c s="2"><v>43150.75</v></c>', "19 February 2018 2018-02-19"),
        ('<c t="d"><v>2018-02-19</v></c>', "2018-02-19"),
        ('<c t="inlineStr"><is><t>Lamps</t></is></c>', "Lamps"),
        ('<c t="b"><v>1</v></c>', ""),
        ('<c t="s"><v>0</v></c>', ""),
        ('<c t="e"><v>#REF!</v></c>', ""),
        (f"<c><v>{'9' * 4000}</v></c><c><v>nan</v></c><c><v>1e300</v></c>", ""),
        ('<c s="99999999999"><v>7</v></c><c s="x"><v>8</v></c>', "7 8"),
    ],
)
def test_numbers_and_days_in_a_workbook_are_read_as_people_see_them(cell, says):
    sheet = f'<worksheet xmlns="{S}"><sheetData><row>{cell}</row></sheetData></worksheet>'
    result = read(xlsx("Umbrellas", sheet=sheet, **{"xl/styles.xml": STYLES}))
    assert (result.state, result.text) == (READ, f"Attendance Umbrellas {says}".strip())


def test_days_are_counted_from_where_the_workbook_says():
    book = f'<workbook xmlns="{S}"><workbookPr date1904="1"/><sheets><sheet name="Book"/></sheets></workbook>'
    sheet = f'<worksheet xmlns="{S}"><sheetData><row><c s="1"><v>41688</v></c></row></sheetData></worksheet>'
    result = read(xlsx(sheet=sheet, **{"xl/styles.xml": STYLES, "xl/workbook.xml": book}))
    assert result.text == "Book 19 February 2018 2018-02-19"


def test_a_document_without_words_says_nothing():
    assert read(docx()).state == EMPTY
    assert read(pdf("")).state == EMPTY


def test_one_that_takes_too_long_is_ended_and_nothing_of_it_runs_on(monkeypatch, tmp_path):
    number = tmp_path / "number"
    instead(monkeypatch, f"import os, time; open({str(number)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    monkeypatch.setattr(extraction, "LONGEST", 0.6)
    began = time.monotonic()
    assert read(b"x").state == UNREADABLE
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def test_what_the_reader_says_is_not_trusted(monkeypatch):
    instead(monkeypatch, "import os\nfor _ in range(100): os.write(1, b'x' * 1_000_000)")
    assert read(b"x").state == UNREADABLE
    instead(monkeypatch, "import os; os.write(1, b'a\\0b \\xff\\xfe \\xe2\\x80\\xae c' + '\u0301'.encode() * 90_000)")
    assert re.fullmatch("a b c\u0301{4}", read(b"x").text)


def test_whoever_is_told_to_stop_ends_the_reader_too(monkeypatch):
    instead(monkeypatch, "import time; time.sleep(60)")
    began = time.monotonic()
    with pytest.raises(Stopped):
        read(b"x", stop=lambda: True)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "code", [f"raise SystemExit({exits.UNBOUNDED})", f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"]
)
def test_what_is_no_fault_of_the_document_is_tried_again(monkeypatch, code):
    """The kernel does not let it be bounded; somebody, such as a machine short of memory, kills it."""
    instead(monkeypatch, code)
    with pytest.raises(NotNow):
        read(b"x")


BOUNDED = """
import socket, resource, sys
from lpcommunity.documents.extractor import limits
limits.bound(); limits.shut()
for name, act in (
    ("file", lambda: open("/etc/passwd")), ("net", lambda: socket.socket()), ("memory", lambda: bytearray(250_000_000)),
):
    try: act(); sys.stdout.write(name)
    except (OSError, MemoryError): pass
sys.stdout.write(str(resource.getrlimit(resource.RLIMIT_FSIZE)))
"""


def test_the_reader_opens_no_file_and_no_connection_and_takes_no_more_memory():
    made = subprocess.run(
        [sys.executable, "-P", "-c", BOUNDED], env=extraction.ENVIRONMENT, capture_output=True, check=True
    )
    assert made.stdout == b"(0, 0)"


def test_nothing_of_our_environment_reaches_the_reader(monkeypatch):
    monkeypatch.setitem(os.environ, "SECRET_KEY", "canary")
    instead(monkeypatch, "import os; print(sorted(os.environ))")
    assert "SECRET_KEY" not in read(b"x").text


def test_what_is_kept_is_one_line_of_what_can_be_seen():
    assert tidied("  a\0\tb\r\n\u202ec\u200bd  in\xad\nformed ") == "a b cd informed"
    assert len(tidied("x " * MOST)) <= MOST
