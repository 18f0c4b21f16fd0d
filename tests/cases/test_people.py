"""People as they are brought: rows F6, F7 and W6 of "Words as people bring them"."""

import io
import re

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import ask_password_reset
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.recipients import person_with_id
from lpcommunity.partnerships.commands import add_organisation, found_partnership
from lpcommunity.partnerships.queries import people_of_place
from lpcommunity.people.commands import change_profile
from lpcommunity.people.names import first_name_of, initials_of, is_in_doubt, sort_name_of
from lpcommunity.people.queries import organisations
from lpcommunity.programmes.commands import add_theme
from lpcommunity.programmes.queries import themes_to_choose
from lpcommunity.storage import session, slug_of, sort_key
from tests import factories as make
from tests.attachments.test_files import picture
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def lead(hull):
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    return grace


CERTAIN = {"Łukasz Żak", "Élodie d’Arc", "'Bob' Hope", "Jack Ma", "محمد علي", "Jane 2 Smith"}


@pytest.mark.parametrize(
    ("name", "called", "initials"),
    [
        ("Cllr Jane Smith", "Jane", "JS"), ("Cllr. Jane Smith", "Jane", "JS"), ("Revd Canon John Hay", "John", "JH"),
        ("Lord Smith", "Lord Smith", "S"), ("Lord Smith of Hull", "Lord Smith", "SH"), ("Dr Patel", "Dr Patel", "P"),
        ("Prof. Dame Ruth Adeyemi", "Ruth", "RA"), ("The Rt Hon Jane Smith MP", "Jane", "JS"),
        ("Østergaard, Lars", "Lars", "LØ"), ("Smith, Jane, PhD", "Jane", "JS"), ("Jane Smith, MBE", "Jane", "JS"),
        ("Jane Smith (she/her)", "Jane", "JS"), ("Jane Smith she/her", "Jane", "JS"), ("(Jane) Smith", "Smith", "S"),
        ("Jane Smith | Hull City Council", "Jane", "JS"), ("Jane Smith - Hull", "Jane", "JS"),
        ("Jack Ma", "Jack", "JM"), ("J. Smith", "J. Smith", "JS"),
        ("Łukasz Żak", "Łukasz", "ŁŻ"), ("Élodie d’Arc", "Élodie", "ÉD"),
        ("'Bob' Hope", "Bob", "BH"), ("محمد علي", "محمد", "م"), ("王小明", "王小明", "王"),
        ("김 민수", "김 민수", "김"),
        ("Jane 2 Smith", "Jane", "JS"), ("???", "???", "?"), ("123", "123", "?"),
    ],
)  # fmt: skip
def test_f6_people_are_called_by_their_name_and_initials_are_letters(name, called, initials):
    assert (first_name_of(name), initials_of(name)) == (called, initials)
    assert is_in_doubt(name) == (name not in CERTAIN)


def test_f6_where_in_doubt_the_welcome_asks_and_what_they_say_is_used_everywhere(app, hull):
    cllr = make.person("Cllr Jane Smith")
    make.belongs(cllr, hull)
    visitor = Visitor(app, cllr)
    asked = visitor.text("/welcome")
    assert "Welcome, Jane" in asked
    assert "say what we shall call you" in asked
    assert "we say “Jane”" in visitor.text("/account/profile")
    typed = {"name": "Cllr Jane Smith", "called": "Janey", "organisation": ""}
    assert visitor.post("/account/profile", typed).status_code == 303
    page = visitor.text("/welcome")
    assert "Welcome, Janey" in page
    assert "say what we shall call you" not in page
    assert ", Janey" in visitor.text("/home")
    assert person_with_id(cllr.id).first_name == "Janey"
    session().refresh(cllr)
    assert cllr.first_name == "Janey"
    assert visitor.post("/account/profile", {**typed, "called": "x" * 61}).status_code == 422
    with pytest.raises(Invalid, match="at most 60"):
        change_profile(reading(cllr), name="Jane", called="x" * 61, job_title="", organisation_id=None, helps_with="")
    visitor.post("/account/profile", {**typed, "called": ""})
    assert "Welcome, Jane" in visitor.text("/welcome")
    plain = Visitor(app, make.person("Jane Smith"))
    assert "say what we shall call you" not in plain.text("/welcome")


def test_f6_mails_greet_by_what_they_said(app):
    amina = make.person("Prof Amina Rahman", called="Mina")
    ask_password_reset(amina.email, address="127.0.0.1")
    worker.run(app, until_empty=True)
    assert "Mina" in session().scalars(select(Mail)).one().text


