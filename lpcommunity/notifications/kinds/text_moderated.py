"""It was decided on a text that somebody reported. Told to who wrote it: what, and where they read why; never who."""

from collections.abc import Iterator

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.moderation.commands import case_row
from lpcommunity.moderation.domain_events import ReportDecided
from lpcommunity.moderation.subjects import subject_of
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.mail.addresses import absolute_url
from lpcommunity.notifications.notification_types import ByMail, InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_author
from lpcommunity.notifications.recipients import AUTHOR, Recipient, person_with_id
from lpcommunity.outbox import EventMeta

DID = {
    "asked": "You are asked about your {word}. ",
    "hidden": "Your {word} is hidden for now. ",
    "left": "Somebody asked to have your {word} looked at, and it stays as it is. ",
    "shown": "Your {word} is shown again. ",
}
MORE = {
    "asked": "You can change it, or answer.",
    "hidden": "Only you can read it for now. You read there why, and what to do.",
    "left": "You need not do anything.",
    "shown": "Everybody who could read it can again.",
}


def _word(about: str) -> str:
    subject = subject_of(about)
    return subject.word if subject is not None else "text"


def news(event: ReportDecided, _meta: EventMeta) -> News | None:
    """Its author."""
    case = case_row(event.case_id)
    if case is None:
        return None
    facts = {"case": event.case_id, "act": event.act, "about": case.about}
    return News([Recipient(case.author_id, AUTHOR)], facts=facts)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    did = DID.get(str(line.facts.get("act")), "")
    return [
        did.format(word=_word(str(line.facts.get("about")))),
        Link("Read why", f"/reports/{line.facts.get('case')}"),
    ]


def letters(event: ReportDecided, _meta: EventMeta) -> Iterator[Letter]:
    """The same by e-mail, without a word of the text or of why."""
    case = case_row(event.case_id)
    person = person_with_id(case.author_id) if case is not None else None
    if case is None or person is None or event.act not in DID:
        return
    yield Letter(
        to=person.email,
        person_id=person.person_id,
        greets=person.first_name,
        subject=DID[event.act].format(word=_word(case.about)).strip().removesuffix("."),
        lines=[DID[event.act].format(word=_word(case.about)).strip(), MORE[event.act]],
        button=("Read why", absolute_url(f"/reports/{event.case_id}")),
        about_id=event.case_id,
        round=event.step_id,
    )


def still_meant(event: MailWritten, reader: Reader | Visitor) -> bool:
    """They still have an account."""
    case = case_row(event.about_id or 0)
    return case is not None and isinstance(reader, Reader) and reader.id == case.author_id


TYPE = NotificationType(
    key="text-moderated",
    in_app=InApp(event=ReportDecided, news=news, sign="flag", words=words, because=because_author),
    by_mail=ByMail(
        event=ReportDecided,
        letters=letters,
        why="You get this because you wrote it.",
        still_meant=still_meant,
        choice=None,
    ),
)
