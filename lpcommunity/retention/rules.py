"""What is over, since when, and which setting says for how many days it is kept (docs/configuration.md).

What people wrote and did is no part of it: entries, versions, answers, drafts that are not sent, memberships and roles
stay. Each condition is found along an index; the second of two rules for one table follows the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, and_, bindparam, exists, func, literal_column, or_, select

from lpcommunity.access.models import Attempt, RateCounter
from lpcommunity.accounts.models import EmailChange, PasswordReset, SignInSession
from lpcommunity.attachments.models import Attachment
from lpcommunity.comments.models import ConversationLook
from lpcommunity.drafts.models import Draft
from lpcommunity.following.models import Visit
from lpcommunity.help_requests.models import HelpAsking
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.invitations.models import Invitation
from lpcommunity.moderation.models import CaseStep, Report, ReportedText
from lpcommunity.notifications.models import LetterReader, Mail, Notification
from lpcommunity.outbox.models import Delivery, DueRow, OutboxEvent
from lpcommunity.people.models import Person
from lpcommunity.search.models import RecentSearch
from lpcommunity.storage import Moment, Statement

SESSION: FromClause = SignInSession.__table__
RESET: FromClause = PasswordReset.__table__
CHANGE: FromClause = EmailChange.__table__
ATTEMPT: FromClause = Attempt.__table__
COUNTER: FromClause = RateCounter.__table__
MAIL: FromClause = Mail.__table__
LETTER_READER: FromClause = LetterReader.__table__
NOTIFICATION: FromClause = Notification.__table__
DELIVERY: FromClause = Delivery.__table__
EVENT: FromClause = OutboxEvent.__table__
DUE_ROW: FromClause = DueRow.__table__
DRAFT: FromClause = Draft.__table__
FILE: FromClause = Attachment.__table__
INVITATION: FromClause = Invitation.__table__
PERSON: FromClause = Person.__table__
VISIT: FromClause = Visit.__table__
RECENT_SEARCH: FromClause = RecentSearch.__table__
LOOK: FromClause = ConversationLook.__table__
SUGGESTED: FromClause = HelpAsking.__table__
REPORT: FromClause = Report.__table__
STEP: FromClause = CaseStep.__table__
CASE: FromClause = ReportedText.__table__
INTRODUCTION: FromClause = PeopleIntroduction.__table__

BEFORE = bindparam("before", type_=Moment)
SIZE = bindparam("size", type_=Integer)


@dataclass(frozen=True)
class Rule:
    """Rows of one table that are over: `over` is SQL, true of those whose time ended before the moment `before`."""

    what: str
    setting: str
    table: FromClause
    over: ColumnElement[bool]
    empties: Mapping[str, str] | None = None  # columns that are emptied where the row itself has to stay

    @property
    def key(self) -> ColumnElement[Any]:
        """The column by which a row is known."""
        [column] = self.table.primary_key.columns  # type: ignore[attr-defined]
        found: ColumnElement[Any] = column
        return found


_still_written = exists().where(DRAFT.c.idempotency_key == FILE.c.idempotency_key, DRAFT.c.spent_at.is_(None))
_still_told = or_(
    exists().where(DELIVERY.c.event_id == EVENT.c.id), exists().where(NOTIFICATION.c.event_id == EVENT.c.id)
)

_hidden_still = exists().where(CASE.c.id == REPORT.c.case_id, CASE.c.decision == literal_column("'hidden'"))

RULES: dict[str, Rule] = {
    "sessions": Rule("browsers that were signed in", "KEEP_SESSIONS_DAYS", SESSION, SESSION.c.seen_at < BEFORE),
    "resets": Rule("links to choose a password", "KEEP_LINKS_DAYS", RESET, RESET.c.expires_at < BEFORE),
    "email-changes": Rule("links to confirm an address", "KEEP_LINKS_DAYS", CHANGE, CHANGE.c.expires_at < BEFORE),
    "attempts": Rule("failed attempts", "KEEP_ATTEMPTS_DAYS", ATTEMPT, ATTEMPT.c.at < BEFORE),
    "counters": Rule("counts of what was done", "KEEP_ATTEMPTS_DAYS", COUNTER, COUNTER.c.began_at < BEFORE),
    "invitations": Rule(
        "invitations used or run out", "KEEP_INVITATIONS_DAYS", INVITATION, INVITATION.c.expires_at < BEFORE
    ),
    "read-notifications": Rule(
        "notifications that were read", "KEEP_NOTIFICATIONS_DAYS", NOTIFICATION, NOTIFICATION.c.read_at < BEFORE
    ),
    "unread-notifications": Rule(
        "notifications that nobody read",
        "KEEP_UNREAD_NOTIFICATIONS_DAYS",
        NOTIFICATION,
        and_(NOTIFICATION.c.read_at.is_(None), NOTIFICATION.c.told_at < BEFORE),
    ),
    "sent-mails": Rule("e-mails that were sent", "KEEP_MAILS_DAYS", MAIL, MAIL.c.sent_at < BEFORE),
    "unsent-mails": Rule(
        "e-mails that were not sent any more",
        "KEEP_MAILS_DAYS",
        MAIL,
        and_(MAIL.c.sent_at.is_(None), MAIL.c.failed_at < BEFORE),
    ),
    "deliveries": Rule("deliveries that are done", "KEEP_EVENTS_DAYS", DELIVERY, DELIVERY.c.done_at < BEFORE),
    "dead-deliveries": Rule(
        "deliveries that were given up",
        "KEEP_EVENTS_DAYS",
        DELIVERY,
        and_(DELIVERY.c.done_at.is_(None), DELIVERY.c.dead_at < BEFORE),
    ),
    "events": Rule(
        "events that everybody was told of",
        "KEEP_EVENTS_DAYS",
        EVENT,
        and_(EVENT.c.occurred_at < BEFORE, ~_still_told),
    ),
    "due-rows": Rule("reminders that came on their day", "KEEP_DUE_ROWS_DAYS", DUE_ROW, DUE_ROW.c.fell_at < BEFORE),
    "letters": Rule(
        "up to when a letter told somebody who chose nothing of it",
        "KEEP_DUE_ROWS_DAYS",
        LETTER_READER,
        and_(LETTER_READER.c.how.is_(None), LETTER_READER.c.told_until < BEFORE),
    ),
    "visits": Rule("when somebody last looked at a place", "KEEP_VISITS_DAYS", VISIT, VISIT.c.looked_at < BEFORE),
    "searches": Rule("what people looked for", "KEEP_SEARCHES_DAYS", RECENT_SEARCH, RECENT_SEARCH.c.at < BEFORE),
    "looks": Rule("when somebody last looked at a conversation", "KEEP_VISITS_DAYS", LOOK, LOOK.c.looked_at < BEFORE),
    "suggestions": Rule(
        "who was suggested for a request and not asked",
        "KEEP_SUGGESTIONS_DAYS",
        SUGGESTED,
        and_(SUGGESTED.c.asked_at.is_(None), SUGGESTED.c.suggested_at < BEFORE),
    ),
    "reports": Rule(
        "reports of texts that were decided on",
        "KEEP_REPORTS_DAYS",
        REPORT,
        and_(REPORT.c.decided_at < BEFORE, ~_hidden_still),
    ),
    # While it is hidden, whoever reported it decides on nothing: that they did has to stay, and no word of theirs.
    "report-copies": Rule(
        "copies of reported texts that are hidden still",
        "KEEP_REPORTS_DAYS",
        REPORT,
        and_(REPORT.c.decided_at < BEFORE, REPORT.c.author != literal_column("''"), _hidden_still),
        empties={"title": "", "html": "", "author": "", "words": ""},
    ),
    "report-words": Rule(
        "what was said to reported texts that were decided on", "KEEP_REPORTS_DAYS", STEP, STEP.c.over_at < BEFORE
    ),
    "introductions": Rule(
        "introductions of two people", "KEEP_INTRODUCTIONS_DAYS", INTRODUCTION, INTRODUCTION.c.made_at < BEFORE
    ),
    "spent-drafts": Rule(
        "marks of drafts sent or thrown away", "KEEP_SPENT_DRAFTS_DAYS", DRAFT, DRAFT.c.spent_at < BEFORE
    ),
    "form-files": Rule(
        "files of forms that were never sent",
        "KEEP_FORM_FILES_DAYS",
        FILE,
        and_(FILE.c.entry_id.is_(None), FILE.c.holder_id.is_(None), FILE.c.added_at < BEFORE, ~_still_written),
    ),
}

FOUND: dict[str, Statement[Any]] = {
    name: Statement(select(rule.key).where(rule.over).limit(SIZE)) for name, rule in RULES.items()
}
NUMBER: dict[str, Statement[Any]] = {
    name: Statement(select(func.count()).select_from(rule.table).where(rule.over)) for name, rule in RULES.items()
}
