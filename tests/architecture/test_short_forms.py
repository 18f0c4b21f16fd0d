"""Every form in which somebody writes keeps what is typed: as a draft (`data-autosave`) or sealed (web.short_forms)."""

import re
from pathlib import Path

import pytest

import lpcommunity
from lpcommunity.drafts.forms import WritingForm
from lpcommunity.web.fields import LongTextField, SentenceField, TextField
from lpcommunity.web.forms import Form
from lpcommunity.web.short_forms import short_form
from tests.architecture.test_fields_of_a_choice import forms

PACKAGE = Path(lpcommunity.__file__).parent
PAGES = sorted(PACKAGE.rglob("templates/**/*.html"))
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
WRITTEN_IN = re.compile(r"<textarea|\bf\.textarea\((\w[\w.]*)\.\w+|\bf\.text\((\w[\w.]*)\.\w+")
HIDDEN = re.compile(r"\bf\.hidden\((\w[\w.]*)\)")

# A <textarea> in which nobody writes, or that is no form's: each with its reason.
NOT_WRITTEN_IN = {
    "accounts/reauthenticate.html": "carries on, hidden, what was typed on the page before",
}
# Fields of one line that hold no more than a name, a number or an address.
NAMES = {
    "to", "name", "title", "called", "job_title", "organisation", "owner_name", "email", "latitude", "longitude",
}  # fmt: skip


def _unkept(form: str) -> bool:
    """Whether something is written in this form, and nothing keeps it."""
    written = WRITTEN_IN.findall(form)
    return bool(written) and "form_attributes" not in form.split(">", 1)[0] and not HIDDEN.search(form)


def test_every_form_in_which_one_writes_keeps_it():
    found = {
        path.relative_to(path.parents[1]).as_posix()
        for path in PAGES
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        if _unkept(form)
    }
    assert found == NOT_WRITTEN_IN.keys()


def test_a_form_that_keeps_nothing_would_be_found():
    assert _unkept('<form method="post"><textarea name="why"></textarea></form>')
    assert _unkept('<form method="post">{{ f.textarea(form.why) }}</form>')
    assert not _unkept('<form method="post" {{ d.form_attributes }}>{{ f.textarea(form.why) }}</form>')
    assert not _unkept('<form method="post">{{ f.hidden(form) }}{{ f.textarea(form.why) }}</form>')


def test_hidden_fields_stand_before_those_that_they_fill():
    for path in PAGES:
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            written, hidden = WRITTEN_IN.search(form), HIDDEN.search(form)
            assert not (written and hidden) or hidden.start() < written.start(), path


def test_one_line_for_words_of_ones_own_is_said_to_be_one():
    """Else a form of such lines alone is no short form, and loses them: SentenceField, or a name."""
    lines = {
        f"{one.__qualname__}.{name}"
        for one in {*forms()}
        if one.__module__.startswith("lpcommunity.") and not issubclass(one, WritingForm)  # which saves itself
        for name, field in vars(one).items()
        if getattr(field, "field_class", None) is TextField and name not in NAMES
    }
    assert lines == set()


@pytest.mark.parametrize("field", [LongTextField, SentenceField])
def test_a_form_with_such_a_field_is_a_short_form_for_whoever_is_signed_in(app, field):
    """Nothing else is needed on a page than what every form begins with."""
    made = type("WhyForm", (Form,), {"why": field("Why?")})
    with app.test_request_context():
        assert short_form(made(formdata=None)) is None, "a visitor has nobody to keep it for"
        assert short_form(type("NameForm", (Form,), {"name": TextField("Name")})(formdata=None)) is None
        page = app.jinja_env.get_template("components/fields.html").module.hidden(made(formdata=None))
        assert "short-forms" not in page
