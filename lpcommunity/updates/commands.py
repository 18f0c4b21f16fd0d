"""Posting an update and changing it."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid
from lpcommunity.access.rate_limits import CHANGES, ENTRIES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.editing import commands as editing
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.partnerships.models import Partnership
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import session, transactional
from lpcommunity.updates.domain_events import UpdatePosted
from lpcommunity.updates.models import STANDINGS, Update


@limited(ENTRIES)
@transactional
def post_update(
    actor: Reader,
    partnership: Partnership,
    idempotency_key: str,
    content: Content,
    *,
    audience: str,
    standing: str,
    reason: str = "",
    help_wanted: str = "",
    milestone_id: int | None = None,
    theme_ids: Iterable[int] = (),
) -> Update:
    """Put an update on a partnership's record. A second post with the same key returns the first, unchanged.

    Raises Refused for whoever is no member there, Invalid for an empty text or what was not offered.
    """
    first = editing.posted_before(actor, Update, partnership.id, idempotency_key)
    if first is not None:
        return first
    _check(content, standing, milestone_id, partnership.id)
    update = Update(
        idempotency_key=idempotency_key,
        partnership_id=partnership.id,
        audience=audience,
        state=PUBLISHED,
        standing=standing,
        reason=reason if standing != "on-track" else "",
        help_wanted=help_wanted,
        milestone_id=milestone_id,
    )

    def then() -> None:
        outbox.record(UpdatePosted(update.id, actor.id))

    return editing.post(actor, update, content, theme_ids=theme_ids, then=then)


@limited(CHANGES)
@transactional
def edit_update(
    actor: Reader,
    update: Update,
    content: Content,
    base_version: int,
    *,
    standing: str,
    reason: str = "",
    help_wanted: str = "",
    milestone_id: int | None = None,
    theme_ids: Iterable[int] = (),
    idempotency_key: str = "",
    alts: Mapping[int, str] | None = None,
    removed: Collection[int] = (),
) -> Update:
    """Change an update; the version before stays readable.

    `idempotency_key`: of the form, whose files and draft go with it; `alts`: what pictures show, by the id of the file;
    `removed`: files that it shall have no longer.

    The same once more is the first. Raises EditConflict when it was changed otherwise since `base_version`.
    """
    editing.lock_for_change(actor, update)
    _check(content, standing, milestone_id, update.partnership_id or 0)
    update.standing = standing
    update.reason = reason if standing != "on-track" else ""
    update.help_wanted = help_wanted
    update.milestone_id = milestone_id
    form = editing.SentForm(idempotency_key, alts or {}, removed)
    editing.change(actor, update, content, base_version, form, theme_ids=theme_ids)
    return update


def _check(content: Content, standing: str, milestone_id: int | None, partnership_id: int) -> None:
    if not content.fields.get("body"):
        raise Invalid("body", "update-empty")
    if standing not in STANDINGS:
        raise Invalid("standing", "standing-unknown")
    if milestone_id is not None and not session().scalar(
        select(Milestone.id)
        .join(Project, Project.id == Milestone.project_id)
        .where(Milestone.id == milestone_id, Project.partnership_id == partnership_id)
    ):
        raise Invalid("milestone", "milestone-not-listed")
