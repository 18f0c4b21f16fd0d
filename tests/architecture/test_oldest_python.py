"""It runs on every Python that pyproject.toml names, its first patch included: on many a server that is the system's.

mypy knows what came with 3.12 and later. What came with a patch of 3.11 stands here, since no type says so.
"""

import ast
import hashlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from pathlib import Path

import pytest

from lpcommunity.storage import migrations
from lpcommunity.storage.backup import back_up
from lpcommunity.storage.restore import restore

ROOT = Path(__file__).parents[2]
CODE = [ROOT / "config.py", *(path for f in ("lpcommunity", "migrations") for path in (ROOT / f).rglob("*.py"))]

# function: keyword → the first Python that has it
LATER_KEYWORDS = {
    ("extract", "filter"): "3.11.4",
    ("extractall", "filter"): "3.11.4",
    ("unpack_archive", "filter"): "3.11.4",
    ("getaddresses", "strict"): "3.11.10",
    ("parseaddr", "strict"): "3.11.10",
}
LATER_NAMES = {
    "data_filter": "3.11.4",
    "tar_filter": "3.11.4",
    "fully_trusted_filter": "3.11.4",
    "extraction_filter": "3.11.4",
    "FilterError": "3.11.4",
    "SetReparseDeferralEnabled": "3.11.9",
    "verify_generated_headers": "3.11.10",
}


def too_new(code: str) -> list[str]:
    """What this code uses that 3.11.0 does not have."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            found += [f"{node.lineno}: {name} ({LATER_NAMES[name]})"] if name in LATER_NAMES else []
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            later = [(called, one.arg) for one in node.keywords if (called, one.arg) in LATER_KEYWORDS]
            found += [f"{node.lineno}: {name}({keyword}=) ({LATER_KEYWORDS[name, keyword]})" for name, keyword in later]
    return found


def test_nothing_is_used_that_came_with_a_patch():
    found = {str(path.relative_to(ROOT)): too_new(path.read_text(encoding="utf-8")) for path in CODE}
    assert {name: used for name, used in found.items() if used} == {}
    assert too_new('archive.extract(member, folder, filter="data")')


def test_one_oldest_python_is_named_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = project["project"]["requires-python"].removeprefix(">=")
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert project["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"--python-version (\S+)", makefile) == [oldest]
    assert f"version_info < ({oldest.replace('.', ', ')})" in (ROOT / "scripts/make_venv.sh").read_text(
        encoding="utf-8"
    )


def there_and_back(folder: Path) -> None:
    """A backup of an installation in which somebody could begin, and that restored."""
    url, again = (f"sqlite:///{folder / name}.sqlite3" for name in ("first", "again"))
    migrations.upgrade(url)
    key = hashlib.sha256(b"a picture").hexdigest()
    kept = folder / "files" / key[:2] / key
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a picture")
    made = back_up(url, folder, folder / "backup.tar.gz")
    assert len(made.files) == 1
    assert restore(again, folder / "again", folder / "backup.tar.gz") == made
    assert migrations.current(again) == migrations.head()
    assert (folder / "again/files" / key[:2] / key).read_bytes() == b"a picture"


def test_a_backup_comes_back_where_tar_knows_no_filters(tmp_path, monkeypatch):
    """As in Python 3.11.0 to 3.11.3."""
    whole = tarfile.TarFile.extract

    def extract(self, member, path="", set_attrs=True, *, numeric_owner=False):
        whole(self, member, path, set_attrs, numeric_owner=numeric_owner)

    monkeypatch.setattr(tarfile.TarFile, "extract", extract)
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    there_and_back(tmp_path)


def _older_python() -> str | None:
    """A Python of this minor version, older than this one: it can use what is installed."""
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    told = "import sys; print(sys.version_info[:3] < tuple(map(int, sys.argv[1:])))"
    here = [str(part) for part in sys.version_info[:3]]
    for folder in ("/usr/bin", "/usr/local/bin"):
        path = shutil.which(minor, path=folder)
        if path and subprocess.check_output([path, "-c", told, *here], text=True).strip() == "True":
            return path
    return None


def test_a_backup_comes_back_on_the_oldest_python_at_hand(tmp_path):
    python = _older_python()
    if python is None:
        pytest.skip("this machine has no older Python of this minor version")
    imports = "import hashlib\nfrom pathlib import Path\nfrom lpcommunity.storage import migrations\n"
    imports += "from lpcommunity.storage.backup import back_up\nfrom lpcommunity.storage.restore import restore\n"
    script = f"{imports}\n{inspect.getsource(there_and_back)}\nthere_and_back(Path({str(tmp_path)!r}))"
    paths = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    subprocess.run([python, "-c", script], env={**os.environ, "PYTHONPATH": paths}, check=True, timeout=60)
