"""What an extract costs, whatever the text is made of."""

from lpcommunity.search import analysis, extracts, query_language


def test_of_a_text_that_is_made_to_be_looked_through_only_the_beginning_is(monkeypatch):
    looked_at, terms = [], analysis._terms

    def look(word):
        looked_at.append(word)
        return terms(word)

    monkeypatch.setattr(analysis, "_terms", look)
    hostile = " ".join(f"b{number}x" for number in range(30_000))
    found = extracts.extract(f"{hostile} budget", query_language.read("budget"))
    assert "".join(part.text for part in found).startswith("b0x b1x")
    assert len(looked_at) < 2 * extracts.MOST_LOOKED_AT


def test_no_more_of_a_word_is_remembered_than_can_be_found():
    long = "a" * 100_000
    [word] = analysis.words(long)
    assert (word.start, word.end) == (0, len(long))
    analysis._terms.cache_clear()
    list(analysis.words(long))
    assert analysis._terms(long[: analysis.LONGEST_READ]) is not None
    assert analysis._terms.cache_info().hits == 1
