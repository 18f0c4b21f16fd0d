"""Fields that belong to a choice (Form.only_with) count only with that choice: what was typed there before another was
made blocks nothing, and stays in the form.
"""

import re
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from flask import g
from werkzeug.datastructures import MultiDict

import lpcommunity
from lpcommunity.web.forms import ChoiceField, DateField, EmailField, Form, SelectOneField, TextField

PACKAGE = Path(lpcommunity.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
MACRO = "components/fields.html"  # in which the mark is made from what the form says
WITHIN = re.compile(r"\bf\.\w+\((?:\w+\.)?form\.(\w+)")  # a field that a template shows
BLOCK = re.compile(r"{% set (\w+) %}(.*?){% endset %}", re.S)
INSIDE = re.compile(r"f\.\w+\(form\.(\w+), .*?inside={\"[\w-]+\": (\w+)}")
LONG = "x" * 20_000


def forms(of=Form):
    """Every form there is."""
    for one in of.__subclasses__():
        yield one
        yield from forms(one)


def with_choices():
    return sorted({one for one in forms() if one.only_with}, key=lambda one: one.__qualname__)


@pytest.fixture
def fill(app):
    """`fill(form, {name: text})`: that form, sent with this. What can be chosen is what the form says, or anything."""

    with ExitStack() as contexts:

        def fill(form, sent):
            contexts.enter_context(app.test_request_context(method="POST", data=sent))
            g.csrf_valid = True
            made = form(MultiDict(sent))
            for field in made:
                if isinstance(field, ChoiceField | SelectOneField) and field.choices is None:
                    field.choices, field.validate_choice = [], False
            made.validate()
            return made

        yield fill


def wrong(field):
    """Something that this field cannot take, as a browser sends it."""
    if isinstance(field, DateField):
        return {
            f"{field.name}-{part}": number for part, number in zip(DateField.PARTS, ("31", "2", "2027"), strict=True)
        }
    return {field.name: "nobody" if isinstance(field, EmailField) else LONG}


def of(choice):
    """What can be chosen there, as far as the form says it itself."""
    return [str(one[0]) for one in choice.iter_choices()] if choice.choices else []


def test_there_are_such_forms_on_every_side(app):
    named = {one.__name__ for one in with_choices()}
    assert named >= {
        "CheckInForm", "ActionForm", "ReportForm", "PartnerReportForm", "RhythmForm", "UpdateForm", "ReflectionForm",
    }  # fmt: skip


def test_what_belongs_to_a_choice_counts_with_that_alone(app, fill):
    for form in with_choices():
        for name, (choice, values) in form.only_with.items():
            field = fill(form, {})[name]
            if isinstance(field, ChoiceField | SelectOneField):
                continue
            for value in values:
                assert fill(form, {**wrong(field), choice: value})[name].errors, (form, name, value)
            others = [one for one in of(fill(form, {})[choice]) if one not in values]
            there = fill(form, {**wrong(field), choice: others[0] if others else "another"})
            assert not there[name].errors, (form, name)
            assert not there.counts(name)
            assert there.counted(name) is None
            kept = there[name].typed["day"] if isinstance(field, DateField) else there[name].data
            assert kept, "what was typed is still there"


def test_a_form_that_is_right_but_for_that_is_taken(app, fill):
    class Some(Form):
        only_with = {"day": ("kind", ("other",))}
        kind = ChoiceField("Kind", choices={"one": "One", "other": "Other"})
        day = DateField("Which day?")
        name = TextField("Name")

    typed = {"day-day": "31", "day-month": "2", "day-year": "2027"}
    assert fill(Some, {**typed, "kind": "one"}).error_list == []
    assert [where for _, where in fill(Some, {**typed, "kind": "other"}).error_list] == ["day-day"]
    assert fill(Some, typed).has_errors, "where nothing is chosen, as a program sends it, it counts"
    right = fill(Some, {**typed, "kind": "other", "day-day": "1"})
    assert right.counted("day") == date(2027, 2, 1)


def test_no_template_shows_a_field_for_a_choice_that_its_form_does_not_know(app):
    """Shown by scripts for one choice only, or inside one of the radios: only as a form says itself."""
    known = {(name, choice) for form in with_choices() for name, (choice, _) in form.only_with.items()}
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        if not path.as_posix().endswith(MACRO):
            for block in text.split('data-follows-values="')[1:]:
                assert not WITHIN.search(block.partition("</div>")[0]), f"{path.name}: use f.only_with"
        blocks = dict(BLOCK.findall(text))
        for choice, block in INSIDE.findall(text):
            for name in WITHIN.findall(blocks[block]):
                assert (name, choice) in known, f"{path.name}: {name} opens with {choice}"
