"""Addresses, invitations and links as they are brought: rows F8 to F13 of "Words as people bring them"."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import ask_email_change, ask_password_reset
from lpcommunity.accounts.models import PasswordReset
from lpcommunity.accounts.passwords import hashed
from lpcommunity.accounts.tokens import email_token, reset_token
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.address_parser import parse_addressees
from lpcommunity.invitations.tokens import invitation_token
from lpcommunity.notifications.mail import unsubscribe_tokens
from lpcommunity.people import email_addresses
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

GITA = ("gita@hull.example", "Gita Patel")


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def lead(hull):
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    return grace


@pytest.mark.parametrize(
    "text",
    [
        "Gita Patel\tgita@hull.example", "gita@hull.example\tGita Patel", "Name\tE-mail\nGita Patel\tgita@hull.example",
        "First name\tLast name\tE-mail address\nGita\tPatel\tgita@hull.example",
        "Surname\tForename\tRole\tEmail\nPatel\tGita\tOfficer\tgita@hull.example",
        "Gita\tPatel\tgita@hull.example", "Gita Patel\tProject officer\tgita@hull.example",
        "Name;E-Mail\nGita Patel;gita@hull.example", 'Name,Email\n"Patel, Gita",gita@hull.example',
        "Gita Patel, gita@hull.example", "Gita Patel <gita@hull.example>", "\t\nGita Patel\t<gita@hull.example>\t",
        "Gita\xa0Patel\t gita@hull.example\xa0", "Gita Patel gita@hull.example", "Gita Patel (gita@hull.example)",
        "Gita Patel – gita@hull.example", "gita@hull.example<mailto:gita@hull.example>\nGita Patel\tgita@hull.example",
        "'Gita Patel' <gita@hull.example>;", "Patel, Gita <gita@hull.example>",
        "E-mail\tName\ngita@hull.example\tGita Patel",
        "Name\tE-mail\t\nGita Patel\tgita@hull.example\t", "Gita Patel\tmailto:gita@hull.example",
    ],
)  # fmt: skip
def test_f8_two_columns_out_of_a_spreadsheet_are_name_and_address(text):
    assert [(one.email, one.name) for one in parse_addressees(text)] == [GITA]


def test_f8_a_whole_sheet_is_read_and_what_has_no_address_is_said():
    sheet = "Name\tE-mail\nGita Patel\tgita@hull.example\nBob Lee\t\n\nAnn Day\tann@hull.example, bob@hull.example"
    found = [(one.line, one.email, one.name) for one in parse_addressees(sheet)]
    assert found[:2] == [(2, *GITA), (3, "Bob Lee", "")]
    assert found[2:] == [(5, "ann@hull.example", "Ann Day"), (5, "bob@hull.example", "Ann Day")]


def test_f8_names_and_addresses_that_are_lists_stay_lists():
    assert [one.email for one in parse_addressees("E-mail addresses\na@b.example; c@d.example, e@f.example")] == [
        "a@b.example", "c@d.example", "e@f.example",
    ]  # fmt: skip
    assert [one.email for one in parse_addressees("grace\na@b.example")] == ["grace", "a@b.example"]


ABOVE_A_MAIL = [
    "From: ‘Patel, Gita’ <gita@hull.example>",
    "Sent: Tuesday, 24 November 2026 10:00",
    "To: 'Bob Lee' <bob@hull.example>; cc: ann@hull.example",
    "Subject: Ours, and theirs",
]


@pytest.mark.parametrize(
    "text",
    [
        "To: Gita Patel <gita@hull.example>; Bob Lee <bob@hull.example>\nCc: ann@hull.example",
        "To:\tGita Patel <gita@hull.example>; Bob Lee <bob@hull.example>\nCc:\tann@hull.example",
        "To...\tPatel, Gita <gita@hull.example>; Lee, Bob <bob@hull.example>\nBCC: ann@hull.example",
        "To:\n“Patel, Gita” <gita@hull.example>, 'Lee, Bob' <bob@hull.example>\nCc: <ann@hull.example>",
        "\n".join(ABOVE_A_MAIL),
        "Name: Gita Patel, Email: gita@hull.example\n«Bob Lee» (bob@hull.example)\nOptional: ann@hull.example",
        "Name:\tE-mail:\nGita Patel\tgita@hull.example\n„Bob Lee“\tbob@hull.example\n\tann@hull.example",
    ],
)
def test_f8_what_stands_above_a_mail_is_nobodys_name_and_quotes_are_no_part_of_one(text):
    bob, ann = ("bob@hull.example", "Bob Lee"), ("ann@hull.example", "")
    assert [(one.email, one.name) for one in parse_addressees(text)] == [GITA, bob, ann]


@pytest.mark.parametrize("name", ["Tom", "Tony Cc", "Gita O'Neil", "D'Arcy, Ann", "Reto Names"])
def test_f8_a_name_that_begins_like_a_head_is_a_name(name):
    turned = " ".join(reversed(name.split(", ")))
    assert parse_addressees(f"{name} <a@hull.example>")[0].name == turned
    assert parse_addressees(f"{name}\ta@hull.example")[0].name == turned


def test_f8_on_the_page_they_are_invited_by_name(app, hull, lead):
    visitor = Visitor(app, lead)
    sheet = "Name\tE-mail\r\nGita Patel\tgita@hull.example\r\n"
    answer = visitor.post(f"/partnerships/{hull.slug}/invitations", {"addresses": sheet, "role": "member"})
    assert answer.status_code == 303
    assert [(one.email, one.name) for one in queries.invited(hull.id)] == [GITA]


def test_f9_invited_already_and_invited_again_says_since_when_and_offers_to_send_it_again(app, hull, lead):
    visitor = Visitor(app, lead)
    sent = {"addresses": "Gita Patel <gita@hull.example>", "role": "member"}
    visitor.post(f"/partnerships/{hull.slug}/invitations", sent)
    twice = visitor.post(f"/partnerships/{hull.slug}/invitations", sent)
    assert twice.status_code == 303
    assert "One invitation is on the way" in visitor.text(f"/partnerships/{hull.slug}/invitations"), "a double click"
    first = queries.invited(hull.id)[0]
    with clock.at(now() + timedelta(minutes=2)):
        page = visitor.post(f"/partnerships/{hull.slug}/invitations", sent).get_data(as_text=True)
        words = re.search(r"Gita Patel \(gita@hull.example\) was invited on (\d+ \w+) and has not come yet", page)
        assert words
        assert "Send it again to Gita Patel</button>" in page
        both = {**sent, "addresses": "Gita Patel <gita@hull.example>\nann@hull.example"}
        page = visitor.post(f"/partnerships/{hull.slug}/invitations", both).get_data(as_text=True)
        assert "Send it again to Gita Patel, and invite the others</button>" in page
        assert "ann@hull.example</textarea>" in page
        assert len(queries.invited(hull.id)) == 1, "nobody, or everybody"
        assert visitor.post(f"/partnerships/{hull.slug}/invitations", {**both, "again": "1"}).status_code == 303
        assert "Two invitations are on the way" in visitor.text(f"/partnerships/{hull.slug}/invitations")
    again, ann = sorted(queries.invited(hull.id), key=lambda one: one.email, reverse=True)
    assert (again.id, again.email, ann.email) == (first.id, "gita@hull.example", "ann@hull.example")
    assert again.sent_at > first.sent_at


def test_f9_nobody_sends_again_what_they_could_not_send(app, hull, lead):
    commands.invite(OPERATOR, "owen@hull.example", "facilitator", hull)
    sent = {"addresses": "owen@hull.example", "role": "member", "again": "1"}
    answer = Visitor(app, lead).post(f"/partnerships/{hull.slug}/invitations", sent)
    assert answer.status_code == 422
    assert "has not come yet" in answer.get_data(as_text=True)


AS_PASTED = [
    "gita@hull.example\u200b", "\u202agita@hull.example\u202c", "gita@hull\u00ad.example", "\xa0gita@hull.example\xa0",
    "gita@hull.example.", "gita@hull.example,", "gita@hull.example>", "<gita@hull.example>", "mailto:gita@hull.example",
    "MAILTO:gita@hull.example?subject=Hello", "gita＠hull.example", "ｇｉｔａ＠ｈｕｌｌ．ｅｘａｍｐｌｅ",
    "“gita@hull.example”",
    "Gita Patel <gita@hull.example>", "(gita@hull.example);", "Gita@Hull.example", "gita@hull.example\ufeff",
]  # fmt: skip


@pytest.mark.parametrize("typed", AS_PASTED)
def test_f10_what_was_copied_along_with_an_address_is_left_out(typed):
    assert email_addresses.normalised(typed) == "gita@hull.example"
    assert email_addresses.lookup_form(typed) == "gita@hull.example"
    assert [one.email.lower() for one in parse_addressees(typed)] == ["gita@hull.example"]


@pytest.mark.parametrize(
    "typed", ["gita hull@hull.example", "gita@", "gita.hull.example", "@hull.example", "a@b@c.example"]
)
def test_f10_what_is_no_address_is_still_none(typed):
    with pytest.raises(Invalid):
        email_addresses.normalised(typed)


@pytest.mark.parametrize("typed", ["{}\u200b", "{}.", "\u202a{}", "mailto:{}", "{}>"])
def test_f10_everywhere_an_address_is_typed(app, hull, typed):
    someone = make.person("Amina Rahman")
    visitor = Visitor(app)
    email = typed.format(someone.email)
    page = visitor.post("/sign-in", {"email": email, "password": "not the password"}, on="/sign-in").get_data(
        as_text=True
    )
    assert f'value="{someone.email}"' in page
    assert visitor.post("/forgotten-password", {"email": email}, on="/sign-in").status_code == 303
    signed_in = Visitor(app, someone)
    signed_in.post("/account/email", {"email": typed.format("amina@new.example")})
    assert "amina@new.example" in signed_in.text("/account")


GLUED = [".", ",", ")", ").", ">", "/", "/>", "=", "%3E", "%3D", "%20", "]", "'", "%22", "></a", "%E2%80%8B", "…"]


def _links(app, hull, lead):
    """Every sort of link that opens something by itself, with words of the page that it leads to."""
    someone = make.person("Amina Rahman")
    invitation = queries.invitation(commands.invite(reading(lead), "colin@hull.example", "member", hull).id)
    ask_password_reset(someone.email, address="127.0.0.1")
    change = ask_email_change(reading(someone), "amina@new.example")
    reset = session().scalars(select(PasswordReset)).one()
    return {
        f"/invitations/{invitation_token(invitation)}": f"Join {hull.name}",
        f"/reset-password/{reset_token(reset)}": "Choose a new password",
        f"/confirm-email/{email_token(change)}": "Confirm your new e-mail address",
        f"/unsubscribe/{unsubscribe_tokens.sign(someone.id, 'entry-posted')}": "",
    }


def test_f11_a_link_with_something_glued_to_it_leads_where_it_was_meant_to(app, hull, lead):
    visitor = Visitor(app)
    for link, words in _links(app, hull, lead).items():
        known = visitor.get(link)
        for glued in GLUED:
            answer = visitor.get(f"{link}{glued}")
            assert (answer.status_code, answer.headers.get("Location")) == (303, link), glued
        assert words in known.get_data(as_text=True)
        assert visitor.get(f"{link.rpartition('/')[0]}/<{link.rpartition('/')[2]}>").headers["Location"] == link


def test_f11_a_wrong_key_is_refused_as_it_was_and_none_is_cut_short(app, hull, lead):
    visitor = Visitor(app)
    link = next(iter(_links(app, hull, lead)))
    for wrong in (f"{link[:-3]}abc", link[:-1], f"{link}x", f"{link}-", f"{link}_"):
        assert visitor.get(wrong).status_code == 404
        assert "We do not know this link" in visitor.get(wrong).get_data(as_text=True)
        assert visitor.get(visitor.get(f"{wrong}.").headers["Location"]).status_code == 404
    assert visitor.client.post(f"{link}.").status_code in (404, 422), "what changes something is sent on by nobody"


def test_f11_other_links_in_mails_too(app, hull):
    visitor = Visitor(app, make.person("Amina Rahman"))
    for path in (f"/partnerships/{hull.slug}", "/reflections/7", "/home", "/"):
        for glued in (").", ">", ",") if path != "/" else ():
            assert visitor.get(f"{path}{glued}").headers["Location"] == path
    assert visitor.get("//evil.example/home.").headers.get("Location", "/").startswith("/")
    assert not visitor.get("//evil.example/home.").headers.get("Location", "").startswith("//")
    assert visitor.get("/no-such-page.").status_code == 404


def test_f12_somebody_who_is_on_record_without_a_password_is_told_so_and_keeps_their_name(app, hull, lead):
    place = make.place("Bedford")
    colin = make.person("Colin Foster", password_hash=None)
    make.belongs(colin, hull, "deputy")
    invitation = queries.invitation(commands.invite(OPERATOR, colin.email, "member", place).id)
    link = f"/invitations/{invitation_token(invitation)}"
    visitor = Visitor(app)
    page = html.unescape(visitor.text(link))
    assert f"You are here already, as a deputy lead of {hull.name}" in page
    assert 'value="Colin Foster"' in page
    short = visitor.post(link, {"name": "Colin Foster", "password": "short"}, on=link).get_data(as_text=True)
    assert "You are here already" in short
    assert visitor.post(link, {"name": "Colin Foster", "password": "heron lantern gravel"}, on=link).status_code == 303
    session().refresh(colin)
    assert colin.name == "Colin Foster"


def test_f12_somebody_new_and_somebody_else_are_told_nothing(app, hull, lead):
    invitation = queries.invitation(commands.invite(reading(lead), "new@hull.example", "member", hull, "Ann Day").id)
    page = Visitor(app).text(f"/invitations/{invitation_token(invitation)}")
    assert "You are here already" not in page
    assert 'value="Ann Day"' in page


def _names_the_owner(page, email):
    """Whether each form with a password has the user name with it, out of sight."""
    forms = [form for form in page.split("<form")[1:] if 'type="password"' in form]
    named = re.compile(rf'<input[^>]*value="{re.escape(email)}"[^>]*autocomplete="username"')
    return bool(forms) and all(named.search(form) for form in forms)


def test_f13_every_form_that_sets_or_asks_a_password_has_the_user_name_in_it(app, hull, lead):
    amina = make.person("Amina Rahman", password_hash=hashed("heron lantern gravel"))
    ask_password_reset(amina.email, address="127.0.0.1")
    reset = session().scalars(select(PasswordReset)).one()
    link = f"/reset-password/{reset_token(reset)}"
    visitor = Visitor(app)
    assert _names_the_owner(visitor.text(link), amina.email)
    assert _names_the_owner(visitor.post(link, {"password": "short"}, on=link).get_data(as_text=True), amina.email)
    signed_in = Visitor(app, amina)
    assert _names_the_owner(signed_in.text("/account/password"), amina.email)
    wrong = {"current_password": "wrong", "new_password": "short"}
    assert _names_the_owner(signed_in.post("/account/password", wrong).get_data(as_text=True), amina.email)
    with clock.at(now() + timedelta(hours=2)):
        asked = signed_in.post("/account/email", {"email": "amina@new.example"}).get_data(as_text=True)
        assert "Give your password once more" in asked
        assert _names_the_owner(asked, amina.email)
        assert _names_the_owner(signed_in.text("/confirm-password"), amina.email)
    invitation = queries.invitation(commands.invite(reading(lead), "new@hull.example", "member", hull).id)
    joining = Visitor(app).text(f"/invitations/{invitation_token(invitation)}")
    assert _names_the_owner(joining, "new@hull.example")
