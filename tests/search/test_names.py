"""Names that are found by what somebody types: with titles and without, on either side."""

import pytest

from lpcommunity.search.names import Name, Names, bare_words

KHAN, TITLED, OTHER = (
    Name("person", 1, "Amina Khan"),
    Name("person", 2, "Prof. Dr Amina Khan"),
    Name("person", 3, "Amy Kane"),
)
PLACE, LORD = Name("partnership", 4, "Canon Street"), Name("person", 5, "Lord of Leeds")
STREET = Name("partnership", 6, "High Street")
ALL = Names.of([KHAN, TITLED, OTHER, PLACE, LORD, STREET])


@pytest.mark.parametrize(
    "typed",
    ["Amina Khan", "Dr Amina Khan", "dr. amina khan", "Councillor Amina Khan", "The Rt Hon Amina Khan", "Doctor Khan"],
)
def test_titles_are_overlooked_on_either_side(typed):
    assert ALL.beginning(typed, 10) == ALL.called(typed, 10) == [KHAN, TITLED]
    assert ALL.like(typed.replace("Khan", "Kahn"), 10)[:2] == [KHAN, TITLED]


def test_while_one_types_a_title_is_one_from_the_next_word_on():
    assert ALL.beginning("Dr", 10) == [TITLED]
    assert ALL.beginning("Dr Am", 10) == [KHAN, OTHER, TITLED]
    assert ALL.beginning("Lord", 10) == [LORD]


def test_places_are_called_as_they_are_called():
    assert ALL.beginning("Canon Street", 10) == ALL.called("Canon Street", 10) == [PLACE]
    assert ALL.beginning("", 10) == ALL.called(" ", 10) == ALL.called("’", 10) == []


def test_names_are_compared_without_titles():
    assert bare_words("Prof. Dr Siân Llŷr") == bare_words("Councillor Siân Llŷr") == bare_words("Siân Llŷr")
    assert bare_words("Doctor") == ["doctor"]
