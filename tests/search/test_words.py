"""What is found by which words, on both databases alike; and that nothing typed is an error."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lpcommunity.people.models import Person
from lpcommunity.search import analysis, commands, finding, query_language, sieve, spelling, suggestions
from lpcommunity.storage import session
from tests import factories
from tests.harness.visitor import Visitor
from tests.search.texts import post

NAMES = (
    "Llŷr Hughes",
    "Jürgen Müller",
    "Sinéad O'Neill",
    "Nguyễn Minh",
    "Siân Davies",
    "Flora MacDonald",
    "Denise Noon",
)


@pytest.fixture
def ann(app):
    here = factories.place("Tees Valley")
    made = factories.person("Ann Author")
    factories.belongs(made, here)
    post(made, here, "We organised walking groups", "The colours of the centre; we looked after each other.")
    post(made, here, "Football", "Nobody analysed the programme.")
    for name in NAMES:
        factories.belongs(factories.person(name), here)
    return factories.reading(made)


def titles(reader, typed, **narrowed):
    results = finding.results(reader, query_language.read(typed), sieve.read(reader, narrowed))
    return [one.title for one in results.found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("organize", ["We organised walking groups"]),
        ("walks", ["We organised walking groups"]),
        ("color center", ["We organised walking groups"]),
        ('"looked after"', ["We organised walking groups"]),
        ('"after looked"', []),
        ("walk*", ["We organised walking groups"]),
        ("organis*", ["We organised walking groups"]),
        ("analyze program", ["Football"]),
        ("programme −colour", ["Football"]),
        ("-colour kind", []),
    ],
)
def test_words_phrases_beginnings_and_what_is_left_out(ann, typed, expected):
    assert titles(ann, typed) == expected


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Llyr", "Llŷr Hughes"),
        ("muller", "Jürgen Müller"),
        ("Mueller", "Jürgen Müller"),
        ("o'neil", "Sinéad O'Neill"),
        ("O’Neill", "Sinéad O'Neill"),
        ("nguyen", "Nguyễn Minh"),
        ("Ngyuen", "Nguyễn Minh"),
        ("Sian", "Siân Davies"),
        ("McDonald", "Flora MacDonald"),
        ("Macdonnald", "Flora MacDonald"),
        ("Davis", "Siân Davies"),
        ("Mac Donald", "Flora MacDonald"),
        ("Flora Mc Donald", "Flora MacDonald"),
        ("O Neil", "Sinéad O'Neill"),
        ("Deinse", "Denise Noon"),
        ("Denize", "Denise Noon"),
    ],
)
def test_names_are_found_despite_a_typing_error_or_a_missing_accent(ann, typed, name):
    assert name in [one.name for one in suggestions.suggestions(ann, typed)]


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            ['"', "“", "*", "-", "−", "(", ")", "{a} :", "NEAR(", "AND", "OR", "NOT", "^", "+", "'", "''", "\\", "\0",
             ";--", "<->", "&", "|", "!", ":*", ":A", "#u1", "w0", "%", "\u202e", "\u0301", "ﬁ", "٣", "👍", "漢",
             "a", "walk", "x" * 10_000]
        ),
        st.text(st.characters(exclude_categories=[]), max_size=8),
    ),
    max_size=12,
)  # fmt: skip
FILTERS = ("kind", "partnership", "theme", "programme", "person", "audience", "attached", "from", "to", "after")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_typed_and_whatever_an_address_says_is_answered_in_words(ann, app, data):
    """NUL, halves of letters, operators of either database, 10,000 letters: in the box and in each filter."""
    visitor = Visitor(app, ann_person())
    glue = st.sampled_from(["", " "])
    worst, name = data.draw(st.sampled_from(["", "\0", "\ud800", "x" * 10_000])), data.draw(st.sampled_from(FILTERS))
    typed, value = (f"{data.draw(glue).join(data.draw(HOSTILE))}{worst}" for _ in range(2))
    asked = "&".join(f"{key}={quote(said, errors='surrogatepass')}" for key, said in (("q", typed), (name, value)))
    bare = f"/search?{name}={quote(value, errors='surrogatepass')}"
    for address in (bare, f"/search?{asked}", f"/search/suggestions?{asked}", f"/search?q=walk&{name}="):
        answer = visitor.get(address)
        assert answer.status_code == 200 or (answer.status_code == 400 and "<h1" in answer.get_data(as_text=True))
    reader = factories.reading(ann_person())
    wanted, narrowed = query_language.read(f"walk {worst}{typed}"), sieve.read(reader, dict.fromkeys(FILTERS, value))
    found = finding.results(reader, wanted, narrowed) if wanted else None
    assert found is None or len(found.found) <= 20
    suggestions.suggestions(reader, typed)
    commands.note_search(reader, wanted)


def ann_person():
    return session().query(Person).filter_by(name="Ann Author").one()


def test_where_a_long_text_has_a_word_is_found_by_its_first_letters_alike():
    odd = ["Die Öl-Kerbe; kerbs, Llŷr, 2018, ŁÓDŹ, Ｗide, 伙伴, Ægir, ßein, O’Neill, McDonald", *spelling._PAIRS]
    odd += ["paediatric anaesthetist orthopaedic haemoglobin faeces caesarean manoeuvre oestrogen oedema oesophagus"]
    text = " ".join(odd * 2)
    for one in analysis.words(text):
        wanted = frozenset({one.term})
        alike = [(like.start, like.term) for like in analysis.words_like(text, wanted) if like.term == one.term]
        assert alike == [(w.start, w.term) for w in analysis.words(text) if w.term == one.term], one
    every = frozenset(f"s{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert [one.whole for one in analysis.words_like("Say so, Xyz.", every)] == ["say", "so"]
    assert list(analysis.words_like("Say so.", frozenset())) == []  # looked for is what is not there


@given(
    st.text(alphabet="nN'’eé\u0301o -_1伙か.ŁwæŒ", max_size=40),
    st.sampled_from(["neo", "o'n", "e*", "1n", "伙", "łe", "w", "oen", "aeo", "ne*"]),
)
def test_what_is_marked_is_what_was_looked_for(text, typed):
    """However words are joined: marked are those that have it, and no part of another."""
    assume("\u0301" * 4 not in text)
    wanted = query_language.read(typed)
    alike = [one for one in analysis.words_like(text, wanted.terms) if wanted.fits(one)]
    assert alike == [one for one in analysis.words(text) if wanted.fits(one)]


def test_a_phrase_is_found_however_often_its_words_stand_there_and_how_late(app):
    """PostgreSQL's own phrases know 256 places of a word, and none beyond the first 16,383."""
    here, author = factories.place("Hull"), factories.person("Ann Author")
    factories.belongs(author, here)
    reader = factories.reading(author)
    before = " ".join([*["the"] * 300, *(f"w{number}" for number in range(3_000))])
    post(author, here, "Long", f"{before} closed the kestrelbarn for the winter")
    post(author, here, "Short", "The kestrelbarn was not closed. Winter for the barn.")

    def titles(typed):
        found = finding.results(reader, query_language.read(typed), sieve.Sieve())
        return {one.title for one in found.found}

    assert titles('"closed the kestrelbarn"') == titles('"for the winter"') == {"Long"}
    assert titles('"the kestrelbarn"') == titles("kestrelbarn closed") == {"Long", "Short"}
    assert titles('kestrelbarn -"closed the"') == {"Short"}
    assert titles('"kestrelbarn closed"') == titles('"the kestrelbarn" -"not closed" -"for the winter"') == set()
    assert titles('"winter for the"') == {"Short"}
