"""Reading programmes and themes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, String, bindparam, select
from sqlalchemy.orm import joinedload

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.programmes.policy import can_run_programme
from lpcommunity.storage import Statement, session
from lpcommunity.storage.name_pages import SIZE, NamePage, by_name, later, name_page

MOST_PROGRAMMES = 200
MOST_THEMES = 500  # that a form offers

PROGRAMME: FromClause = Programme.__table__
BEFORE_IT: FromClause = PROGRAMME.alias("before_it")
THEME: FromClause = Theme.__table__
SLUG = bindparam("slug", type_=String)

# Rows that a view hands to a command.
PROGRAMME_AT = select(Programme).options(joinedload(Programme.predecessor)).where(Programme.slug == SLUG)
THEME_WITH_SLUG = select(Theme).where(Theme.slug == SLUG)


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in a list."""

    id: int
    slug: str
    name: str
    summary: str
    starts_on: date | None
    ends_on: date | None
    predecessor: str | None  # the name of the one that it follows

    @property
    def desk_path(self) -> str:
        """Where its team works."""
        return f"/programmes/{self.slug}/desk"


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list."""

    id: int
    slug: str
    name: str
    sort_name: str
    summary: str


PROGRAMMES = Statement(
    select(
        PROGRAMME.c.id,
        PROGRAMME.c.slug,
        PROGRAMME.c.name,
        PROGRAMME.c.summary,
        PROGRAMME.c.starts_on,
        PROGRAMME.c.ends_on,
        BEFORE_IT.c.name.label("predecessor"),
    )
    .select_from(PROGRAMME.outerjoin(BEFORE_IT, BEFORE_IT.c.id == PROGRAMME.c.predecessor_id))
    .order_by(PROGRAMME.c.starts_on.is_(None), PROGRAMME.c.starts_on.desc(), PROGRAMME.c.id)
    .limit(MOST_PROGRAMMES),
    ProgrammeLine,
)
THEMES = Statement(
    select(THEME.c.id, THEME.c.slug, THEME.c.name, THEME.c.sort_name, THEME.c.summary)
    .where(later(THEME))
    .order_by(*by_name(THEME))
    .limit(SIZE),
    ThemeLine,
)


def programmes() -> list[ProgrammeLine]:
    """The programmes, the newest first; those of unknown days last."""
    return PROGRAMMES.all()


def programme(slug: str) -> Programme | None:
    """The programme at this address."""
    return session().scalar(PROGRAMME_AT, {"slug": slug})


def programme_for_team(reader: Reader, slug: str | None) -> Programme | None:
    """The programme from whose desk somebody of its team came, to lead them back there; None for everybody else."""
    return programme(slug) if slug and can_run_programme(reader) else None


def programme_with_slug(slug: str) -> Programme:
    """The programme at this address. Raises Missing."""
    found = programme(slug)
    if found is None:
        raise Missing
    return found


def themes(after: str | None = None) -> NamePage[ThemeLine]:
    """A page of the themes, by name."""
    return name_page(THEMES, after)


def themes_to_choose() -> list[ThemeLine]:
    """What a form offers, by name."""
    return name_page(THEMES, size=MOST_THEMES).rows


def theme(slug: str) -> Theme | None:
    """The theme at this address."""
    return session().scalar(THEME_WITH_SLUG, {"slug": slug})


def theme_with_slug(slug: str) -> Theme:
    """The theme at this address. Raises Missing."""
    found = theme(slug)
    if found is None:
        raise Missing
    return found
