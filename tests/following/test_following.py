"""Following from wherever it is shown, and stopping again."""

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.following import commands, queries
from lpcommunity.following.follow_list import follows_of
from lpcommunity.following.models import Follow
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def amina(app, hull):
    amina = make.person("Amina Rahman")
    make.belongs(amina, make.place("Tees Valley"), "lead")
    return amina


def _count() -> int:
    return session().scalar(select(func.count()).select_from(Follow)) or 0


def test_twice_is_once_and_stopping_twice_is_stopping(amina, hull):
    commands.follow(reading(amina), partnership=hull)
    commands.follow(reading(amina), partnership=hull)
    assert _count() == 1
    assert queries.followed_places(reading(amina), [hull.id]) == {hull.id}
    commands.unfollow(reading(amina), partnership=hull)
    commands.unfollow(reading(amina), partnership=hull)
    assert _count() == 0


def test_a_place_a_theme_and_a_person(amina, hull):
    theme = add_theme(OPERATOR, slug="digital-health", name="Digital health")
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    for target in ({"partnership": hull}, {"theme": theme}, {"person": grace}):
        commands.follow(reading(amina), **target)
    assert [(thing.kind, thing.name) for thing in follows_of(reading(amina)).things] == [
        ("partnership", "Hull"),
        ("theme", "Digital health"),
        ("person", "Grace Oyelaran"),
    ]
    assert queries.followed_people(reading(amina), [grace.id]) == {grace.id}
    assert queries.followed_themes(reading(amina), [theme.id]) == {theme.id}


def test_not_oneself_nor_somebody_outside(amina):
    stranger = make.person("Stranger")
    with pytest.raises(Refused):
        commands.follow(reading(amina), person=amina)
    with pytest.raises(Refused):
        commands.follow(reading(amina), person=stranger)
    with pytest.raises(TypeError):
        commands.follow(reading(amina))


def test_somebody_whose_membership_ended_may_stop_but_not_begin(hull, app):
    former = make.person("Former")
    commands_target = {"partnership": hull}
    with pytest.raises(Refused):
        commands.follow(reading(former), **commands_target)
    commands.unfollow(reading(former), **commands_target)


def test_the_button_leads_back_to_where_it_was(app, amina, hull):
    visitor = Visitor(app, amina)
    answer = visitor.post(
        f"/partnerships/{hull.slug}/follow", headers={"Referer": "http://localhost/partnerships?theme=x"}
    )
    assert (answer.status_code, answer.location) == (303, f"/partnerships?theme=x#follow-partnership-{hull.slug}")
    answer = visitor.post(f"/partnerships/{hull.slug}/follow", headers={"Referer": "http://evil.example/"})
    assert (answer.status_code, answer.location) == (303, f"/partnerships/{hull.slug}#follow-partnership-{hull.slug}")
    assert "Hull" in visitor.text("/following")
    answer = visitor.post(f"/partnerships/{hull.slug}/follow-withdrawal")
    assert answer.status_code == 303
    assert "You follow nobody yet" in visitor.text("/following")


def test_who_stops_is_told_on_the_list_and_elsewhere_finds_the_button_again(app, amina, hull):
    growth, grace = add_theme(OPERATOR, slug="growth", name="Inclusive growth"), make.person("Grace Oyelaran")
    make.belongs(grace, hull)
    visitor = Visitor(app, amina)
    for kind, path, name in (
        ("partnership", f"/partnerships/{hull.slug}", "Hull"),
        ("theme", f"/themes/{growth.slug}", "Inclusive growth"),
        ("person", f"/people/{grace.id}", "Grace Oyelaran"),
    ):
        button = f"follow-{kind}-{path.split('/')[2]}"
        visitor.post(f"{path}/follow")
        assert f'id="{button}" aria-pressed="true"' in visitor.text(path)
        answer = visitor.post(f"{path}/follow-withdrawal", headers={"Referer": f"http://localhost{path}"})
        assert answer.location == f"{path}#{button}"
        assert f'id="{button}" aria-pressed="false"' in visitor.text(path)
        visitor.post(f"{path}/follow")
        answer = visitor.post(f"{path}/follow-withdrawal", headers={"Referer": "http://localhost/following"})
        assert answer.location == "/following"
        assert f"You no longer follow {name}." in visitor.text("/following")


def test_absent_and_unseen_are_the_same(app, amina):
    stranger = make.person("Stranger")
    visitor = Visitor(app, amina)
    assert visitor.post(f"/people/{stranger.id}/follow").status_code == 404
    assert visitor.post("/people/2000000000/follow").status_code == 404
    assert visitor.post("/themes/nothing/follow").status_code == 404
    for number in (stranger.id, 2_000_000_000):
        assert visitor.post(f"/people/{number}/follow-withdrawal").status_code == 303


def test_signed_out_and_without_token(app, amina, hull):
    assert "/sign-in" in (Visitor(app).client.post(f"/partnerships/{hull.slug}/follow").location or "")
    assert Visitor(app, amina).client.post(f"/partnerships/{hull.slug}/follow").status_code == 422
    assert _count() == 0


def test_queries(app, amina, hull, count_queries):
    for number in range(12):
        commands.follow(reading(amina), partnership=make.place(f"Place {number}"))
    visitor = Visitor(app, amina)
    with count_queries() as asked:
        visitor.text("/following")
    assert len(asked) <= 8, asked
