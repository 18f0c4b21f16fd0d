"""What an extract costs, whatever the text is made of."""

import pytest

from lpcommunity.search import analysis, extracts, query_language


@pytest.fixture
def looked_at(monkeypatch):
    """The words of which somebody asked for the term."""
    some, terms = [], analysis._terms

    def look(word):
        some.append(word)
        return terms(word)

    monkeypatch.setattr(analysis, "_terms", look)
    return some


def test_of_a_text_that_is_made_to_be_looked_through_only_the_beginning_is(looked_at):
    hostile = " ".join(f"b{number}x" for number in range(30_000))
    found = extracts.extract(f"{hostile} (budget)", query_language.read("budget"))
    assert "".join(part.text for part in found).startswith("b0x b1x")
    assert len(looked_at) < 2 * extracts.MOST_LOOKED_AT


def test_a_word_as_it_is_looked_for_is_seen_at_once_wherever_it_stands(looked_at):
    """And shown as a whole word, marked, with what stands before it: no other that begins or ends so."""
    rest = "b1 b2 " * 900
    for said in ("the Budget is", "the budgets were", "İ, the (budget) was"):
        looked_at.clear()
        found = extracts.extract(f"{rest}{said} late. {rest}", query_language.read("budget"))
        marked = [one.text for one in found if one.marked]
        assert (len(marked), marked[0] in said) == (1, True)
        assert len(looked_at) < 100 or "İ" in said
    others = "budgetary subbudget " * 200  # the first that begins so is another
    found = extracts.extract(f"{others}The budget is late.", query_language.read("budget"))
    assert (found[0].text, [one.text for one in found if one.marked]) == ("…\N{NO-BREAK SPACE}", ["budget"])


def test_no_more_of_a_word_is_remembered_than_can_be_found():
    long = "a" * 100_000
    [word] = analysis.words(long)
    assert (word.start, word.end) == (0, len(long))
    analysis._terms.cache_clear()
    list(analysis.words(long))
    assert analysis._terms(long[: analysis.LONGEST_READ]) is not None
    assert analysis._terms.cache_info().hits == 1


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("ﬁnance", "finance"), ("ﬂoods", "flood"), ("ﬁreﬂies", "firefly"), ("oﬃce", "office"), ("stuﬀ", "stuff"),
        ("ﬆreets", "street"), ("ﬁn*", "fin*"), ("Ⅳ", "iv"), ("①", "1"), ("ｆｉｎａｎｃｅ", "finance"),
        ("ℓitre", "litre"),
    ],
)  # fmt: skip
def test_a_word_that_is_set_with_joined_letters_is_marked_as_it_is_found(said, wanted):
    """Documents, PDF above all, hold ﬁ as one sign."""
    looked_for = query_language.read(wanted)
    assert query_language.is_in(looked_for, said)
    for text in (f"The {said} is late.", f"{'Nothing of it. ' * 60}The {said} is late. {'Nor here. ' * 60}"):
        found = extracts.extract(text, looked_for)
        assert [one.text for one in found if one.marked] == [said.strip("*")], text[:20]
