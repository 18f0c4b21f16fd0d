"""The audience matrix: every kind of person × every audience and state × every way out (PROMISES section 1).

Each text in the world carries a canary. Every page that exists is opened by everybody, with every row of the world in
its address; whatever canaries come back must be those of texts that this person may read, and where a text belongs on
a page, its canary must be there. A new address that the matrix cannot fill in fails the build.
"""

import re

import pytest
from sqlalchemy import select

from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.mentions import queries as mentions
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import session
from tests.factories import reading
from tests.factories.world import BELONG_ELSEWHERE, BELONG_HERE, KINDS_OF_PERSON, OFFICES
from tests.harness.visitor import Visitor
from tests.matrix.absent_pages import drawn_once
from tests.matrix.canaries import TEAM, Item
from tests.matrix.letters import letter_to, stands_in_letter
from tests.matrix.undertaken import PARTNER
from tests.matrix.world import FEED, FOUND, Matrix, is_of_entries

ON_READERS = re.compile("<h1[^>]*>Who can read this</h1>|You see it as ")  # what its author alone is told
# A picture cuts words; beside it they stand in full. What is cut must be the beginning of what may be read.
ANSWERED = ("canary-asked", "canary-formerly-asked", "canary-replied", "canary-answered")  # found as well as entries
REPORTS = ("/moderation", "/reports/")  # where copies are
CANARY, CUT = re.compile(r"canary-[a-z-]*[a-z](?![a-z]|[a-z-]*…)"), re.compile(r"(canary-[a-z-]*)…")


def _everything(visitor: Visitor, addresses: list[str]) -> dict[str, str]:
    """All that comes back, headers included, by address; further pages of a list belong to its address."""
    found = {}
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code < 500 or address == "/readyz", f"{address}: {answer.status_code}"
        text = f"{answer.headers}\n{answer.get_data().decode('utf-8', 'replace')}"
        following = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]+)"', text)
        for _ in range(40):
            if following is None:
                break
            more = visitor.get(following[1].replace("&amp;", "&")).get_data(as_text=True)
            text += more
            following = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]+)"', more)
        found[address] = re.sub("</?mark>", "", text)  # what was looked for is marked in the midst of a canary
    return found


def test_nobody_comes_across_what_they_may_not_read_and_everybody_finds_what_they_may(matrix):
    addresses = list(matrix.addresses())
    leaks, blind = [], []
    items = matrix.told.items
    for kind in matrix.readers():
        with drawn_once():
            pages = _everything(matrix.visitor(kind), [*addresses, *matrix.feed_of(kind)])
        for address, text in pages.items():
            if address in {"/mailbox", "/mailbox.json"}:
                continue  # everybody's mail, in demonstrations only: by recipient below
            seen = set(CANARY.findall(text))
            leaks += [f"{c} leaves in {address}" for c in seen if address.startswith(FEED) and _is_for_few(items[c])]
            sent = {c for c in seen if kind in items[c].sent_to} if address.startswith(REPORTS) else set()
            leaks += [f"{kind} reads {c} at {address}" for c in seen - sent if kind not in items[c].readers]
            mine = {c for c, item in items.items() if kind in item.readers}
            cut = [c for c in set(CUT.findall(text)) if not any(one.startswith(c) for one in mine)]
            leaks += [f"{kind} reads the beginning of {c} at {address}" for c in cut]
            leaks += [f"{kind} opens {address}"] if ON_READERS.search(text) and not matrix.wrote(kind, address) else []
        blind += _blind(matrix, kind, pages)
    assert leaks == [], "\n".join(leaks)
    assert blind == [], "\n".join(blind)


def _is_for_few(item: Item) -> bool:
    return item.entry is None or item.entry.audience not in ("community", "public")


