"""Revisions from 0017 on say which code goes on working, and what says that all does keeps to it."""

import pytest

from lpcommunity.storage import migrations
from tests.migrations.expansions import breaking, breaks_before

FIRST = "0017"
DECLARING = sorted(path for path in (migrations.folder() / "versions").glob("*.py") if path.name[:4] >= FIRST)


@pytest.mark.parametrize("path", DECLARING, ids=lambda path: path.name[:4])
def test_what_only_expands_breaks_nothing_of_before(path):
    source = path.read_text(encoding="utf-8")
    declared = breaks_before(source)
    assert declared is None or FIRST <= declared <= path.name[:4], "code cannot know what is still to come"
    assert declared is not None or breaking(source) == []


UP = "import sqlalchemy as sa\nfrom alembic import op\n{before}\ndef upgrade():\n    {step}\n"


@pytest.mark.parametrize(
    "step",
    [
        'op.drop_table("shelf")',
        'op.drop_column("shelf", "label")',
        'op.rename_table("shelf", "board")',
        'op.alter_column("shelf", "label", new_column_name="name")',
        'op.alter_column("shelf", "label", nullable=False)',
        'op.add_column("shelf", sa.Column("n", sa.Integer, nullable=False))',
        'op.add_column("shelf", sa.Column("n", sa.Integer, unique=True))',
        'op.create_index("ix", "shelf", ["label"], unique=True)',
        'op.create_check_constraint("ck", "shelf", "n > 0")',
        'op.create_unique_constraint("uq", "shelf", ["label"])',
        'op.drop_constraint("uq_shelf_label", "shelf", type_="unique")',
        'op.execute("ALTER TABLE shelf RENAME COLUMN label TO name")',
        'op.execute(f"DROP TABLE {1}")',
        'op.execute("CREATE TRIGGER kept BEFORE DELETE ON shelf BEGIN SELECT RAISE(ABORT, 1); END")',
        'op.execute("DELETE FROM shelf")',
        'with op.batch_alter_table("shelf") as shelf:\n        shelf.drop_column("label")',
        'with op.batch_alter_table("shelf") as shelf:\n        shelf.alter_column("label", type_=sa.String(9))',
        "_more()",
        "op.execute(LATER)",
    ],
)
def test_what_breaks_code_of_before_is_found(step):
    before = 'LATER = "DROP TABLE shelf"\n\ndef _more():\n    op.drop_table("shelf")\n'
    assert breaking(UP.format(before=before, step=step))


@pytest.mark.parametrize(
    "step",
    [
        'op.create_table("board", sa.Column("id", sa.Integer, primary_key=True, nullable=False))',
        'op.add_column("shelf", sa.Column("n", sa.Integer, nullable=True))',
        'op.add_column("shelf", sa.Column("n", sa.Integer, nullable=False, server_default="0"))',
        'op.create_index("ix", "shelf", ["label"])',
        'op.create_table("board")\n    op.create_index("ix", "board", ["label"], unique=True)',
        'op.execute("UPDATE shelf SET n = 1 WHERE n IS NULL")',
        'with op.batch_alter_table("shelf") as shelf:\n        shelf.add_column(sa.Column("n", sa.Integer))',
    ],
)
def test_what_expands_passes(step):
    assert breaking(UP.format(before="", step=step)) == []


def test_a_revision_that_declares_nothing_is_found():
    with pytest.raises(AssertionError, match="BREAKS_BEFORE"):
        breaks_before(UP.format(before="", step="pass"))


def test_a_new_revision_brings_the_declaration_along():
    scaffold = (migrations.folder() / "script.py.mako").read_text(encoding="utf-8")
    assert breaks_before(scaffold[scaffold.index("# None") : scaffold.index("def upgrade")]) is None
