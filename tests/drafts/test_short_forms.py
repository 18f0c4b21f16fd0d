"""Short forms (web.short_forms): their words find their writer, come back into the form, and go once they are taken."""

import html
import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lpcommunity.accounts import sessions
from lpcommunity.bookmarks.commands import keep
from lpcommunity.bookmarks.models import Bookmark
from lpcommunity.comments.closing import close_conversation
from lpcommunity.comments.commands import post_comment
from lpcommunity.comments.words import Words
from lpcommunity.drafts import queries, signed_forms
from lpcommunity.drafts.commands import save_form
from lpcommunity.drafts.models import Draft
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.storage import clock, now, session, transactional
from lpcommunity.web.forms import (
    ChoicesField,
    DateField,
    Form,
    HiddenTextField,
    LongTextField,
    PasswordField,
    TextField,
    TickField,
)
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import AREA, HIDDEN, TEXT, main_of

WHY = "Both look for a bus.\r\nNobody runs one yet."
FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
KEPT = re.compile(r'data-kept="([^"]+)" data-key-value="([^"]+)" data-saved-at="([^"]*)"([^>]*)>')


def _world():
    hull, bedford = make.place("Hull"), make.place("Bedford")
    leo, ruth = make.person("Leo Lead"), make.person("Ruth Adeyemi")
    make.belongs(leo, bedford, "lead")
    make.belongs(ruth, hull, "lead")
    entry = make.update(leo, bedford)
    comment = post_comment(reading(ruth), entry, "said-1", Words.written("We tried that."))
    keep(reading(leo), make.update(ruth, hull), note="Before.")
    bookmark = session().query(Bookmark).one()
    return SimpleNamespace(hull=hull, bedford=bedford, leo=leo, ruth=ruth, entry=entry, comment=comment, kept=bookmark)


@pytest.fixture
def w(app, begin_with):
    return SimpleNamespace(app=app, at=lambda who=None: Visitor(app, who), **vars(begin_with(_world)))


class Open:
    """A short form that somebody has open: the one of its page with this field."""

    def __init__(self, visitor, path, field, page=None):
        self.visitor, self.path, self.field = visitor, path, field
        text = main_of(page or visitor.text(path))
        self.form = next(one for one in FORMS.findall(text) if f'name="{field}"' in one)
        found = HIDDEN.findall(self.form) + AREA.findall(self.form) + TEXT.findall(self.form)
        self.fields = {name: html.unescape(value).lstrip("\n") for name, value in found}
        self.of, self.key, self.saved_at, marks = KEPT.search(self.form).groups()
        self.shown_again, self.carried_on = "data-shown-again" in marks, "data-carried-on" in marks
        action = re.search(r'<form[^>]* action="([^"]+)"', self.form)
        self.action = action[1] if action else path

    def send(self, **typed):
        return self.visitor.client.post(self.action, data={**self.fields, **typed})


@pytest.fixture
def forms(w):
    """Short forms of all sorts, by what they are: where one stands, whose, its field, and what its address needs."""
    return {
        "introduction": (w.leo, f"/people/{w.ruth.id}/introduction", "why"),
        "note": (w.leo, f"/bookmarks/{w.kept.id}", "note"),
        "report": (w.leo, f"/reports/new?about=comment:{w.comment.id}", "words"),
        "profile": (w.leo, "/account/profile", "helps_with"),
        "closing": (w.leo, f"/updates/{w.entry.id}/conversation", "reason"),
        "closing, on the page": (w.leo, f"/updates/{w.entry.id}", "reason"),
    }


SORTS = ("introduction", "note", "report", "profile", "closing", "closing, on the page")


@transactional
def _end(who):
    sessions.end_all(who.id, "a test")


def _drafts(who):
    session().rollback()
    return queries.all_of(reading(who))


def _rescued(w, who, path, field, **typed):
    """Sent when the session had ended; signed in again, at the page to which one is led."""
    form = Open(w.at(who), path, field)
    _end(who)
    sent = form.send(**typed)
    assert sent.location.startswith("/sign-in?next=")
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', form.visitor.text(sent.location))[1])
    return form, wanted


