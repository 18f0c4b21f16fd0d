"""Saying something below an entry, and replying. Nothing that is written is lost or posted twice."""

from flask import Response, request

from lpcommunity.access import Invalid, Missing, access, require
from lpcommunity.attachments import form_files
from lpcommunity.attachments.form_files import FormFiles
from lpcommunity.comments import commands, policy, queries, single_comments
from lpcommunity.comments.forms import CommentForm
from lpcommunity.comments.models import PUBLISHED, Comment
from lpcommunity.comments.participants import circle_of, to_be_told
from lpcommunity.comments.queries import At
from lpcommunity.comments.registrations import COMMENT
from lpcommunity.comments.talk_text import posted
from lpcommunity.comments.views import pages
from lpcommunity.comments.views.box import box_for, reach_to_come, told
from lpcommunity.comments.views.comment import posted_before
from lpcommunity.comments.views.conversation import place_of
from lpcommunity.comments.words import first_words
from lpcommunity.drafts import editing_session
from lpcommunity.drafts.editing_session import EditingSession, say_posted
from lpcommunity.drafts.postings import posted_from
from lpcommunity.entries.audience_text import readers_line
from lpcommunity.entries.in_full import EntryHead, head_of
from lpcommunity.entries.kinds import kind_at, kind_of
from lpcommunity.entries.queries import readable_at
from lpcommunity.mentions import form_mentions
from lpcommunity.offline import resends
from lpcommunity.people.current_user import me
from lpcommunity.web import flash_at, re_renders, render_form, see_other

THREAD = 20  # comments of a thread that stand above the box of a reply
LOSES_ITS_PLACE = {"conversation-closed", "comment-withdrawn-meanwhile"}  # where words are kept as a draft, too


@pages.route("/<slug:plural>/<id:entry_id>/comments", methods=["GET", "POST"])
@access("signed-in")
@re_renders
def say(plural: str, entry_id: int) -> Response:
    """Say something below an entry; `?parent=81`: in reply to that comment."""
    entry = _entry(plural, entry_id)
    require(policy.can_comment(me(), entry))
    parent = _parent(entry)
    path = kind_of(entry.kind).path(entry.id) + "/comments"
    subject = f"{COMMENT}:{entry.id}"
    if parent is not None:
        path, subject = f"{path}?parent={parent.id}", f"{subject}:{parent.id}"
    editing = editing_session.open_session(me(), subject, path)
    form = CommentForm(**editing.form_arguments)
    editing.fill(form)
    form.parent.data = str(parent.id) if parent is not None else ""
    if request.method == "GET":
        form.quote_from.data = form.quote_from.data or request.args.get("quote", "")[:40]
        if editing.draft is None:
            form.quote.data = _quotable_words(form.quote_from.data, parent)
    files = _files(form, editing)
    if not files.refusals and (kept := editing.save_if_asked()):
        return kept
    overtaken = editing.is_overtaken
    fine = form.validate_on_submit()
    if (files.fine(form) and fine) and resends.may_go(form, editing, lambda: told(entry, parent)):
        if overtaken:
            return _page(entry, form, editing, files, parent, 409)
        return _post(entry, form, editing, files, parent)
    return _page(entry, form, editing, files, parent)


def _post(
    entry: EntryHead, form: CommentForm, editing: EditingSession, files: FormFiles, parent: Comment | None
) -> Response:
    reach = reach_to_come(entry, parent)
    mentioned = form_mentions.mentioned_in(me(), form, [form.body.data or ""], reach)
    if mentioned is None:
        return _page(entry, form, editing, files, parent)
    words, before = form.words(mentioned), posted_from(me(), editing.idempotency_key)
    if before is None and not resends.is_as_told(form, told(entry, parent)):
        return _page(entry, form, editing, files, parent)
    lately = None if before or form.twice.data else single_comments.said_lately(me(), entry.id, words.body)
    if lately is not None and (before := posted_from(me(), editing.idempotency_key)) is None:  # nor just now
        return _page(entry, form, editing.asking(lately, form), files, parent, 409)
    row = readable_at(me(), kind_of(entry.kind).plural, entry.id)
    try:
        comment = commands.post_comment(
            me(), row, editing.idempotency_key, words, parent=parent, quotation=form.quotation
        )  # fmt: skip
    except Invalid as error:
        form.take(error)
        if error.code in LOSES_ITS_PLACE:
            editing.save()
        editing.save_if_waiting(error)
        return _page(entry, form, editing, files, parent)
    if before is not None and (comment.body != words.body or form_files.show(me(), editing.idempotency_key).kept):
        return posted_before(comment, editing)
    place = place_of(me(), kind_of(entry.kind).path(entry.id), entry.id, At(comment.thread_id, comment.id))
    if before is not None:
        say_posted(before, kind_of(entry.kind).path(entry.id) + "/comments")
    else:
        replied_to = parent.author_id if parent is not None else None
        mentions = bool(mentioned.people) and not mentioned.unreached
        flash_at(posted(to_be_told(circle_of(me(), comment, entry)), replied_to, mentions=mentions), place)
        place_name = entry.partnership.name if entry.partnership else ""
        form_mentions.say_who_is_not_told(mentioned, readers_line(comment.audience, place_name), place)
    return see_other(place)


def _entry(plural: str, entry_id: int) -> EntryHead:
    kind = kind_at(plural)
    entry = head_of(me(), kind, entry_id) if kind is not None else None
    if entry is None:
        raise Missing
    return entry


def _parent(entry: EntryHead) -> Comment | None:
    """What is replied to. Raises Missing for what does not stand there for this reader."""
    asked = request.form.get("parent", "") or request.args.get("parent", "")
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    parent = single_comments.row(number)
    if parent is None or parent.entry_id != entry.id or not policy.stands(me(), parent, entry):
        raise Missing
    return parent


def _quotable_words(source: str, parent: Comment | None) -> str:
    """What can be quoted of the comment that is replied to: whoever quotes it takes away what they do not mean."""
    if parent is None or parent.state != PUBLISHED or source != f"comment:{parent.id}:{parent.version}":
        return ""
    return first_words(parent.body_html)


def _files(form: CommentForm, editing: EditingSession) -> FormFiles:
    if form.is_submitted():
        return form_files.receive(me(), editing.idempotency_key, form)
    return form_files.show(me(), editing.idempotency_key)


def _page(
    entry: EntryHead, form: CommentForm, editing: EditingSession, files: FormFiles, parent: Comment | None,
    status: int | None = None,
) -> Response:  # fmt: skip
    thread = queries.end_of_thread(me(), entry.id, parent.thread_id, THREAD) if parent is not None else []
    return render_form(
        "comments/say.html", form, status=status, entry=entry, kind=kind_of(entry.kind), parent=parent, thread=thread,
        box_of=box_for(me(), entry, editing, form, files, parent), closed=queries.closed(me(), entry.id),
        quotable=readable_at(me(), kind_of(entry.kind).plural, entry.id) if parent is None else None,
    )  # fmt: skip
