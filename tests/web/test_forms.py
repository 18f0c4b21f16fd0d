"""Forms: nothing typed is lost, every message stands beside its field and in the summary."""

import time
from datetime import date
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from lpcommunity.access import Invalid
from lpcommunity.storage import today
from lpcommunity.web.forms import NEAR, DateField, Form, TextField
from lpcommunity.web.sanitising import clean_text
from lpcommunity.web.validators import thing_of
from tests.web.markup import read

TYPED = {
    "title": "t" * 214,
    "body": "First line\r\n\r\n  second <b>line</b>\r\n",
    "email": "nobody",
    "secret": "never given back",
    "audience": "facilitators",
    "themes": ["energy"],
    "agreed": "y",
    "due-day": "31",
    "due-month": "2",
    "due-year": "2018",
    "version": "3",
}
FINE = TYPED | {"title": "A title", "email": "", "due-day": "28"}


@pytest.fixture
def send(signed_in):
    def post(**changes):
        return signed_in.client.post("/write", data=TYPED | {"csrf_token": signed_in.token()} | changes)

    return post


def test_what_is_right_is_taken(send):
    response = send(**FINE)
    assert (response.status_code, response.location) == (303, "/")


def test_everything_typed_is_still_there(send):
    page = read(send())
    assert page.one("input", id="title")["value"] == "t" * 214
    assert page.all("textarea", name="body")[0].raw == "First line\n\n  second <b>line</b>"
    assert page.one("input", id="email")["value"] == "nobody"
    assert "checked" in page.one("input", value="facilitators").attributes
    assert "checked" in page.one("input", value="energy").attributes
    assert "checked" not in page.one("input", value="health").attributes
    assert "checked" in page.one("input", id="agreed").attributes
    assert [page.one("input", id=f"due-{part}")["value"] for part in ("day", "month", "year")] == ["31", "2", "2018"]
    assert page.one("input", name="version")["value"] == "3"


def test_a_password_is_never_given_back(send):
    assert "never given back" not in send().get_data(as_text=True)


def test_each_message_leads_to_its_input(send):
    response = send()
    page = read(response)
    assert response.status_code == 422
    assert page.one("title").text == "Error: Write – lpcommunity"
    links = {a["href"]: a.text for a in page.one(class_="govuk-error-summary").all("a")}
    assert links == {
        "#title": "The title is 214 characters long; it can be at most 200",
        "#email": "Write an e-mail address like name@example.org",
        "#due-day": "31 February does not exist. The last day of that month is the 28th",
    }
    for target in links:
        assert page.one(id=target[1:]).name == "input"
    assert page.described_by(page.one(id="title")) == ["Short", "Error: " + links["#title"]]


def test_a_date_says_its_message_at_the_group(send):
    page = read(send())
    group = page.one("fieldset", aria_describedby="due-error")
    assert "31 February does not exist" in page.described_by(group)[0]
    assert "govuk-input--error" in page.one(id="due-day").classes
    assert "govuk-input--error" not in page.one(id="due-year").classes


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("31", "April", "2018", "31 April does not exist. The last day of that month is the 30th"),
        ("29", "2", "2018", "29 February does not exist. The last day of that month is the 28th"),
        ("1", "13", "2018", "“13” is not a month. Write a number from 1 to 12"),
        ("1", "2", "18", "Write the year with four digits, such as {year}"),
        ("99", "2", "2018", "“99” is not a day. Write a number from 1 to 28"),
        ("", "2", "2018", "Give a day, a month and a year"),
        ("٣", "2", "2018", "“٣” is not a day. Write a number from 1 to 28"),
    ],
)
def test_impossible_days(send, day, month, year, message):
    page = read(send(**{"due-day": day, "due-month": month, "due-year": year}))
    says = message.format(year=today().year)
    assert says in [a.text for a in page.one(class_="govuk-error-summary").all("a")]


def test_all_that_is_wrong_with_a_day_is_said_at_once_and_with_its_name(app):
    class Term(Form):
        starts_on = DateField("First day")
        ends_on = DateField("Last day")

    typed = {"starts_on-day": "40", "starts_on-month": "x", "starts_on-year": "18", "ends_on-day": "1"}
    with app.test_request_context("/", method="POST", data=typed):
        form = Term()
        form.validate()
        said = [says for says, _ in form.error_list if says.startswith(("First", "Last"))]
        assert said == [
            "First day: “40” is not a day. Write a number from 1 to 31",
            "First day: “x” is not a month. Write a number from 1 to 12",
            f"First day: write the year with four digits, such as {today().year}",
            "Last day: give a day, a month and a year",
        ]
        assert form.starts_on.wrong_parts == ("day", "month", "year")
        assert form.ends_on.wrong_parts == ("month", "year")