def _blind(matrix: Matrix, kind: str, pages: dict[str, str]) -> list[str]:
    """Where somebody should find a text and does not."""
    author, places = matrix.world.someone("author").id, (matrix.world.here, matrix.world.elsewhere)
    pages_of_places = {place.id: f"/partnerships/{place.slug}" for place in places}
    missed = []
    reports = "".join(text for address, text in pages.items() if address.startswith(REPORTS))
    for canary, item in matrix.told.items.items():
        if kind in item.sent_to and canary not in reports:
            missed.append(f"{kind} misses {canary} at its report")
        if kind not in item.readers or not item.path:
            continue
        if canary.startswith(("pixels", "thumbnail")):
            continue  # by status, below
        expected = [item.path]
        expected += _besides(canary, kind, pages, pages_of_places)
        expected = _own_answer(canary, kind, pages) or expected
        if item.listed and item.entry is not None:
            of_place = pages_of_places[item.entry.partnership_id or 0]  # on one of its pages: it shows ten at first
            expected.append(
                next((a for a in pages if a.partition("?")[0] == of_place and canary in pages[a]), of_place)
            )
            if not canary.startswith("canary-back-"):  # what its author took back is no part of it
                expected.append(f"{of_place}/journey")
        expected += _behind_figures(matrix, kind, item)
        found = item.listed or item.found or canary.startswith(ANSWERED)
        expected += [FOUND] if kind != "anonymous" and found else []
        if item.theme:
            expected.append("/themes/shared-theme")
        expected += _wanted(kind, item)
        if item.listed and kind != "anonymous" and item.entry is not None and item.entry.author_id == author:
            expected += [f"/people/{author}"] if _in_community(kind) else []
        expected += _widely(item, pages)
        missed += [f"{kind} misses {canary} at {a}" for a in expected if canary not in pages.get(a, "")]
    return missed


def _widely(item: Item, pages: dict[str, str]) -> list[str]:
    """Where what is for many stands among the newest: on a page and in feeds."""
    if not item.listed:
        return []
    in_feed = not _is_for_few(item) and item.entry is not None and item.entry.state == "published"
    own = [address for address in pages if in_feed and address.startswith(FEED) and "nothing" not in address]
    return ["/public", "/feeds/public.atom", *own] if "anonymous" in item.readers else own


def _own_answer(canary: str, kind: str, pages: dict[str, str]) -> list[str]:
    """Where alone whoever gave an answer and has left finds it."""
    if not (canary.startswith("canary-formerly") and kind == "former facilitator"):
        return []
    return [next((a for a in pages if a.startswith("/reviews/") and canary in pages[a]), "/reviews/…"), FOUND]


def _besides(canary: str, kind: str, pages: dict[str, str], pages_of_places: dict[int, str]) -> list[str]:
    """Where what is no entry is found besides its own page."""
    if canary.startswith("canary-slip") and kind in TEAM and "/programmes/programme/slips" in pages:
        return ["/programmes/programme/slips"]
    if canary.startswith(("canary-open-", "canary-done-", "canary-came-")):
        here, elsewhere = pages_of_places.values()
        return [f"{elsewhere if 'elsewhere' in canary else here}/journey"]
    return []


def _wanted(kind: str, item: Item) -> list[str]:
    """For whoever is signed in: what was written in full asks, and stands on the board; so does what helped."""
    if kind == "anonymous" or item.entry is None or item.entry.state != "published":
        return []
    if item.canary.startswith("canary-helped-"):
        return ["/help-wanted/answered"]
    asks = item.canary.startswith(("canary-update-", "canary-elsewhere-update-")) and item.listed
    return ["/help-wanted"] if asks else []


def _behind_figures(matrix: Matrix, kind: str, item: Item) -> list[str]:
    """Where it stands behind a figure of this month, for whoever sees the months of its place."""
    reported = item.canary.startswith(("canary-done", "canary-came"))
    if not reported and not (item.listed and item.entry is not None and item.entry.state == "published"):
        return []
    of = item.entry.partnership_id if item.entry is not None else matrix.world.here.id
    places = (matrix.world.here, matrix.world.elsewhere)
    return [matrix.behind(place) for place in places if place.id == of and _sees_months(matrix, kind, place)]


