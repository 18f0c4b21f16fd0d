"""A request for help: begun by an entry that asks, decided on by whoever asked; people thought of, asked, who pass."""

from datetime import datetime

from sqlalchemy import func, select

from lpcommunity import outbox
from lpcommunity.access import Invalid, Missing, require
from lpcommunity.access.rate_limits import CHANGES, HELP_ASKINGS, limited
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.comments.models import PUBLISHED as SAID
from lpcommunity.comments.models import Comment
from lpcommunity.comments.policy import stands
from lpcommunity.entries import lifecycle
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.listeners import hears_of_words
from lpcommunity.entries.models import FACILITATORS, PUBLISHED, Entry
from lpcommunity.entries.policy import wider
from lpcommunity.help_requests import policy, queries
from lpcommunity.help_requests.askings import MOST_PEOPLE
from lpcommunity.help_requests.domain_events import HelpFound, HelpRequestClosed, HelpRequested, PersonAskedToHelp
from lpcommunity.help_requests.models import ANSWERED, CLOSED, OPEN, HelpAsking, HelpRequest
from lpcommunity.help_requests.people_who_might_help import Wanted, people_who_might_help, still_free, themes_of
from lpcommunity.help_requests.unsaid_words import give_back, is_told, let_go
from lpcommunity.people.models import Person
from lpcommunity.storage import now, session, transactional

WORDS = 500


@hears_of_words
def follow_words(actor: Reader, entry: Entry) -> None:
    """Within the command that puts an entry on record or changes it: what it asks for is a request from then on; what
    it asks for no longer is closed, without a word to anybody.
    """
    asks = kind_of(entry.kind).asks
    question = asks(entry).strip() if asks is not None else ""
    if asks is None or (not question and entry.version == 1):
        return
    request = queries.request_row(entry.id)
    if request is None:
        if question and entry.state == PUBLISHED:
            _begin(actor, entry, question)
        return
    _tell_card(request, entry)  # it was written anew with the words
    if request.question == question:
        return
    gone, request.question = not request.question, question
    if not question:
        _turn(actor, request, entry, CLOSED)
    elif gone:
        _turn(actor, request, entry, OPEN)
    if request.state == OPEN:
        request.looked_at = None
        outbox.record(HelpRequested(request.id, entry.id, actor.id))


def _begin(actor: Reader, entry: Entry, question: str) -> None:
    moment = now()
    request = HelpRequest(entry_id=entry.id, question=question, state=OPEN, asked_at=moment, since=moment, words="")
    session().add(request)
    session().flush()
    outbox.record(HelpRequested(request.id, entry.id, actor.id))


def _turn(actor: Reader, request: HelpRequest, entry: Entry, state: str) -> None:
    if state == OPEN:
        give_back(actor, request, entry)
    request.state, request.since = state, now()
    if state == OPEN:
        request.words, request.helper_id, request.helping_place_id, request.helped_comment_id = "", None, None, None
        request.answerer_id = request.entry_author_id = request.partnership_id = None
        request.audience = request.confided_at = None
    _tell_card(request, entry)
    session().flush()


def _tell_card(request: HelpRequest, entry: Entry) -> None:
    """Let cards of the entry say how its request stands: a list would have to ask for it."""
    entry.card = {**entry.card, "request": request.state}


@limited(CHANGES)
@transactional
def answer_request(
    actor: Reader,
    entry: Entry,
    words: str,
    helper_id: int | None = None,
    *,
    comment: Comment | None = None,
    instead: bool = True,
    draft: str = "",
) -> None:
    """Say what helped, and who; or which comment did (`comment`): then whoever said that helped, and words are not
    needed; but where some stand, they go only if that is meant (`instead`). The `draft` of this key was carried on
    with, and goes. It is for those for whom the entry is now, and stays with them when that is opened to more. The same
    once more is once; said otherwise, or to more, that counts from then on. Words of somebody else that go are a draft
    of theirs.

    Raises Invalid for no word of it, for words that would go unasked, for a helper who may not read it, or who asked,
    and for a comment that is not there, is one's own, or is for fewer people than what is asked.
    """
    request = _decided(actor, entry)
    words = words.strip()
    if not words and comment is None:
        raise Invalid("words", "help-words-missing")
    if comment is not None:
        _check_comment(actor, entry, comment)
        if not words and not instead and is_told(actor, entry):
            raise Invalid("words", "help-words-stand")
        helper_id = comment.author_id
    if len(words) > WORDS:
        raise Invalid("words", "help-words-long", most=WORDS)
    if helper_id is not None and not _could_have_helped(actor, entry, helper_id):
        raise Invalid("helper", "helper-unknown")
    let_go(actor, entry.id, draft)
    number = comment.id if comment is not None else None
    said = (request.state, request.words, request.helper_id, request.helped_comment_id, request.audience)
    if said == (ANSWERED, words, helper_id, number, entry.audience):
        return
    if words != request.words and (actor.id != request.answerer_id or not is_told(actor, entry)):
        give_back(actor, request, entry)  # somebody else's, or unseen
    if request.helper_id != helper_id:
        request.helping_place_id = _place_of_help(entry, helper_id)
    request.words, request.helper_id, request.helped_comment_id = words, helper_id, number
    request.answerer_id, request.entry_author_id = actor.id, entry.author_id
    request.partnership_id, request.audience = entry.partnership_id, entry.audience
    request.confided_at = entry.confided_at if entry.audience == FACILITATORS else None
    _turn(actor, request, entry, ANSWERED)
    outbox.record(HelpFound(request.id, entry.id, helper_id, actor.id))