IN_ORDER = [
    "Ægir", "Áine", "Čapek", "Dave", "Đorđe", "Ðorri", "Ħabib", "Henry", "Lukas", "Łukasz", "Luke", "Øyvind",
    "Özlem", "Paul", "Strasse", "Straße", "Thor", "Þóra", "Zoe",
]  # fmt: skip


def test_f7_names_stand_where_a_reader_looks_for_them():
    assert sort_key("Łukasz") == sort_key("lukasz")
    assert sort_key("Øyvind") == "oyvind"
    assert sort_key("Đorđe") == "dorde"
    assert [sort_key(name) for name in ("Ħal", "Þór", "Straße", "Æsir", "Œuf", "İzmir", "ılık")] == [
        "hal", "thor", "strasse", "aesir", "oeuf", "izmir", "ilik",
    ]  # fmt: skip
    assert sort_key("The  Łódź") == "lodz"
    assert sort_key("O’Brien") == sort_key("O'Brien")
    assert len(sort_key("Æ" * 120)) == 120, "what a column holds"
    assert slug_of("Łódź") == "lodz"


def test_f7_in_lists_of_people_places_organisations_and_themes(app):
    place, reader = make.place("Hull"), make.person("A Reader", "programme-team")
    for number, name in enumerate(sorted(IN_ORDER, key=lambda name: name[::-1])):
        found_partnership(OPERATOR, slug=f"sorted-{number}", name=name)
        add_organisation(OPERATOR, slug=f"organisation-{number}", name=name, sector="council")
        add_theme(OPERATOR, slug=f"theme-{number}", name=name)
        make.belongs(make.person(name), place)
    expected = sorted(IN_ORDER, key=lambda name: (sort_key(name), name != "Strasse"))
    assert expected == IN_ORDER
    assert in_order(one.name for one in organisations())
    assert in_order(one.name for one in themes_to_choose())
    assert in_order(one.name for one in people_of_place(place.id)[0])
    page = Visitor(app, reader).text("/partnerships")
    assert in_order(re.findall(r">(\w+)</a>", page.partition("<main")[2]))


def in_order(names):
    """Whether those of the names that are here stand as a reader expects; two that are alike in either order."""
    found = [sort_key(name) for name in names if name in IN_ORDER]
    return len(found) == len(IN_ORDER) and found == sorted(found)


def _profile(visitor, **typed):
    named = {"name": "Amina Rahman", "job_title": "Head of growth", "organisation": "", "helps_with": "Asking firms."}
    return visitor.post("/account/profile", {**named, **typed})


def test_w6_a_photo_and_typed_words_are_one_form_saved_in_one_act(app):
    amina = make.person("Amina Rahman")
    visitor = Visitor(app, amina)
    page = visitor.text("/account/profile")
    assert page.count('action="/account/profile') == 1
    assert 'type="file"' in page.partition('action="/account/profile"')[2].partition("</form>")[0]
    assert _profile(visitor, photo=(io.BytesIO(picture(size=(64, 64))), "me.png")).status_code == 303
    session().refresh(amina)
    assert (amina.job_title, amina.helps_with, bool(amina.photo_key)) == ("Head of growth", "Asking firms.", True)
    assert _profile(visitor, helps_with="Talking.", without_photo="y").status_code == 303
    session().refresh(amina)
    assert (amina.helps_with, amina.photo_key) == ("Talking.", None)


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"\xff\xd8\xff broken"])
def test_w6_a_photo_that_is_refused_takes_no_word_along(app, content):
    amina = make.person("Amina Rahman")
    answer = _profile(Visitor(app, amina), photo=(io.BytesIO(content), "me.png"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "is not a picture we can read" in page
    assert "Asking firms." in page
    assert 'value="Head of growth"' in page
    session().refresh(amina)
    assert (amina.job_title, amina.photo_key) == ("", None), "a refused photo saves no word"


def test_w6_a_good_photo_is_kept_although_a_word_is_refused(app):
    amina = make.person("Amina Rahman")
    sent = {"name": "", "photo": (io.BytesIO(picture(size=(64, 64))), "me.png")}
    assert _profile(Visitor(app, amina), **sent).status_code == 422
    session().refresh(amina)
    assert (amina.name, amina.photo_key is None) == ("Amina Rahman", False)


@pytest.mark.parametrize(
    ("name", "sorted_under"),
    [
        ("Dr Owen Müller", "owen muller"),
        ("Prof. Dr. Siân Llŷr", "sian llyr"),
        ("The Rt Hon. Lord Smith", "smith"),
        ("Cllr", "cllr"),
        ("Owen Dr", "owen dr"),
        ("Müller, Owen", "muller, owen"),
        ("", ""),
    ],
)
def test_titles_do_not_count_where_people_stand_by_name(name, sorted_under):
    assert sort_name_of(name) == sorted_under
