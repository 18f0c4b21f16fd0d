"""One comment of one's own: changing it, taking it back; its versions; and all that one said."""

from itertools import pairwise

from flask import Response, render_template, request

from lpcommunity.access import Missing, access, require
from lpcommunity.access.refusals import Invalid
from lpcommunity.attachments import form_files
from lpcommunity.attachments import queries as attachments
from lpcommunity.attachments.commands import move_pending
from lpcommunity.attachments.file_types import HELP_TEXT
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.attachments.queries import FileLine
from lpcommunity.comments import commands, policy, single_comments
from lpcommunity.comments.commands import CommentConflict, SentFiles
from lpcommunity.comments.forms import CommentForm, WithdrawalForm
from lpcommunity.comments.models import HOLDER, Comment
from lpcommunity.comments.policy import narrower
from lpcommunity.comments.quoted_words import quoted_in
from lpcommunity.comments.registrations import CHANGE
from lpcommunity.comments.single_comments import OneComment
from lpcommunity.comments.views import pages
from lpcommunity.comments.views.conversation import address_of
from lpcommunity.drafts import editing_session
from lpcommunity.drafts.editing_session import EditingSession, follow_up
from lpcommunity.entries import page_slots
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.in_full import EntryHead, head_of
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.queries import readable_at
from lpcommunity.entries.text_diff import TextDiff, diff
from lpcommunity.mentions import form_mentions
from lpcommunity.mentions.resolution import Before
from lpcommunity.offline import resends
from lpcommunity.people.current_user import actor, me
from lpcommunity.web import flash_at, re_renders, render_form, see_other

KEPT = ("conversation-closed", "comment-narrows-replies")  # what cannot be said here: the words stay a draft


