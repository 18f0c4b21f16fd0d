"""What came of looking back: the first words of the last of several texts, on the card of such an entry."""

from lpcommunity.entries.content import Content, with_closing
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.updates.kind import UPDATE


def test_the_last_text_says_what_came_of_it():
    content = Content.written("A title", {"what": "Nobody came.", "so-what": "", "now-what": "We **ring** them first."})
    assert content.closing == "We ring them first."
    assert with_closing({"cycle": "driscoll"}, REFLECTION, content) == {
        "cycle": "driscoll",
        "came": "We ring them first.",
    }


def test_one_text_has_no_closing_and_what_happened_has_none_either():
    alone = Content.written("A title", {"what": "Nobody came."})
    assert alone.closing == ""
    assert with_closing({"cycle": "driscoll", "came": "Old words"}, REFLECTION, alone) == {"cycle": "driscoll"}
    both = Content.written("", {"body": "One.", "help": "Two."})
    assert with_closing({}, UPDATE, both) == {}