@limited(CHANGES)
@transactional
def close_request(actor: Reader, entry: Entry) -> None:
    """Look for help with it no longer. What helped stays with it. Twice is once."""
    request = _decided(actor, entry)
    if request.state != CLOSED:
        _turn(actor, request, entry, CLOSED)
        outbox.record(HelpRequestClosed(request.id, entry.id, actor.id))


@limited(CHANGES)
@transactional
def open_request(actor: Reader, entry: Entry) -> None:
    """Look for help again, as if nothing had helped: what was said of it is a draft of who said it. Twice is once."""
    request = _decided(actor, entry)
    if request.state != OPEN:
        _turn(actor, request, entry, OPEN)
        request.looked_at = None
        outbox.record(HelpRequested(request.id, entry.id, actor.id))


@limited(HELP_ASKINGS)
@transactional
def ask_person(actor: Reader, entry: Entry, person_id: int) -> None:
    """Ask somebody who was thought of whether they can help: they are told, once for each request, whatever they said
    then.

    Raises Missing for whoever was not thought of, or may not read it, as for nobody; Invalid where it is not open.
    """
    request = _decided(actor, entry)
    if request.state != OPEN:
        raise Invalid("person", "help-not-open")
    _hold([person_id])
    known = session().scalar(
        select(HelpAsking).where(HelpAsking.request_id == request.id, HelpAsking.person_id == person_id)
    )
    if known is None or person_id == actor.id or not policy.can_be_asked(reader_of(person_id), entry):
        raise Missing
    if known.asked_at is not None:
        return
    known.asked_at, known.asked_by_id = now(), actor.id
    session().flush()
    outbox.record(PersonAskedToHelp(known.id, entry.id, person_id, actor.id))


@transactional
def say_not_now(actor: Reader, entry: Entry) -> None:
    """Of somebody who was asked: not now. Nobody learns of it, so there is no event, and no act in any record.

    Raises Missing for whoever was not asked.
    """
    request = queries.request_row(entry.id)
    asked = request and session().scalar(
        select(HelpAsking).where(
            HelpAsking.request_id == request.id, HelpAsking.person_id == actor.id, HelpAsking.asked_at.is_not(None)
        )
    )
    if not asked:
        raise Missing
    asked.declined_at = asked.declined_at or now()


@limited(HELP_ASKINGS)
@transactional
def look_for_people(actor: Reader, entry: Entry) -> int:
    """Look who else might help; returns how many were found."""
    request = _decided(actor, entry)
    if request.state != OPEN:
        raise Invalid("person", "help-not-open")
    return _suggest(request, entry, now())


@transactional
def suggest_people(request_id: int, at: datetime) -> None:
    """Think of people who might help with a request that was begun then."""
    request = session().get(HelpRequest, request_id)
    entry = session().get(Entry, request.entry_id) if request is not None else None
    if request is None or entry is None:
        return
    lifecycle.lock(entry)  # whoever asked may be looking at this moment, too
    if request.state == OPEN and entry.state == PUBLISHED:
        _suggest(request, entry, at)


def _suggest(request: HelpRequest, entry: Entry, at: datetime) -> int:
    """Up to five in all, and nobody who was suggested to too many others lately. From then on it was looked."""
    request.looked_at = at
    author = reader_of(entry.author_id)
    known = select(func.count()).select_from(HelpAsking).where(HelpAsking.request_id == request.id)
    room = MOST_PEOPLE - (session().scalar(known) or 0)
    if room <= 0 or not isinstance(author, Reader) or not author.in_community:
        return 0
    wanted = Wanted(
        request.id, entry.id, entry.author_id, entry.partnership_id, entry.audience, entry.confided_at,
        request.question, entry.title, themes_of(entry.id),
    )  # fmt: skip
    found = people_who_might_help(author, wanted, at)[: room * 2]
    _hold([one.person_id for one in found])
    free = set(still_free([one.person_id for one in found], entry.author_id, at)) if found else set()
    chosen = [one for one in found if one.person_id in free][:room]
    session().add_all(
        HelpAsking(
            request_id=request.id,
            person_id=one.person_id,
            asker_id=entry.author_id,
            wrote_id=one.wrote_id,
            suggested_at=at,
        )
        for one in chosen
    )
    session().flush()
    return len(chosen)


def _hold(person_ids: list[int]) -> None:
    """Against others who think of the same people at this moment: in the order of their numbers."""
    held = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(key_share=True)
    session().execute(held)


def _decided(actor: Reader, entry: Entry) -> HelpRequest:
    """The request of this entry, for whoever decides on it. Raises Missing where it asks for nothing."""
    lifecycle.lock(entry)
    require(policy.can_decide(actor, entry))
    request = queries.request_row(entry.id)
    if request is None or not request.question:
        raise Missing
    return request


def _check_comment(actor: Reader, entry: Entry, comment: Comment) -> None:
    """What helped is said to whoever may read the question, so it is nothing that was said to fewer."""
    if comment.entry_id != entry.id or comment.state != SAID or not stands(actor, comment, entry):
        raise Invalid("helped", "help-comment-unknown")
    if comment.author_id in (actor.id, entry.author_id):
        raise Invalid("helped", "help-comment-own")
    if wider(entry.audience, comment.audience):
        raise Invalid("helped", "help-comment-for-few")


def _could_have_helped(actor: Reader, entry: Entry, helper_id: int) -> bool:
    return helper_id != actor.id and policy.can_be_asked(reader_of(helper_id), entry)


def _place_of_help(entry: Entry, helper_id: int | None) -> int | None:
    """Where whoever helped belongs, if that is another place than the one that asked: as a member first."""
    helper = reader_of(helper_id) if helper_id is not None else None
    if not isinstance(helper, Reader) or (entry.partnership_id in helper.places):
        return None
    return min(helper.member_of or helper.places, default=None)