@pages.route("/comments/<id:comment_id>/edit", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def edit(comment_id: int) -> Response:
    """Change one's own comment; the version before stays."""
    comment, entry = _own(comment_id)
    editing = _session(comment_id)
    form = CommentForm(**(editing.form_arguments or {"data": {"body": comment.body}}))
    editing.fill(form, comment.version)
    files = _files(form, editing, comment_id)
    if not files.refusals and (kept := editing.save_if_asked()):
        return kept
    overtaken = editing.is_overtaken
    fine = form.validate_on_submit()
    if (files.fine(form) and fine) and resends.may_go(form, editing, lambda: _told(comment, entry)):
        if overtaken:
            return _change(form, editing, files, comment, entry, status=409)
        before = Before.of([comment.body], comment.body_html)
        reach = commands.reach_of(comment).narrowed(entry.audience)
        mentioned = form_mentions.mentioned_in(me(), form, [form.body.data or ""], reach, before)
        if mentioned is None:
            return _change(form, editing, files, comment, entry)
        try:
            commands.change_comment(
                me(), comment, readable_at(me(), kind_of(entry.kind).plural, entry.id), form.words(mentioned),
                int(form.version.data or 0), idempotency_key=editing.idempotency_key,
                files=SentFiles(files.alts, files.removed),
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
            if error.code in KEPT:
                editing.save()
            editing.save_if_waiting(error)
        except CommentConflict:
            editing.save()
            return _conflict(form, editing, files, comment, entry)
        else:
            there = _place(comment_id)
            flash_at("Changed. What stood here before is kept under its versions.", there)
            form_mentions.say_who_is_not_told(mentioned, _readers(comment, entry), there)
            return see_other(there)
    return _change(form, editing, files, comment, entry)


def posted_before(comment: Comment, posted: EditingSession) -> Response:
    """The form of this comment was posted once before, with other words or without these files: lose neither text."""
    editing = follow_up(posted, f"{CHANGE}:{comment.id}", f"/comments/{comment.id}/edit")
    move_pending(me(), posted.idempotency_key, editing.idempotency_key)
    own, entry = _own(comment.id)
    form = CommentForm()
    editing.fill(form)
    editing.save()
    form.signed_form.data = editing.token
    return _conflict(form, editing, form_files.show(me(), editing.idempotency_key, held=_held(comment.id)), own, entry)


def _conflict(
    form: CommentForm, editing: EditingSession, files: FormFiles, comment: Comment, entry: EntryHead
) -> Response:  # fmt: skip
    form.version.data = comment.version  # type: ignore[assignment]
    both = [diff("Your comment", comment.body, form.body.data or "")]
    return _change(form, editing, files, comment, entry, both=both, status=409)


def _change(
    form: CommentForm, editing: EditingSession, files: FormFiles, comment: Comment, entry: EntryHead,
    both: list[TextDiff] | None = None, status: int | None = None,
) -> Response:  # fmt: skip
    resends.tell(form, _told(comment, entry))
    audience = narrower(entry.audience, comment.audience)
    return render_form(
        "comments/edit.html", form, status=status, comment=comment, entry=entry, kind=kind_of(entry.kind),
        editing=editing, files=files, limits=HELP_TEXT, both=both,
        quoted=quoted_in(me(), [comment.id]).get(comment.id), above=page_slots.parts(page_slots.CHANGE, me(), comment),
        readers=_readers(comment, entry), narrows=audience != comment.audience,
        mentions=f"/mentions?entry={entry.id}&audience={audience}",
    )  # fmt: skip


@pages.route("/comments/<id:comment_id>/withdrawal", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def withdrawal(comment_id: int) -> Response:
    """Take one's own words back, also where one may not read the entry any more."""
    comment = _one(comment_id)
    row = single_comments.row(comment_id)
    if row is None or comment.author_id != me().id:
        raise Missing
    there = f"/comments/{comment_id}"
    if comment.state == "withdrawn":
        return see_other(there)
    form = WithdrawalForm()
    if form.validate_on_submit():
        commands.withdraw_comment(me(), row, single_comments.entry_of(row))
        place = _place(comment_id)
        flash_at("Withdrawn. Only you can read its words now, on your page “What you said”.", place)
        return see_other(place)
    return render_form("comments/withdrawal.html", form, comment=comment, back=there)


@pages.get("/comments/<id:comment_id>/versions")
@access("anyone")
def versions(comment_id: int) -> str:
    """What a comment said before, for those for whom it was written."""
    comment = _one(comment_id)
    found = single_comments.versions(actor(), comment_id)
    if not found:
        raise Missing
    changes = [diff("What changed", before.body, after.body) for after, before in pairwise(found)]
    return render_template("comments/versions.html", comment=comment, versions=found, changes=changes)


@pages.get("/comments")
@access("signed-in")
def mine() -> str:
    """What I said below entries, whatever became of these."""
    found, after = single_comments.own_comments(me(), request.args.get("after"))
    return render_template("comments/mine.html", comments=found, next=after)


def _one(comment_id: int) -> OneComment:
    comment = single_comments.one(actor(), comment_id)
    if comment is None:
        raise Missing
    return comment


def _place(comment_id: int) -> str:
    """The address at which one's own comment stands, for oneself."""
    return address_of(actor(), _one(comment_id))


def _own(comment_id: int) -> tuple[Comment, EntryHead]:
    """One's own comment that may be changed, and its entry."""
    found, comment = _one(comment_id), single_comments.row(comment_id)
    entry = head_of(me(), kind_of(found.kind), found.entry_id)
    if comment is None or entry is None:
        raise Missing
    require(policy.can_change(me(), comment, entry))
    return comment, entry


def _session(comment_id: int) -> EditingSession:
    return editing_session.open_session(me(), f"{CHANGE}:{comment_id}", f"/comments/{comment_id}/edit")


def _told(comment: Comment, entry: EntryHead) -> resends.Told:
    return {resends.ALL: f"{entry.state} {narrower(entry.audience, comment.audience)}"}


def _readers(comment: Comment, entry: EntryHead) -> str:
    return readers_line(narrower(entry.audience, comment.audience), entry.partnership.name if entry.partnership else "")


def _held(comment_id: int) -> list[FileLine]:
    return [one.line for one in attachments.held_by(HOLDER, [comment_id]) if one.last_n is None]


def _files(form: CommentForm, editing: EditingSession, comment_id: int) -> FormFiles:
    if form.is_submitted():
        return form_files.receive(me(), editing.idempotency_key, form, held=_held(comment_id))
    return form_files.show(me(), editing.idempotency_key, held=_held(comment_id))