def _sees_months(matrix: Matrix, kind: str, place: Partnership) -> bool:
    """Of which places somebody sees what came in each month: the programme team of all, facilitators of their own."""
    person = matrix.world.people[kind]
    return kind in TEAM or (person is not None and place.id in reading(person).facilitates)


OUTSIDE = {"anonymous", "nobody", "former member", "future member", "former facilitator", "former author"}


def _in_community(kind: str) -> bool:
    return kind not in OUTSIDE


def test_pictures_and_thumbnails_open_for_readers_only(matrix):
    wrong = []
    for kind in matrix.readers():
        visitor = matrix.visitor(kind)
        for name, item in matrix.told.items.items():
            if name.startswith(("pixels", "thumbnail")):
                opened = visitor.get(item.path).status_code == 200
                if opened != (kind in item.readers):
                    wrong.append(f"{kind} {'opens' if opened else 'misses'} {name}")
    assert wrong == []


# Through whose eyes an author looks, and who of the world that is.
EYES = {"member-here": "member here", "member-elsewhere": "member elsewhere", "visitor": "anonymous"}
EYES_ELSEWHERE = {**EYES, "member-here": "member elsewhere", "member-elsewhere": "member here"}


@pytest.mark.parametrize("author", ["author", "former author", "lead of both"])
def test_through_other_eyes_an_author_sees_what_both_may_read(matrix, author):
    """Each entry of theirs through each pair of eyes: nothing that one of the two may not read, and the entry itself
    where both may. A member elsewhere is of no place in particular, so reads no more than the one of this world.
    """
    visitor, items = matrix.visitor(author), matrix.told.items
    own = [one for one in matrix.entries() if one.author_id == matrix.world.someone(author).id]
    assert own
    wrong = []
    for entry in own:
        base = kind_of(entry.kind).path(entry.id)
        for eyes, other in (EYES if entry.partnership_id == matrix.world.here.id else EYES_ELSEWHERE).items():
            text = visitor.text(f"{base}/as/{eyes}")
            seen = set(CANARY.findall(text))
            wrong += [f"{c} at {base}/as/{eyes}" for c in seen if not {author, other} <= items[c].readers]
            there = [one.canary for one in items.values() if one.path == base and one.listed]
            wrong += [f"{c} missing at {base}/as/{eyes}" for c in there if (other in items[c].readers) != (c in seen)]
            listed = set(CANARY.findall(visitor.text(f"{base}/readers?as={eyes}")))
            wrong += [f"{c} at {base}/readers?as={eyes}" for c in listed if author not in items[c].readers]
    assert wrong == [], "\n".join(wrong)


def test_mail_and_notifications_reach_only_those_who_may_read(matrix):
    by_id = {person.id: kind for kind, person in matrix.world.people.items() if person is not None}
    by_address = {person.email: kind for kind, person in matrix.world.people.items() if person is not None}
    items = matrix.told.items
    leaks = []
    mails = list(session().scalars(select(Mail)))
    assert mails, "the world sends mail: somebody waits for an answer"
    for mail in mails:
        if mail.to == PARTNER.email:  # without an account: told of their action, and of nothing else
            assert set(CANARY.findall(mail.subject + mail.text)) == {PARTNER.name, "canary-by-mail"}
            continue
        kind = by_address[mail.to]
        seen = set(CANARY.findall(mail.subject + mail.text + mail.html))
        # Mailboxes are read by others: a mail quotes its reader's own words, if any, and what is to be done by them.
        own = {canary for canary in seen if kind == _writer(items[canary], by_id)}
        asked = {canary for canary in seen if items[canary].mailed and kind in items[canary].readers}
        leaks += [f"mail to {kind}: {canary}" for canary in seen - own - asked]
    by_entry: dict[int, list[str]] = {}
    for canary, item in items.items():
        if item.entry is not None:
            by_entry.setdefault(item.entry.id, []).append(canary)
    told = list(session().scalars(select(Notification)))
    assert told
    entitled = {"former facilitator", "former author", "disabled member"}  # told while they belonged; hidden since
    for notification in told:
        kind = by_id[notification.person_id]
        if notification.entry_id is not None and kind not in entitled:
            readers = set().union(*(items[c].readers for c in by_entry[notification.entry_id]))
            if kind not in readers:
                leaks.append(f"notification to {kind}: {by_entry[notification.entry_id]}")
    assert leaks == []


