"""A refusal is a code with values; the sentence to it comes from the catalogue."""

import pytest

from lpcommunity.access import Conflict, Invalid, refusal_catalogue


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    """A catalogue of one's own."""
    monkeypatch.setattr(refusal_catalogue, "_sentences", {})


def test_a_refusal_reads_as_its_sentence_with_the_values_in_it():
    refusal_catalogue.register({"shelf-full": "The shelf “{name}” holds {most:,} books"})
    refusal = Invalid("shelf", "shelf-full", name="{most} & Co", most=1200)
    assert str(refusal) == "The shelf “{most} & Co” holds 1,200 books"
    assert (refusal.field, refusal.code, refusal.values) == (
        "shelf",
        "shelf-full",
        {"name": "{most} & Co", "most": 1200},
    )


def test_a_sentence_may_be_made_of_its_values():
    refusal_catalogue.register({"book-lent": lambda days: f"Back in {days} day{'s' if days > 1 else ''}"})
    assert [str(Conflict("book-lent", days=n)) for n in (1, 2)] == ["Back in 1 day", "Back in 2 days"]


def test_a_code_without_a_sentence_is_said_as_it_is():
    assert str(Invalid("shelf", "shelf-unheard-of", name="A")) == "shelf-unheard-of"


def test_no_code_means_two_things():
    refusal_catalogue.register({"shelf-full": "Full"})
    with pytest.raises(refusal_catalogue.CodeTaken, match="shelf-full"):
        refusal_catalogue.register({"shelf-full": "No room", "shelf-gone": "Gone"})
    assert str(Conflict("shelf-gone")) == "shelf-gone"


def test_the_way_to_a_field_is_a_path_also_where_it_is_a_name():
    assert Invalid("title", "some-code").path == ("title",)
    assert Invalid(("moves", 0, "says"), "some-code").path == ("moves", 0, "says")


def test_a_conflict_may_have_the_reason_of_something_invalid():
    refusal = Conflict.because(Invalid("role", "some-code", name="Ann"))
    assert (type(refusal), refusal.code, refusal.values) == (Conflict, "some-code", {"name": "Ann"})