@pytest.mark.parametrize("sort", SORTS)
def test_after_a_session_that_ended_carry_on_opens_the_form_with_the_words_in_it(w, forms, sort):
    who, path, field = forms[sort]
    words = WHY if field != "reason" else "We go on in Hull."
    form, wanted = _rescued(w, who, path, field, **{field: words})
    again = w.at(who)
    page = again.text(wanted)
    assert words.splitlines()[0] in page
    address = html.unescape(re.search(r'href="([^"]+)"[^>]*>\s*Carry on', page)[1])
    assert address.startswith(path)
    assert f"draft={form.key}" in address
    back = Open(again, address, field)
    assert back.fields[field] == words.replace("\r\n", "\n")
    assert back.carried_on
    assert back.key == form.key
    assert back.of == form.of, "whatever its address asks for besides"
    for other in (w.ruth, None):
        assert w.at(other).get(wanted).status_code != 200
        text = w.at(other).get(address).get_data(as_text=True)
        assert words.splitlines()[0] not in text


def test_every_field_comes_back_not_the_longest_alone(w):
    path = f"/people/{w.ruth.id}/introduction"
    form, _ = _rescued(w, w.leo, path, "why", to="Somebody of Luton", why=WHY)
    back = Open(w.at(w.leo), f"{path}?draft={form.key}", "why")
    assert back.fields["to"] == "Somebody of Luton"


def test_a_name_alone_is_words_that_are_listed_and_stay(w):
    """One word of it reads like a choice: what one typed is no choice."""
    _rescued(w, w.leo, f"/people/{w.ruth.id}/introduction", "why", to="Samira", why="")
    assert "“Samira”" in w.at(w.leo).text("/drafts")
    with clock.at(now() + timedelta(days=2)):
        _rescued(w, w.leo, f"/people/{w.ruth.id}/introduction", "why", to="Nina", why="")
        assert sorted(draft.label for draft in _drafts(w.leo)) == ["Nina", "Samira"]


MEET = "Why should they know each other?"
CALLED = {  # in the list, and how its page calls what was typed
    "introduction": ("“Both count batteries", "Introduction", ["Introduce them to", MEET]),
    "note": ("“Both count batteries", "Note to yourself", ["Your note"]),
    "report": ("“Both count batteries", "Report", ["In your words"]),
    "profile": ("Your profile", "Profile", ["Name", "What I can help with"]),
    "closing": ("“Both count batteries", "Why a conversation is closed", ["Why, in a few words"]),
}


@pytest.mark.parametrize("sort", CALLED)
def test_drafts_are_called_what_they_are_and_their_fields_as_the_form_calls_them(w, forms, sort):
    who, path, field = forms[sort]
    title, word, labels = CALLED[sort]
    typed = {"to": "Somebody of Luton"} if sort == "introduction" else {}
    _rescued(w, who, path, field, **{field: "Both count batteries", **typed})
    [draft] = _drafts(who)
    for page in ("/drafts", f"/drafts/{draft.id}/disposal"):
        shown = w.at(who).post(page, {}).get_data(as_text=True) if "disposal" in page else w.at(who).text(page)
        assert re.search(rf'lp-offer__label"[^>]*>{title}', shown)
        assert f"{word}, saved" in shown
    page = main_of(w.at(who).text(f"/drafts/{draft.id}"))
    assert sorted(re.findall(r'<h2 class="govuk-heading-s">(.+?)</h2>', page)) == sorted(labels)
    assert all(text in page for text in ("Both count batteries", *typed.values()))
    assert title.lstrip("“") in re.search(r"<h1.*?</h1>", page, re.DOTALL)[0]


def test_what_is_folded_opens_where_words_came_back(w, forms):
    who, path, field = forms["closing, on the page"]
    folded = 'lp-steer lp-noprint"><summary'
    assert folded in w.at(who).text(path)
    form, _ = _rescued(w, who, path, field, reason="We go on in Hull.")
    assert folded not in w.at(who).text(f"{path}?draft={form.key}")


