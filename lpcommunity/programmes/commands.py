"""Setting up programmes and themes."""

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.programmes.domain_events import ProgrammeChanged
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.programmes.policy import can_run_programme
from lpcommunity.storage import name_locks, now, session, slug_of, sort_key, transactional

T = TypeVar("T", Programme, Theme)


@transactional
def add_programme(
    actor: Reader | Operator,
    *,
    name: str,
    slug: str = "",
    starts_on: date | None,
    ends_on: date | None,
    summary: str = "",
    predecessor: Programme | None = None,
    rhythm: str | None = None,
) -> Programme:
    """Set up a programme. A double click is one. Raises Invalid for a taken slug or a last day before the first."""
    require(can_run_programme(actor))
    slug = slug or slug_of(name)
    said = {
        "name": name,
        "summary": summary,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "predecessor_id": predecessor.id if predecessor else None,
        "rhythm": rhythm,
    }
    there = _there(Programme, slug)
    if there is not None:
        if _is_the_same_click(actor, "programme-added", there, said):
            return there
        raise Invalid("name", "programme-name-taken", name=name)
    _check_days(starts_on, ends_on)
    programme = Programme(slug=slug, **said, created_at=now())
    session().add(programme)
    session().flush()
    audit.note("programme-added", actor_id=actor.id, subject_kind="programme", subject_id=programme.id)
    return programme


@transactional
def change_programme(
    actor: Reader | Operator,
    programme: Programme,
    *,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    summary: str,
    predecessor: Programme | None,
    rhythm: str | None = None,
) -> None:
    """Change what is said of a programme; its address stays. Raises Invalid where it would follow itself."""
    require(can_run_programme(actor))
    _check_days(starts_on, ends_on)
    earlier = predecessor
    while earlier is not None:
        if earlier.id == programme.id:
            raise Invalid("predecessor", "programme-follows-itself")
        earlier = session().get(Programme, earlier.predecessor_id) if earlier.predecessor_id else None
    programme.name, programme.summary = name, summary
    programme.starts_on, programme.ends_on = starts_on, ends_on
    programme.predecessor_id = predecessor.id if predecessor else None
    programme.rhythm = rhythm
    outbox.record(ProgrammeChanged(programme.id, actor.id))
    audit.note("programme-changed", actor_id=actor.id, subject_kind="programme", subject_id=programme.id)


@transactional
def add_theme(actor: Reader | Operator, *, name: str, slug: str = "", summary: str = "") -> Theme:
    """Add a theme that cuts across places. A double click is one. Raises Invalid for a taken slug."""
    require(can_run_programme(actor))
    slug = slug or slug_of(name)
    there = _there(Theme, slug)
    if there is not None:
        if _is_the_same_click(actor, "theme-added", there, {"name": name, "summary": summary}):
            return there
        raise Invalid("name", "theme-name-taken", name=name)
    theme = Theme(slug=slug, name=name, sort_name=sort_key(name), summary=summary)
    session().add(theme)
    session().flush()
    audit.note("theme-added", actor_id=actor.id, subject_kind="theme", subject_id=theme.id)
    return theme


@transactional
def change_theme(actor: Reader | Operator, theme: Theme, *, name: str, summary: str) -> None:
    """Change what is said of a theme; its address stays."""
    require(can_run_programme(actor))
    theme.name, theme.sort_name, theme.summary = name, sort_key(name), summary


def _there(model: type[T], slug: str) -> T | None:
    """What has this address; nobody else takes it until the command ends."""
    name_locks.hold(f"{model.__tablename__} {slug}")
    return session().scalar(select(model).where(model.slug == slug))


def _is_the_same_click(actor: Reader | Operator, act: str, there: Programme | Theme, said: dict[str, Any]) -> bool:
    says = all(getattr(there, name) == value for name, value in said.items())
    return says and audit.did_just_now(act, actor.id, there.id)


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    """Of a predecessor from before our time the days may be unknown."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("ends_on", "programme-days-reversed")
