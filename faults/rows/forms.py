"""What people do with forms: press twice, open tabs, go back, lose the network."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

from bench.browser import Answer
from faults.counting import halves, numbers, texts
from faults.findings import Finding, row
from faults.houses import House
from faults.people import PICTURE, SEE_OTHER, Person, come_in, encoded, form_of, where
from faults.writers import UPDATE

CONFLICT = 409


def said(what: str = "It happened.") -> tuple[str, dict[str, str]]:
    """A text of its own, and its fields."""
    token = f"token{uuid4().hex}"
    return token, {**UPDATE, "title": token[:12], "body": f"{what} {token}"}


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do all of these at the same moment."""
    gate, answers = threading.Barrier(len(acts)), []

    def do(act: Callable[[], Answer]) -> None:
        gate.wait()
        answers.append(act())

    threads = [threading.Thread(target=do, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def counted(finding: Finding, house: House, acknowledged: list[str], tried: list[str]) -> Finding:
    """What became of these texts, in rows."""
    there = texts(house.url)
    finding.acknowledged = len(acknowledged)
    finding.lost = sum(not there[token] for token in acknowledged)
    finding.doubled = sum(there[token] > 1 for token in tried)
    finding.found = finding.acknowledged - finding.lost
    finding.half = halves(house.url)
    return finding


@row("double-click", "each form pressed often at once, with a picture in it", "one row, one picture, one page")
def double_click(house: House) -> Finding:
    """Twenty times twenty clicks."""
    service = house.shared()
    rounds, clicks = house.few_or(20, 3), house.few_or(20, 5)
    member = come_in(house, service.port, house.members[0])
    windows = [member.twin() for _ in range(clicks)]
    met: Counter[int] = Counter()
    tokens, places = [], []
    for _ in range(rounds):
        token, words = said()
        fields = {**member.form(house.new_update), **words}
        acts = [lambda one=one, fields=fields: one.send(house.new_update, fields, ("fair.png", PICTURE))
                for one in windows]  # fmt: skip
        answers = at_once(acts)
        met.update(answer.status for answer in answers)
        tokens.append(token)
        places.append({where(answer) for answer in answers})
    finding = Finding(f"{rounds} × {clicks} clicks; {dict(met)}", met.total() == rounds * clicks and clicks > 1)
    finding.require(set(met) == {SEE_OTHER}, f"answered with {dict(met)}")
    finding.require(all(len(one) == 1 for one in places), "clicks led to several pages")
    [pictures] = numbers(house.url, f"""
        SELECT count(*) FROM attachment a JOIN entry e ON e.id = a.entry_id
        WHERE e.title IN ({", ".join(f"'{token[:12]}'" for token in tokens)})""")  # fmt: skip
    finding.require(pictures == rounds, f"{pictures} pictures of {rounds}")
    reader = come_in(house, service.port, house.facilitator)
    unread = sum(token not in reader.read(next(iter(place))).text for token, place in zip(tokens, places, strict=True))
    finding.require(not unread, f"{unread} pages do not show it")
    return counted(finding, house, tokens, tokens)


@row("three-tabs", "three tabs change one entry, each otherwise, at once", "one saved, two see both texts")
def three_tabs(house: House) -> Finding:
    """One of three wins."""
    service = house.shared()
    rounds = house.few_or(15, 3)
    member = come_in(house, service.port, house.members[1])
    tabs = [member.twin() for _ in range(3)]
    right, conflicts, saved, tried = 0, 0, [], []
    for _ in range(rounds):
        path = f"{where(member.send(house.new_update, {**member.form(house.new_update), **said()[1]}))}/edit"
        texts_of = [said(f"Tab {number}.") for number in range(3)]
        acts = []
        for tab, (_token, words) in zip(tabs, texts_of, strict=True):
            fields = {**tab.form(path), **words}
            acts.append(partial(tab.send, path, fields))
        answers = at_once(acts)
        won = [one for one, _ in texts_of if one in member.read(path).text]
        conflicts += sum(answer.status == CONFLICT for answer in answers)
        both = [answer for answer in answers if answer.status == CONFLICT and won and won[0] in answer.text]
        right += len(won) == 1 and len(both) == 2 and _each_own([one for one, _ in texts_of if one not in won], both)
        saved += won
        tried += [one for one, _ in texts_of]
    finding = Finding(f"{rounds} × 3 tabs; {conflicts} conflicts", conflicts > 0)
    finding.measured = f"{right} of {rounds}"
    finding.require(right == rounds, f"{rounds - right} of {rounds} otherwise")
    return counted(finding, house, saved, tried)


def _each_own(losers: list[str], pages: list[Answer]) -> bool:
    return all(any(token in page.text for page in pages) for token in losers)


@row("two-devices", "a draft open on two devices, each sends it otherwise", "neither text silently replaced")
def two_devices(house: House) -> Finding:
    """The second device is shown both."""
    service = house.shared()
    first = come_in(house, service.port, house.members[2])
    second = come_in(house, service.port, house.members[2])
    form = first.form(house.new_update)
    token, words = said("Begun.")
    kept = first.send(house.new_update, {**form, **words, "keep": "1"})
    address = kept.headers.get("location", "")
    there = form_of(second.read(address))
    one, one_words = said("On the train.")
    other, other_words = said("At the desk.")
    sent = first.send(house.new_update, {**form, **one_words})
    late = second.send(house.new_update, {**there, **other_words})
    finding = Finding(f"second device: {late.status}", late.status == CONFLICT)
    finding.require(there.get("signed_form") is not None, "the second device does not find the draft")
    finding.require(one in late.text and other in late.text, "the page does not show both texts")
    finding.require(other in second.read("/drafts").text or _draft_shows(second, other), "no draft has the second text")
    finding.require(token not in first.read(where(sent)).text, "what was begun came back")
    return counted(finding, house, [one], [one, other])


def _draft_shows(person: Person, token: str) -> bool:
    pages = [one.split('"')[0] for one in person.read("/drafts").text.split('href="')[1:]]
    return any(token in person.read(page.replace("&amp;", "&")).text for page in pages if "draft=" in page)


@row("no-network", "the line is cut: half of a form sent; all of it sent and no answer read", "pressed again: once")
def no_network(house: House) -> Finding:
    """Press again when it is back."""
    service = house.shared()
    member = come_in(house, service.port, house.members[3])
    tokens, cut, places = [], 0, []
    for number in range(house.few_or(12, 4)):
        token, words = said()
        fields = {**member.form(house.new_update), **words}
        cut += _cut_off(member, house.new_update, fields, whole=number % 2 == 1)
        answer = member.send(house.new_update, fields)
        if answer.status == SEE_OTHER:
            tokens.append(token)
            places.append(where(answer))
    finding = Finding(f"{cut} lines cut", cut > 0)
    unread = sum(token not in member.read(place).text for token, place in zip(tokens, places, strict=True))
    finding.require(not unread, f"{unread} pages do not show it")
    finding.require(len(tokens) == house.few_or(12, 4), "some could not be sent again")
    return counted(finding, house, tokens, tokens)


def _cut_off(person: Person, path: str, fields: dict[str, str], *, whole: bool) -> bool:
    """Send a form, all of it or half, and let the line go before any answer."""
    body = encoded(fields)
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{person.port}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", person.port), timeout=10) as line:
        line.sendall(head + (body if whole else body[: len(body) // 2]))
        line.shutdown(socket.SHUT_RDWR)
    return True


@row("back-again", "Back and post again: the same words, then others", "the same is the first; others show both texts")
def back_again(house: House) -> Finding:
    """The form still has its key."""
    service = house.shared()
    member = come_in(house, service.port, house.members[4])
    token, words = said()
    form = member.form(house.new_update)
    first = member.send(house.new_update, {**form, **words})
    again = member.send(house.new_update, {**form, **words})
    other, other_words = said("Otherwise.")
    changed = member.send(house.new_update, {**form, **other_words})
    finding = Finding(f"same again: {again.status}; otherwise: {changed.status}", again.status == SEE_OTHER)
    finding.require(where(first) == where(again), "the second led elsewhere")
    finding.require(changed.status == CONFLICT, f"other words were answered with {changed.status}")
    finding.require(token in changed.text and other in changed.text, "the page does not show both texts")
    finding.require(token in member.read(where(first)).text, "the page does not show the first")
    return counted(finding, house, [token], [token, other])