@pytest.mark.parametrize("sort", SORTS)
def test_a_draft_stays_until_the_form_is_taken_and_goes_with_that(w, forms, sort):
    who, path, field = forms[sort]
    form, _ = _rescued(w, who, path, field, **{field: "x" * 3_000})
    back = Open(w.at(who), f"{path}{'&' if '?' in path else '?'}draft={form.key}", field)
    refused = back.send()
    assert refused.status_code == 422
    shown = Open(back.visitor, back.action, field, refused.get_data(as_text=True))
    assert (shown.key, shown.of, shown.saved_at, shown.shown_again) == (back.key, back.of, back.saved_at, True)
    assert shown.fields[field] == "x" * 3_000
    assert len(_drafts(who)) == 1
    typed = {"why": "hurtful", "words": "See."} if sort == "report" else {field: "A few words."}
    sent = shown.send(**{**typed, **({"to": w.leo.name} if sort == "introduction" else {})})
    if sort == "introduction":  # oneself is not taken either
        assert sent.status_code == 422
        sent = Open(back.visitor, back.action, field, sent.get_data(as_text=True)).send(to=_third(w).name)
        assert session().query(PeopleIntroduction).count() == 1
    assert sent.status_code == 303
    assert _drafts(who) == []
    told = back.visitor.post("/kept-words/forms", {"signed_form": shown.fields["signed_form"]}).json["forms"]
    assert [(one["good"], one["sent"]) for one in told] == [(True, True)]


def _third(w):
    third = make.person("Samira Aziz")
    make.belongs(third, w.hull)
    return third


def test_what_was_never_kept_is_known_as_sent_too(w, forms):
    """The answer may be lost on the way to a browser that keeps the words."""
    who, path, field = forms["note"]
    form = Open(w.at(who), path, field)
    assert form.send(note="Read it.").status_code == 303
    told = form.visitor.post("/kept-words/forms", {"signed_form": form.fields["signed_form"]}).json["forms"]
    assert told[0]["sent"] is True
    assert session().scalar(select(Bookmark.note).where(Bookmark.id == w.kept.id)) == "Read it."


def test_a_form_that_was_sent_and_is_filled_in_again_loses_nothing(w, forms):
    """Back, in a browser that shows it as it was; then the session ends."""
    who, path, field = forms["note"]
    form = Open(w.at(who), path, field)
    form.send(note="First.")
    _end(who)
    for _ in range(2):
        form.send(note="Second.")
    assert [one.fields["note"] for one in _drafts(who)] == [["Second."]]


def test_nobody_elses_form_is_let_go(w, forms):
    who, path, field = forms["note"]
    form, _ = _rescued(w, who, path, field, note="Mine.")
    sent = w.at(w.ruth).post("/account/profile", {"signed_form": form.fields["signed_form"], "name": "Ruth A"})
    assert sent.status_code == 403
    assert [one.fields["note"] for one in _drafts(who) if "note" in one.fields] == [["Mine."]]


def test_a_page_without_its_token_lets_nothing_go(w, forms):
    who, path, field = forms["note"]
    form, _ = _rescued(w, who, path, field, note="Mine.")
    back = Open(w.at(who), f"{path}?draft={form.key}", field)
    assert back.send(csrf_token="old").status_code == 422
    assert len(_drafts(who)) == 1


def test_whoever_closes_what_somebody_else_closed_meanwhile_keeps_their_words(w, forms):
    who, path, field = forms["closing"]
    form, other = Open(w.at(who), path, field), Open(w.at(who), path, field)
    close_conversation(reading(who), w.entry, "Settled.")
    sent = form.send(reason="We go on in Hull.")
    [draft] = _drafts(who)
    assert (sent.status_code, sent.location) == (303, draft.page)
    assert "We go on in Hull." in form.visitor.text(sent.location)
    twice = other.send(reason="Settled.")
    assert (twice.status_code, len(_drafts(who))) == (303, 1), "pressed twice is no other closing"


def test_a_draft_is_put_into_no_other_form(w, forms):
    who, path, field = forms["note"]
    form, _ = _rescued(w, who, path, field, note="Of a bookmark.")
    for sort in ("report", "profile", "introduction"):
        _, other, name = forms[sort]
        address = f"{other}{'&' if '?' in other else '?'}draft={form.key}"
        assert "Of a bookmark." not in w.at(who).text(address)
        assert not Open(w.at(who), address, name).carried_on


def test_a_draft_is_put_into_no_form_of_its_sort_elsewhere_nor_into_another_of_its_page(w, forms):
    who, path, field = forms["note"]
    form, _ = _rescued(w, who, path, field, note="Of the first.")
    keep(reading(who), make.update(w.ruth, w.hull), note="Of the second.")
    other = session().scalar(select(func.max(Bookmark.id)))
    second = Open(w.at(who), f"/bookmarks/{other}?draft={form.key}", field)
    assert (second.fields["note"], second.carried_on) == ("Of the second.", False)
    beside = signed_forms.verify(signed_forms.sign(reading(who), "words:note:other", path))
    save_form(reading(who), beside, {"note": ["Of another form."]})
    assert Open(w.at(who), beside.address, field).fields["note"] == "Before."


