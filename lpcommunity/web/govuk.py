"""GOV.UK Frontend's components, as govuk-frontend-jinja renders them.

They live in an environment of their own: they rely on reading what is not there, which our templates must
never do. Whole text goes in as text; what is typed keeps its line breaks however deep it is indented.
"""

import re
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from lpcommunity.web.fragments import fragments

PACKAGE = "govuk_frontend_jinja"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _macro(component: str) -> Any:
    module = _environment().get_template(f"{PACKAGE}/components/{component}/macro.html").module
    return getattr(module, "govuk" + "".join(part.capitalize() for part in component.split("-")))


def govuk(component: str, params: dict[str, Any]) -> Markup:
    """One component by its name in GOV.UK Frontend: `govuk("date-input", {...})`.

    The same component with the same words is rendered once; one that holds what somebody typed, each time.
    """
    if params.get("value") or any(item.get("value") for item in params.get("items") or [] if "inputmode" in item):
        return _rendered(component, params)
    return fragments.get((component, repr(params)), lambda: _rendered(component, params))


def _rendered(component: str, params: dict[str, Any]) -> Markup:
    return Markup(str(_macro(component)(_without_gaps(params))).strip())  # noqa: S704  (rendered with autoescape)


def _without_gaps(value: Any) -> Any:
    """Leave out what is None, so that it counts as not given."""
    if isinstance(value, dict):
        return {key: _without_gaps(inner) for key, inner in value.items() if inner is not None}
    return [_without_gaps(inner) for inner in value] if isinstance(value, list) else value


def opened_by_styles(html: Markup) -> Markup:
    """Leave it to the styles to show what is below a choice: `aria-expanded`, which the script adds, fits no radio."""
    plain = re.sub(r' data-aria-controls="[^"]*"', "", html)
    return Markup(re.sub(r" govuk-(radios|checkboxes)__conditional--hidden", "", plain))  # noqa: S704


def textarea_text(text: str | None) -> Markup:
    """Text for inside a textarea: a component that is indented by another must not indent it, too."""
    return Markup(str(escape(text or "")).replace("\n", "&#10;"))  # noqa: S704
