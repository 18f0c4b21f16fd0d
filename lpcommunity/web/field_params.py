"""From a field to what GOV.UK's components want to know. The macros in components/fields.html call these."""

from typing import Any

from flask import Flask
from markupsafe import Markup

from lpcommunity.web import forms
from lpcommunity.web.govuk import govuk, opened_by_styles, textarea_text


def field_params(field: Any, hint: str | None, **more: Any) -> dict[str, Any]:
    """What every component of a field is given: id, name, hint and message."""
    hint = hint if hint is not None else str(field.description or "")
    about = {"hint": {"text": hint} if hint else None, "errorMessage": error_of(field)}
    return {"id": field.id, "name": field.name, **about, **more}


def error_of(field: Any) -> dict[str, str] | None:
    """The messages of a field, as one."""
    messages = list(forms.messages_of(field))
    if len(messages) > 1:
        return {"text": " ".join(message.rstrip(".") + "." for message in messages)}
    return {"text": messages[0]} if messages else None


def error_list(form: forms.Form) -> list[dict[str, str | None]]:
    """The messages of the whole form; each leads to the input that it is about."""
    return [{"text": message, "href": f"#{target}" if target else None} for message, target in form.error_list]


def label_of(field: Any, size: str | None) -> dict[str, str]:
    """The label, in one of GOV.UK's sizes: s, m, l, or none for plain."""
    return {"text": str(field.label.text), "classes": f"govuk-label--{size}" if size else ""}


def fieldset_of(field: Any, size: str | None) -> dict[str, Any]:
    """The fieldset and its legend."""
    legend = {"text": str(field.label.text), "classes": f"govuk-fieldset__legend--{size}" if size else ""}
    return {"legend": legend}


def choices_of(field: Any, hints: dict[str, str], inside: dict[str, Markup]) -> list[dict[str, Any]]:
    """Radios or checkboxes, each with its hint and what opens below it."""
    return [
        {
            "value": str(choice.value),
            "text": str(choice.label),
            "checked": bool(choice.selected),
            "hint": {"text": hints[choice.value]} if hints.get(choice.value) else None,
            "conditional": {"html": inside[choice.value]} if inside.get(choice.value) else None,
            "attributes": dict(choice.render_kw or {}),
        }
        for choice in field.iter_choices()
    ]


def options_of(field: Any) -> list[dict[str, Any]]:
    """The options of a select."""
    return [
        {"value": str(choice.value), "text": str(choice.label), "selected": bool(choice.selected)}
        for choice in field.iter_choices()
    ]


def tick_of(field: Any, hint: str | None) -> list[dict[str, Any]]:
    """A single checkbox with the field's label."""
    hint = hint if hint is not None else str(field.description or "")
    hint_text = {"text": hint} if hint else None
    return [{"value": "y", "text": str(field.label.text), "checked": bool(field.data), "hint": hint_text}]


def date_parts(field: Any) -> list[dict[str, Any]]:
    """Day, month and year, those marked that are wrong."""
    wrong = (field.wrong_parts or field.PARTS) if field.errors else ()
    return [
        {
            "name": part,
            "value": field.typed[part],
            "classes": ("govuk-input--width-4" if part == "year" else "govuk-input--width-2")
            + (" govuk-input--error" if part in wrong else ""),
            "inputmode": "numeric" if part != "month" else "text",
        }
        for part in field.PARTS
    ]


def file_attributes(field: Any, attributes: dict[str, str]) -> dict[str, str]:
    """Which kinds of file the browser's chooser shows first."""
    return {"accept": field.accept, **attributes} if field.accept else attributes


def register(app: Flask) -> None:
    """Give them to the macros."""
    for function in (
        govuk, textarea_text, field_params, error_of, error_list, label_of, fieldset_of, choices_of, options_of,
        tick_of, date_parts, file_attributes,
    ):  # fmt: skip
        app.add_template_global(function)
    app.add_template_filter(opened_by_styles)
