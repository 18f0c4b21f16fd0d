"""`lpcommunity invite`: the first person of an installation."""

from sqlalchemy import select

from lpcommunity.invitations.models import Invitation
from lpcommunity.storage import session


def _link(output: str) -> str:
    return next(word for word in output.split() if "/invitations/" in word)


def test_the_first_person_comes_in_by_the_command_line(runner, browser):
    result = runner("invite", "First@Team.example", "--role", "programme-team")
    assert result.exit_code == 0, result.output
    address = _link(result.output)
    assert address.startswith("http://localhost/invitations/")
    assert browser.get(address.removeprefix("http://localhost")).status_code == 200
    again = runner("invite", "first@team.example", "--role", "programme-team")
    assert _link(again.output) == address
    assert len(session().scalars(select(Invitation)).all()) == 1


def test_what_cannot_be_is_said_in_a_sentence(runner, hull):
    for words in (
        ("nonsense", "--role", "programme-team"),
        ("a@x.example", "--role", "king"),
        ("a@x.example", "--role", "member"),
        ("a@x.example", "--role", "member", "--partnership", "nowhere"),
        ("a@x.example", "--role", "evaluator", "--partnership", "hull"),
    ):
        result = runner("invite", *words)
        assert result.exit_code != 0
        assert "Traceback" not in result.output
    assert runner("invite", "a@x.example", "--role", "lead", "--partnership", "hull").exit_code == 0