def test_a_year_far_away_is_taken_for_a_slip_of_the_finger_but_for_one_that_is_there(app):
    class Plan(Form):
        near = DateField("By when?", years=NEAR)
        far = DateField("Ends on")

    def said(near, far, known=None):
        typed = {f"{name}-{part}": value for name, year in (("near", near), ("far", far)) for part, value in
                 (("day", "5"), ("month", "3"), ("year", str(year)))}  # fmt: skip
        with app.test_request_context("/", method="POST", data=typed):
            form = Plan(data={"far": known})
            form.validate()
            return [says for one in form for says in one.errors if "heck the year" in says]

    year = today().year
    assert said(year + 5, year - 10) == []
    assert said(year - 6, year + 200) == [
        f"Check the year: {year - 6} is more than 5 years away",
        f"Ends on: check the year: {year + 200} is more than 10 years away",
    ]
    assert said(year, year + 11, date(year + 11, 3, 5)) == [], "it stood there before"


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february"])
def test_a_month_by_number_or_name(send, month):
    assert send(**FINE | {"due-month": month}).status_code == 303


def test_a_stale_token_loses_nothing(send):
    response = send(**FINE | {"csrf_token": "of-yesterday"})
    page = read(response)
    assert response.status_code == 422
    assert "open for a long time" in page.one(class_="govuk-error-summary").text
    assert page.all("textarea", name="body")[0].raw.startswith("First line")
    again = page.all("input", name="csrf_token")[0]["value"]
    assert send(**FINE | {"csrf_token": again}).status_code == 303


@pytest.mark.parametrize(("ahead", "there"), [(60, "/"), (3_600, "/sign-in?next=/home")])
def test_a_clock_that_was_set_back_a_little_makes_nothing_stale(signed_in, monkeypatch, ahead, there):
    """Of two machines one is always ahead."""
    moment = time.time()
    with monkeypatch.context() as clock:
        clock.setattr("itsdangerous.timed.time.time", lambda: moment + ahead)
        token = signed_in.token()
    answer = signed_in.client.post("/write", data=FINE | {"csrf_token": token})
    assert unquote(answer.location) == there


def test_a_refusal_of_the_domain_stands_beside_its_field(send):
    page = read(send(**FINE | {"title": "taken"}))
    assert page.one(id="title-error").text == "Error: That title is taken"
    assert page.one(class_="govuk-error-summary").one("a")["href"] == "#title"


def test_the_domains_way_to_a_field_leads_to_its_name_in_the_form(app):
    with app.test_request_context():
        form = type("Rows", (Form,), {"rows-0-title": TextField("Title")})()
        form.take(Invalid(("rows", 0, "title"), "title-taken"))
        form.take(Invalid(("rows", 1, "title"), "answer-sent", name="Tom", at="9:00"))
        assert form.error_list == [("Tom sent his answer at 9:00.", None), ("That title is taken", "rows-0-title")]


def test_nothing_chosen_and_something_never_offered(send):
    page = read(send(**FINE | {"audience": "everybody"}))
    assert page.one(class_="govuk-error-summary").one("a").text == "Choose who it is for"


def test_what_no_database_keeps_is_taken_out(send):
    page = read(send(body="a\x00b\x08c\u200dd", title="  two\r\nlines "))
    assert page.all("textarea", name="body")[0].raw == "abc\u200dd"
    assert clean_text("a\ud800b\r\rc \n") == "ab\n\nc"
    assert page.one("input", id="title")["value"] == "two lines"


def test_labels_hints_and_legends(signed_in):
    page = read(signed_in.client.get("/write"))
    for field in page.all("input") + page.all("select") + page.all("textarea"):
        if field.get("type") != "hidden":
            assert [label for label in page.all("label") if label["for"] == field["id"]], field.attributes
    assert page.described_by(page.one("input", value="me")) == ["Nobody else"]
    assert [legend.text for legend in page.all("legend")] == ["Who is it for?", "Themes", "When is it due?"]
    assert page.one("title").text == "Write – lpcommunity"
    assert page.one("input", id="files").get("accept") == ".pdf"
    assert not page.all(class_="govuk-error-summary")
    assert len(page.all("h1")) == 1


def test_what_a_choice_opens_needs_no_script(signed_in):
    page = read(signed_in.client.get("/write"))
    radio = page.one("input", value="facilitators")
    assert "data-aria-controls" not in radio.attributes
    assert page.one(class_="govuk-radios__conditional").classes == ["govuk-radios__conditional"]


def test_a_form_of_its_own_ids(app):
    from tests.web.conftest import Everything  # noqa: PLC0415

    with app.test_request_context():
        form = Everything(ids="reply-7")
        assert (form.title.id, form.title.name, form.title.label.field_id) == (
            "reply-7-title",
            "title",
            "reply-7-title",
        )
        form.refuse("No", "due")
        assert form.error_list == [("No", "reply-7-due-day")]


@pytest.mark.parametrize(
    ("label", "thing"),
    [("Title", "The title"), ("Your name", "Your name"), ("What happened?", "“What happened?”")],
)
def test_a_sentence_about_a_field_begins_as_english_does(label, thing):
    assert thing_of(SimpleNamespace(label=SimpleNamespace(text=label))) == thing