def test_a_letter_holds_what_others_said_openly_where_its_reader_may_read_it_and_nothing_else(matrix, monkeypatch):
    by_id = {person.id: kind for kind, person in matrix.world.people.items() if person is not None}
    leaks, blind, confided = [], [], []
    for kind in (kind for kind in matrix.readers() if kind != "anonymous"):
        said = letter_to(matrix, kind, monkeypatch)
        seen, meant = set(CANARY.findall(said)), stands_in_letter(matrix, kind)
        own = {canary for canary in seen if kind == _writer(matrix.told.items[canary], by_id)}  # that it was answered
        leaks += [f"{kind}: {canary}" for canary in seen - meant - own]
        blind += [f"{kind} misses {canary}" for canary in meant - seen]
        confided += [f"{kind}: {canary}" for canary in seen if canary.endswith(("-me", "-facilitators"))]
        assert bool(said) == (kind not in OUTSIDE), kind
    assert leaks == [], "\n".join(leaks)
    assert blind == [], "\n".join(blind)
    assert [one for one in confided if not one.startswith("author: ")] == []


def _writer(item: Item, by_id: dict[int, str]) -> str:
    return by_id[item.entry.author_id] if item.entry is not None else ""


MASKS = (
    (re.compile(r'value="[^"]{30,}"'), 'value="…"'),  # form tokens
    (re.compile(r"\b[0-9a-f]{16}\b"), "…"),  # request ids
    (re.compile(r"(/|%2F)\d+\b"), "/…"),
    (re.compile(r"(?im)^(set-cookie|content-length|date):.*\n"), ""),  # the first answer of a browser sets its cookie
)


def _masked(answer) -> tuple[int, str]:
    text = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return answer.status_code, text


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "member elsewhere", "programme team"])
def test_unseen_and_absent_are_the_same(matrix, kind):
    """Status, headers and body: for pages, and for every act on an entry."""
    visitor = matrix.visitor(kind)
    unseen = [item for item in matrix.told.items.values() if kind not in item.readers and item.entry is not None]
    paths = set()
    for item in unseen:
        assert item.entry is not None
        base = kind_of(item.entry.kind).path(item.entry.id)
        # What an exchange confides stands on a page that its other readers see without it.
        if item.path != base or kind not in _readers_of(matrix, item.entry.id):
            paths.add(item.path)
        if item.canary.startswith("canary-confided") or kind in _readers_of(matrix, item.entry.id):
            continue
        paths |= {
            base + tail
            for tail in (
                "",
                "/edit",
                "/revisions/1",
                "/audience",
                "/withdrawal",
                "/review",
                "/submission",
                "/readers",
                "/as/visitor",
            )
        }
    absent: dict[str, tuple[int, str]] = {}  # many entries lack the same page
    differing = []
    for path in sorted(paths):
        nowhere = re.sub(r"^(/\w+)/\d+", r"\1/999999", path)
        if nowhere == path:
            continue  # a page of its own, such as a theme's, which is there: to itself it is alike, but for the minute
        if nowhere not in absent:
            absent[nowhere] = _masked(visitor.get(nowhere))
        if _masked(visitor.get(path)) != absent[nowhere]:
            differing.append(path)
    assert differing == [], "\n".join(differing)


