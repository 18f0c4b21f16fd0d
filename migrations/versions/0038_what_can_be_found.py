"""What can be found by its words: a row for each text, and an index over their terms (FTS5 on SQLite, GIN on
PostgreSQL). And what people looked for lately, for themselves.

The rows of what is there already are made by the worker when it starts, or by `lpcommunity reindex`: until then a search
says so. An older version beside this one writes none of them: what it wrote meanwhile is made good by `reindex`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None
BREAKS_BEFORE: str | None = None

TERMS = {
    "sqlite": ("words || ' ' || marks", False),
    "postgresql": (
        "to_tsvector('simple'::regconfig, words) || array_to_tsvector(string_to_array(marks, ' '))",
        True,
    ),
}
ON_SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_text USING fts5(terms, content='searchable', content_rowid='id', "
        "tokenize=\"ascii tokenchars '#'\", prefix='2 3 4')"
    ),
    "INSERT INTO search_text(search_text, rank) VALUES ('usermerge', 2)",  # two parts can be merged (search/merging.py)
    (
        "CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN "
        "INSERT INTO search_text(rowid, terms) VALUES (new.id, new.words || ' ' || new.marks); END"
    ),
    (
        "CREATE TRIGGER searchable_gone AFTER DELETE ON searchable BEGIN "
        "INSERT INTO search_text(search_text, rowid, terms) VALUES ('delete', old.id, old.words || ' ' || old.marks); END"
    ),
    (
        "CREATE TRIGGER searchable_changed AFTER UPDATE OF id, words, marks ON searchable BEGIN "
        "INSERT INTO search_text(search_text, rowid, terms) VALUES ('delete', old.id, old.words || ' ' || old.marks); "
        "INSERT INTO search_text(rowid, terms) VALUES (new.id, new.words || ' ' || new.marks); END"
    ),
)
# Nothing waits to be put into them: each span of time that is looked through would read all that waits. Names are few,
# and asked for beside each search.
ON_POSTGRESQL = (
    "CREATE INDEX ix_searchable_terms ON searchable USING gin (terms) WITH (fastupdate = off)",
    (
        "CREATE INDEX ix_searchable_names ON searchable USING gin (terms) WITH (fastupdate = off) "
        "WHERE id + 0 >= 29729252966400"
    ),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    computed, stored = TERMS[dialect]
    op.create_table(
        "searchable",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column(
            "terms",
            sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"),
            sa.Computed(computed, persisted=stored),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searchable")),
        sa.UniqueConstraint("source", "thing_id", name=op.f("uq_searchable_source")),
    )
    for statement in ON_SQLITE if dialect == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)
    op.create_table(
        "search_filling",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_search_filling")),
    )
    # Where people are already, what they wrote has no rows yet. A database without anybody has nothing to make good.
    op.execute("INSERT INTO search_filling (source, up_to) SELECT 'everything', 0 WHERE EXISTS (SELECT 1 FROM person)")
    op.create_table(
        "recent_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recent_search_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recent_search")),
        sa.UniqueConstraint("person_id", "words", name=op.f("uq_recent_search_person_id")),
    )
    op.create_index("ix_recent_search_person", "recent_search", ["person_id", "at"], unique=False)
    op.create_index(op.f("ix_recent_search_at"), "recent_search", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("recent_search")
    op.drop_table("search_filling")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text")
    op.drop_table("searchable")
