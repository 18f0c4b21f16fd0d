"""What the page of a reflection says of its exchange, in sentences: where it stands, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lpcommunity.reflections.audience_text import no_facilitator
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING
from lpcommunity.reflections.queries import ReflectionInFull
from lpcommunity.reviews.exchange import Answer, Exchange, Round, Version
from lpcommunity.reviews.queries import WaitingTime
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import number, people_list, plural, sentence, short_day


@dataclass(frozen=True)
class Step:
    """One step of a round: done, happening now, or still to come."""

    words: str
    now: bool = False
    ahead: bool = False


def steps(reflection: ReflectionInFull, exchange: Exchange, mine: bool) -> list[Step]:
    """Every round, three steps each: sent, answered, thought further."""
    author = "you" if mine else reflection.author.first_name
    found: list[Step] = []
    for each in exchange.rounds:
        lead = f"Round {each.n}: " if len(exchange.rounds) > 1 else ""
        again = " again" if each.n > 1 else ""
        found.append(Step(_begun(lead, f"{author} sent it{again}, {short_day(each.sent_at)}")))
        last = each is exchange.latest
        if last and reflection.review_state == WAITING:
            found.append(Step("Waiting for an answer", now=True))
            found.append(
                Step("Your turn again" if mine else f"{reflection.author.first_name} thinks further", ahead=True)
            )
        else:
            found.append(Step(_answered(each)))
            if not last:
                found.append(Step(_thought(each, author)))
            elif reflection.review_state == ANSWERED:
                found.append(_turn(reflection, each, author))
    return found


def _turn(reflection: ReflectionInFull, latest: Round, author: str) -> Step:
    """What the author makes of the answer: they leave it there, have replied, or it is their turn."""
    if left_there(reflection, latest) and reflection.left_there_at is not None:
        return Step(sentence(f"{author} left it there, {short_day(reflection.left_there_at)}"), now=True)
    if has_replied(latest):
        return Step(_thought(latest, author), now=True)
    return Step("Your turn" if author == "you" else f"{author}’s turn", now=True)


def left_there(reflection: ReflectionInFull, latest: Round | None) -> bool:
    """Whether its author leaves it there, and nobody has answered since."""
    left = reflection.left_there_at
    if latest is None or left is None or reflection.review_state != ANSWERED:
        return False
    return all(answer.sent_at <= left for answer in latest.answers)


def has_replied(latest: Round) -> bool:
    """Whether the author has replied, or left a question open, and nothing asks for a reply any more."""
    return bool(latest.replied_at or latest.left_open) and not latest.open_questions


def _begun(lead: str, words: str) -> str:
    return f"{lead}{words}" if lead else sentence(words)


def _answered(each: Round) -> str:
    if not each.answers:
        return "Not answered"
    did = "acknowledged it" if all(answer.acknowledges for answer in each.answers) else "answered"
    return f"{who_answered(each.answers)} {did}, {short_day(each.answers[-1].sent_at)}"


def _thought(each: Round, author: str) -> str:
    replied = each.replied_at
    if not replied and each.left_open:
        return sentence(f"{author} left {'a question' if len(each.left_open) == 1 else 'questions'} open")
    return sentence(f"{author} replied, {short_day(replied)}" if replied else f"{author} thought further")


def who_answered(answers: Sequence[Answer], reader_id: int = 0) -> str:
    """Owen; Owen and Ruth; you and Ruth: each once."""
    return people_list(dict.fromkeys("you" if one.by.id == reader_id else one.by.first_name for one in answers))


ALONE = {
    "withdrawn": "You withdrew this. Nobody else can open it.",
    "hidden": "It is hidden for now: only you can read it until you change it.",
}


def for_author(
    reflection: ReflectionInFull, latest: Round | None, waits_for: Sequence[str], place: str, closed_to: Sequence[str]
) -> str:
    """Where it stands, to its author. `waits_for`: the facilitators who may read it, or could if it were sent again;
    `closed_to`: those who came later.
    """
    match reflection.review_state:
        case _ if reflection.state in ALONE:
            return ALONE[reflection.state]
        case _ if reflection.state == "draft":
            then = f" Then {people_list(waits_for)} can read it at once." if waits_for else ""
            return f"You took it back. Only you can read it until you send it again.{then}"
        case _ if reflection.audience == "me":
            return "Only you can read this, and it waits for nobody."
        case "waiting" if waits_for:
            return f"It waits for {people_list(waits_for)}."
        case "waiting" if closed_to:
            who = people_list(closed_to)
            return (
                f"It waits. {who} came to facilitate {place} after you sent it, and {_may_read(reflection, closed_to)}."
            )
        case "waiting":
            return no_facilitator(place)
        case "answered" if latest and left_there(reflection, latest):
            return (
                "You leave it there. Your facilitators see that here, and nobody else does. "
                "Reply or send it again whenever you like."
            )
        case "answered" if latest:
            who = f"{who_answered(latest.answers)} {_has(latest)}"
            return f"{who} answered and {_does(latest)} you to think further. {_open(latest)}"
        case "acknowledged" if latest:
            return (
                f"{who_answered(latest.answers)} {_has(latest)} read this and acknowledged it: it has come full circle."
            )
    return "Nobody was asked to answer this."


def for_facilitator(reflection: ReflectionInFull, latest: Round | None, me: str, before: Round | None = None) -> str:
    """Where it stands, to one of those who answer. `before`: the round before the present one."""
    author = reflection.author.first_name
    if latest is None:
        return ""
    if reflection.review_state == WAITING:
        sent = when_sent(reflection.waiting_since)
        if before is None:
            return f"{author} waits for an answer, and sent it {sent}."
        return f"{author} waits for an answer, and sent it again {sent}.{_replied(author, before)}"
    by = people_list(
        dict.fromkeys("you" if answer.by.name == me else answer.by.first_name for answer in latest.answers)
    )
    if reflection.review_state == ACKNOWLEDGED:
        return sentence(f"{by} acknowledged this reflection.")
    if left_there(reflection, latest):
        return (
            f"{author} leaves it there for now, after what was said. You need do nothing more; "
            f"{author} may still reply, or send it again."
        )
    return sentence(f"{by} answered and invited {author} to think further.{_replied(author, latest)}")


def _replied(author: str, asked_in: Round) -> str:
    """How far the author replied to what was said in this round, as a further sentence."""
    asked, left_open = len(asked_in.questions), len(asked_in.left_open)
    still = len(asked_in.open_questions) + left_open
    if not asked:
        return f" {author} has replied." if has_replied(asked_in) else ""
    if left_open:
        which = "it" if asked == 1 else "all of them" if left_open == asked else number(left_open)
        replied = f" replied to {number(asked - still)} of {number(asked)} questions and" if still < asked else ""
        return f" {author} has{replied} left {which} open."
    if still == asked:
        return ""
    if still == 0:
        return f" {author} has replied to {'it' if asked == 1 else 'every question'}."
    return f" {author} has replied to {number(asked - still)} of {number(asked)} questions."


def when_sent(moment: datetime | None) -> str:
    """Today, yesterday, or on the day itself."""
    days = (today() - moment.astimezone(LONDON).date()).days if moment else 0
    if moment is None or days < 1:
        return "today"
    return "yesterday" if days == 1 else f"on {short_day(moment)}"


def changed_since(reflection: ReflectionInFull, read: Version) -> list[str]:
    """Which texts were changed after this version was read, by the names of their prompts."""
    asked = {prompt.key: prompt.asks for prompt in prompts_of(read.cycle if read.cycle in CYCLES else "free")}
    if reflection.cycle != read.cycle:
        return ["the questions"]
    keys = [key for key in asked if key in read.sources or key in reflection.fields]
    changed = [f"“{asked.get(key, key)}”" for key in keys if read.sources.get(key) != reflection.fields.get(key)]
    return [*(["the title"] if reflection.title != read.title else []), *changed]


def _may_read(reflection: ReflectionInFull, closed_to: Sequence[str]) -> str:
    reads = "reads" if len(closed_to) == 1 else "read"
    if reflection.rounds > 1:
        return f"{reads} it only if you say yes"
    return f"{reads} it when you say yes, or three days after we told you by e-mail, unless you say no or take it back"


def _has(latest: Round) -> str:
    return "have" if len({answer.by.id for answer in latest.answers}) > 1 else "has"


def _does(latest: Round) -> str:
    return "invite" if len({answer.by.id for answer in latest.answers}) > 1 else "invites"


def _open(latest: Round) -> str:
    asked, still = len(latest.questions), len(latest.open_questions)
    if not asked and has_replied(latest):
        return "You have replied. When you have thought further, send it again."
    if not asked:
        return "There is no question to reply to; change the text if you like, and send it again."
    if still == 0 and not latest.replied_at:
        return f"You left {'it' if asked == 1 else 'the questions'} open. When you have thought further, send it again."
    if still == 0:
        return "You have replied. When you have thought further, send it again."
    if latest.left_open:
        asks = "asks" if still == 1 else "ask"
        return f"{sentence(number(still))} of the {number(asked)} questions still {asks} for a reply."
    if asked == 1:
        return "There is one question for you."
    if still == asked:
        return f"There are {number(asked)} questions for you."
    return f"{sentence(number(still))} of the {number(asked)} questions {'is' if still == 1 else 'are'} still open."


def lately(moment: datetime) -> str:
    """Today, yesterday, on Monday; then the day: where the last answer went."""
    day = moment.astimezone(LONDON).date()
    days = (today() - day).days
    if days < 2:
        return "today" if days < 1 else "yesterday"
    return f"on {day:%A}" if days < 7 else f"on {short_day(moment)}"


def they_wait(waited: Sequence[WaitingTime]) -> str:
    """How many reflections wait somewhere, and since when: of today it is said that they were sent."""
    number_of_them = sentence(plural(len(waited), "reflection"))
    days = list(dict.fromkeys(short_day(one.since) for one in waited if one.days))
    if not days:
        return f"{number_of_them} {'was' if len(waited) == 1 else 'were'} sent today."
    sent_today = ", and one was sent today" if sum(not one.days for one in waited) == 1 else ""
    if sum(not one.days for one in waited) > 1:
        sent_today = ", and others were sent today"
    return f"{number_of_them} {'waits' if len(waited) == 1 else 'wait'}, since {people_list(days)}{sent_today}."