def _readers_of(matrix: Matrix, entry_id: int) -> set[str]:
    sets = [
        item.readers
        for item in matrix.told.items.values()
        if item.entry is not None and item.entry.id == entry_id and item.listed
    ]
    return set().union(*sets)


def test_acting_on_what_one_may_not_read_says_nothing_of_it(matrix):
    """Every POST on every entry, by those who may not read it: refused, and without a word of it."""
    acts = [
        rule.rule
        for rule in matrix.app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and is_of_entries(rule.rule)
    ]
    assert acts
    wrong = []
    for kind in ("nobody", "member elsewhere", "programme team", "former member", "member facilitating elsewhere"):
        visitor = matrix.visitor(kind)
        unseen = {entry.id for entry in matrix.entries() if kind not in _readers_of(matrix, entry.id)}
        with drawn_once():
            for path in (path for act in acts for path in matrix.of_entries(act)):
                if int(path.split("/")[2]) in unseen:
                    answer = visitor.post(path, {"body": "x", "title": "x", "audience": "public", "version": "1"})
                    if answer.status_code != 404 or CANARY.search(answer.get_data(as_text=True)):
                        wrong.append(f"{kind} {path}: {answer.status_code}")
    assert sorted(set(wrong)) == []


def test_nothing_that_is_not_public_may_be_kept_by_a_cache(matrix):
    for kind in ("author", "facilitator here", "member here"):
        visitor = matrix.visitor(kind)
        confided = {item.path for item in matrix.told.items.values() if "anonymous" not in item.readers}
        opened = 0
        for path in sorted(confided):  # each once, whatever it holds
            answer = visitor.get(path)
            if answer.status_code == 200:
                opened += 1
                assert "no-store" in answer.headers.get("Cache-Control", ""), path
                assert "ETag" not in answer.headers, path
        assert opened, kind


def test_everybody_in_the_world_is_an_account_of_the_world(matrix):
    assert session().query(Person).count() == len(KINDS_OF_PERSON) - 1


def test_nobody_is_suggested_for_what_one_may_not_read_and_everybody_who_may_by_role(matrix):
    """The names after an @, for every kind of person and every entry: nobody for what they may not read, nobody who may
    not read it by their role; and whoever may is found.
    """
    by_id = {person.id: kind for kind, person in matrix.world.people.items() if person is not None}
    alike = {(one.kind, one.audience, one.state, one.author_id, one.partnership_id): one for one in matrix.entries()}
    wrong = []
    for kind in matrix.readers():
        reader = reading(matrix.world.people[kind])
        for entry in alike.values() if kind != "anonymous" else ():
            reach = mentions.reach_of(reader, entry.id)
            shown = mentions.suggestions(reader, reach, "") if reach is not None else []
            found, expected = {by_id[one.id] for one in shown}, _may_be_meant(matrix, entry) - {kind}
            if not can_read(reader, entry) or not reader.in_community:
                expected = set()
            if found - expected or (len(shown) < mentions.MOST and found != expected):
                wrong.append(f"{kind} for {entry.kind} {entry.id} ({entry.audience}): {sorted(found ^ expected)}")
    assert wrong == [], "\n".join(wrong[:20])


def _may_be_meant(matrix: Matrix, entry: Entry) -> set[str]:
    """Whom one may mean there: its author, and whoever may read it by the roles of today."""
    here = BELONG_HERE | {"later facilitator": "facilitator"}
    belong = here if entry.partnership_id == matrix.world.here.id else BELONG_ELSEWHERE
    author = next(kind for kind, person in matrix.world.people.items() if person and person.id == entry.author_id)
    community = {*here, *BELONG_ELSEWHERE, *OFFICES}
    found: dict[str, set[str]] = {
        "me": set(),
        "facilitators": {kind for kind, role in belong.items() if role == "facilitator"},
        "partnership": set(belong),
        "community": community,
        "public": community,
    }
    return (found[entry.audience] | {author}) - {"disabled member"}
