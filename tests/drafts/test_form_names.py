"""What drafts of short forms are called, so that one is told from the other in a list."""

import pytest

from lpcommunity.drafts import form_names
from lpcommunity.drafts.models import MOST_SUBJECT
from lpcommunity.drafts.subjects import WORDS, subject_of
from tests.architecture.test_fields_of_a_choice import forms


def _short_forms(app):
    """Every short form there is, by what it is called."""
    ours = {one for one in forms() if one.__module__.startswith("lpcommunity.") and not hasattr(one, "signed_form")}
    return [(form_names.called_of(one), one) for one in ours if form_names.own_words_of(one)]


def test_every_short_form_has_a_name_of_its_own_and_labels(app):
    found = _short_forms(app)
    assert {called for called, _ in found} == form_names.NAMES.keys()
    assert len(found) == len({called for called, _ in found}), "two forms of one name"
    for called, form in found:
        names = form_names.own_words_of(form)
        subject = f"{WORDS}:{','.join(names)}:{called}"
        assert len(subject) <= MOST_SUBJECT, "else its draft forgets what it is of"
        known = subject_of(subject, "/home")
        assert known.word == form_names.NAMES[called]
        for name in names:
            assert known.written(name)
            assert known.named(name) == getattr(form, name).args[0]


@pytest.mark.parametrize("subject", ["words:note", "words:words,more:gone"])
def test_a_form_that_is_no_more_has_a_name_all_the_same(app, subject):
    known = subject_of(subject, "/home")
    assert (known.word, known.named("what_helps")) == ("Text", "What helps")
