"""Whether somebody who came later may read what came before: asked on one page, and when it is sent again."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lpcommunity.openings.queries import Newcomer
from lpcommunity.web.forms import ChoiceField, Form
from lpcommunity.web.humanize import day

F = TypeVar("F", bound=Form)

ANSWERS = {"yes": "Yes, all of it from the beginning", "no": "No"}


class OpeningsForm(Form):
    """One question for each entry and each facilitator who came after it. Made by `openings_form`."""

    def to(self, one: Newcomer) -> Any:
        """The field that asks for this facilitator."""
        return self[_name(one)]

    @property
    def answers(self) -> dict[tuple[int, int], bool]:
        """What was answered, by the ids of the entry and of the facilitator's membership. The rest stays as it is."""
        return answers_of(self)


def _asks(one: Newcomer) -> str:
    return f"{one.name} facilitates since {day(one.began_at)}. May {one.first_name} read what came before?"


def answers_of(form: Form) -> dict[tuple[int, int], bool]:
    """The answers to these questions in a form that asks something else as well."""
    said: dict[tuple[int, int], bool] = {}
    for field in form:
        what, _, ids = field.name.partition("-")
        if what == "open" and field.data in ANSWERS:
            entry_id, _, membership_id = ids.partition("-")
            said[int(entry_id), int(membership_id)] = field.data == "yes"
    return said


def with_questions(form: type[F], newcomers: Iterable[Newcomer], asks: Callable[[Newcomer], str] = _asks) -> type[F]:
    """This form with a question for each of them to whom it is not open yet, in the words of `asks`."""
    fields: dict[str, Any] = {
        _name(one): ChoiceField(
            asks(one),
            choices=ANSWERS,
            default="no" if one.declined_at else None,
            validate_choice=False,
        )
        for one in newcomers
        if not one.opened
    }
    return type(form.__name__, (form,), fields)


def openings_form(newcomers: Iterable[Newcomer]) -> OpeningsForm:
    """The form of the one page with all of somebody's questions."""
    return with_questions(OpeningsForm, newcomers, lambda one: f"“{one.title}”")()


def _name(one: Newcomer) -> str:
    return f"open-{one.entry_id}-{one.membership_id}"