def test_words_that_were_kept_before_forms_were_told_apart_open_too(w):
    path = f"/bookmarks/{w.kept.id}"
    form = signed_forms.verify(signed_forms.sign(reading(w.leo), "words:note", path))
    save_form(reading(w.leo), form, {"note": ["Of before."]})
    assert Open(w.at(w.leo), form.address, "note").fields["note"] == "Of before."


def test_opening_a_form_keeps_nothing(w, forms):
    def kept():
        return session().scalar(select(func.count()).select_from(Draft))

    before = kept()
    for who, path, field in forms.values():
        Open(w.at(who), path, field)
    assert kept() == before


def test_a_form_of_thirty_days_ago_is_shown_under_a_new_key(w, forms):
    who, path, field = forms["note"]
    form = Open(w.at(who), path, field)
    with clock.at(now() + timedelta(days=31)):
        shown = Open(w.at(who), path, field)
        refused = shown.send(note="x" * 600, signed_form=form.fields["signed_form"])
        again = Open(shown.visitor, path, field, refused.get_data(as_text=True))
    assert again.key not in (form.key, shown.key)
    assert again.fields["note"] == "x" * 600


class Short(Form):
    """One of each field."""

    key = HiddenTextField()
    name = TextField("Name")
    why = LongTextField("Why?")
    due = DateField("By when?")
    sure = TickField("Sure?")
    themes = ChoicesField("Themes", choices={"energy": "Energy", "rural": "Rural"})
    secret = PasswordField("Password")


def test_what_was_typed_comes_back_into_each_sort_of_field(app):
    with app.test_request_context():
        form = Short(formdata=None, data={"key": "now", "name": "Before", "due": date(2027, 1, 2), "sure": True,
                                          "themes": ["rural"]})  # fmt: skip
        form.take_back({"key": ["then"], "why": ["One\r\nTwo"], "due-day": ["31"], "due-month": ["x"],
                        "due-year": [""], "themes": ["energy"], "secret": ["s"]})  # fmt: skip
        assert (form.key.data, form.name.data, form.why.data) == ("now", "Before", "One\nTwo")
        assert form.due.typed == {"day": "31", "month": "x", "year": ""}
        assert (form.sure.data, form.themes.data, form.secret.data) == (False, ["energy"], None)
        assert not form.has_errors, "nothing was sent"


class TestAnotherWindowsWords:
    """What another window, or somebody else at the same browser, kept of a form is not written over."""

    SECOND = "Second, at the desk, and longer."

    def _two(self, w):
        """A window with a kept note, with which another one has carried on since."""
        _rescued(w, w.leo, f"/bookmarks/{w.kept.id}", "note", note="First.")
        [draft] = _drafts(w.leo)
        window, second = (Open(w.at(w.leo), draft.address, "note") for _ in range(2))
        fields = {name: [one] for name, one in second.fields.items()}
        form = signed_forms.verify(second.fields["signed_form"])
        save_form(reading(w.leo), form, {**fields, "note": [self.SECOND]})
        return window

    def _said(self, w):
        return sorted(text for draft in _drafts(w.leo) for _, text in draft.texts)

    def test_when_its_session_ended(self, w):
        window = self._two(w)
        _end(w.leo)
        window.send(note="Third.")
        assert self._said(w) == [self.SECOND, "Third."]

    def test_when_somebody_else_signed_in_there(self, w):
        window = self._two(w)
        other = w.at(w.ruth)
        for _ in range(2):
            sent = other.client.post(window.action, data={**window.fields, "note": "Typed by Ruth."})
            assert sent.status_code == 403
        assert self._said(w) == [self.SECOND, "Typed by Ruth."]

    def test_when_it_is_not_taken_any_more(self, w):
        window = self._two(w)
        _drop(w.kept)
        assert window.send(note="Third.").location.startswith("/drafts/")
        assert self._said(w) == [self.SECOND, "Third."]

    def test_when_it_is_sent(self, w):
        window = self._two(w)
        assert window.send(note="Third.").status_code == 303
        assert self._said(w) == [self.SECOND]
        session().expire_all()
        assert session().get(Bookmark, w.kept.id).note == "Third."


@transactional
def _drop(bookmark):
    session().delete(session().get(Bookmark, bookmark.id))
