"""A stranger's file: read with its lines, and able to do no harm."""

import pytest

from lpcommunity.histories import yaml_reader
from lpcommunity.histories.problems import CannotImport


def _refusal(path):
    with pytest.raises(CannotImport) as refused:
        yaml_reader.read(path)
    return str(refused.value)


@pytest.fixture
def write(tmp_path):
    def to(text, name="programme.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return to


def test_everything_knows_its_line(write):
    whole = yaml_reader.read(write("version: 1\nprogramme:\n  name: |\n    Long\n  slug: s\npeople:\n  - name: A\n"))
    assert whole.where("people").line == 6
    assert whole.content["programme"].content["slug"].place.line == 5
    assert whole.content["people"].content[0].content["name"].place.line == 7


def test_included_files_add_their_lists_and_keep_their_own_lines(write):
    write("# a place\npeople:\n  - name: B\n", "places/b.yaml")
    whole = yaml_reader.read(write("people:\n  - name: A\ninclude: [places/b.yaml]\n"))
    first, second = whole.content["people"].content
    assert (first.place.file, second.place.file, second.place.line) == ("programme.yaml", "places/b.yaml", 3)


@pytest.mark.parametrize("name", ["../secret.yaml", "/etc/passwd", "programme.yaml"])
def test_only_files_below_are_included(write, name):
    assert "is not a file below" in _refusal(write(f"version: 1\ninclude:\n  - {name}\n"))


def test_a_link_that_leads_out_is_not_followed(write, tmp_path):
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("people: []\n", encoding="utf-8")
    (tmp_path / "in.yaml").symlink_to(outside)
    assert "is not a file below" in _refusal(write("include: [in.yaml]\n"))


def test_an_included_file_holds_lists_only(write):
    write("version: 1\nprogramme: {name: Another}\n", "b.yaml")
    assert "b.yaml:2: “programme” belongs into the main file" in _refusal(write("version: 1\ninclude: [b.yaml]\n"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "programme.yaml:1: the file is empty"),
        ("- a\n- b\n", "the file has no named parts"),
        ("a: 1\nb: [1, 2\nc: 3\n", "programme.yaml:"),
        ("a: one: two\n", "needs quotation marks"),
        ("a: 1\na: 2\n", "programme.yaml:2: “a” stands here twice"),
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("a: caf\xe9\n".encode("latin-1"), "programme.yaml:1: the file is not written in UTF-8"),
        ("a: 1\nb: \x00\n", "programme.yaml:"),
        ("{[1]: 2}\n", "a name is a plain word"),
        ("\na: " + "[" * 100_000, "programme.yaml:2: this is nested more than 40 levels deep"),
        ("{a: " * 50_000, "programme.yaml:1: this is nested more than 40 levels deep"),
        ("".join(f"{' ' * n}a:\n" for n in range(2_000)), "nested more than 40 levels deep"),
        ("a: " + "x" * (yaml_reader.LARGEST + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_such_file_is_refused_in_plain_words(write, text, says):
    assert says in _refusal(write(text))


def test_a_billion_laughs_take_no_time(write):
    laughs = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "anchors and aliases" in _refusal(write(laughs))


def test_a_file_that_is_not_there(tmp_path):
    assert "there is no file “nowhere.yaml” to read" in _refusal(tmp_path / "nowhere.yaml")


def test_nothing_is_constructed(write):
    whole = yaml_reader.read(write("a: !!python/object/apply:os.system ['true']\n"))
    assert whole.content["a"].content[0].content == "true"
