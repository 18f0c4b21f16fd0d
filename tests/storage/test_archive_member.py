"""An archive that somebody else made: what is no plain file with a short header is refused before it is read."""

import gzip
import io
import tarfile
import time

import pytest

from lpcommunity.storage import backup_archive
from lpcommunity.storage.backup_archive import CannotRestore, check
from tests.storage.test_manifest import GOOD


def _archive(path, *members):
    """Members as (name, content, kind, pax headers)."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content, kind, more in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.pax_headers = kind, len(content), more
            archive.addfile(member, io.BytesIO(content))
    return path


ROWS: tuple[str, bytes, bytes, dict[str, str]] = ("tables/theme.jsonl", b'["id"]\n', tarfile.REGTYPE, {})


@pytest.mark.parametrize(
    "member",
    [
        ("tables/person.jsonl", b'["id"]\n', tarfile.REGTYPE, {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}),
        ("tables/person.jsonl", b'["id"]\n', tarfile.REGTYPE, {"GNU.sparse.map": "a,b,c"}),
        ("tables/person.jsonl", b'["id"]\n', tarfile.REGTYPE, {"comment": "x" * 20_000}),
        ("tables/person.jsonl", b"", tarfile.FIFOTYPE, {}),
        ("tables/person.jsonl", b"", tarfile.SYMTYPE, {}),
        ("tables/person.jsonl", b"", tarfile.CONTTYPE, {}),
        ROWS,  # twice
    ],
)
def test_what_is_no_plain_file_once_is_refused_in_a_sentence(tmp_path, member):
    with pytest.raises(CannotRestore, match="Take another backup") as refused:
        check(_archive(tmp_path / "bad.tar.gz", ROWS, member))
    assert '["id"]' not in str(refused.value), "nothing of its content is shown"


def test_a_header_that_never_ends_takes_no_time(tmp_path):
    """tarfile would look through it again and again: minutes, deaf to signals."""
    header = tarfile.TarInfo("long")
    header.type, header.size = tarfile.XHDTYPE, 50_000_000
    block = header.tobuf(tarfile.USTAR_FORMAT)
    (tmp_path / "bad.tar.gz").write_bytes(gzip.compress(block + b"0" * header.size, 1))
    began = time.monotonic()
    with pytest.raises(CannotRestore, match="Take another backup"):
        check(tmp_path / "bad.tar.gz")
    assert time.monotonic() - began < 20


def test_a_row_that_never_ends_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(backup_archive, "LONGEST_ROW", 1000)
    long: tuple[str, bytes, bytes, dict[str, str]] = (
        "tables/person.jsonl",
        b'["id"]\n[' + b"1" * 5000 + b"]\n",
        tarfile.REGTYPE,
        {},
    )
    with pytest.raises(CannotRestore, match="person has a row that cannot be meant"):
        check(_archive(tmp_path / "bad.tar.gz", long))


def test_headers_of_ours_are_none_of_these(tmp_path):
    """A time with its fraction, as `add` keeps it, is told in a header of its own."""
    fraction = ("manifest.json", GOOD.to_json().encode(), tarfile.REGTYPE, {"mtime": "1700000000.25"})
    with pytest.raises(CannotRestore, match=r"table person is not as it was|newer version"):
        check(_archive(tmp_path / "x.tar.gz", fraction))
