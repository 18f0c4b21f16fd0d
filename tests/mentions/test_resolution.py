"""Whom the names in a text mean: a name in full, one of several, a first name alone; and what is asked."""

from types import SimpleNamespace

import pytest

from lpcommunity.entries import markdown
from lpcommunity.mentions import choices
from lpcommunity.mentions.policy import Reach
from lpcommunity.mentions.resolution import NOTHING, Before, resolve
from tests import factories as make
from tests.factories import reading


@pytest.fixture
def world(begin_with):
    return begin_with(_world)


def _world():
    """Two places with people of the same names, in and out of them, and in every role."""
    hull, leeds = make.place("Hull"), make.place("Leeds")
    names = {
        "ann": "Ann Archer", "tom": "Tom Baker", "other_tom": "Tom Baker", "sian": "Siân Nguyễn",
        "amina": "Amina Rahman", "second_amina": "Amina Patel", "owen": "Owen Pritchard",
        "eva": "Eva Luator", "team": "Priya Nair", "gone": "Gone Former", "zoe": "Zoë O’Neill", "far_zoe": "Zoe Far",
    }  # fmt: skip
    offices = {"eva": "evaluator", "team": "programme-team"}
    people = {key: make.person(name, role=offices.get(key)) for key, name in names.items()}
    for key in ("ann", "tom", "sian", "amina", "zoe"):
        make.belongs(people[key], hull)
    for key in ("other_tom", "second_amina", "far_zoe"):
        make.belongs(people[key], leeds)
    make.belongs(people["owen"], hull, "facilitator")
    make.belongs(people["owen"], leeds)
    return SimpleNamespace(hull=hull, leeds=leeds, **people)


def _resolved(world, text, audience="community", chosen="", before=None, who="ann"):
    actor = reading(getattr(world, who))
    reach = Reach(audience, world.hull.id, actor.id)
    more = (before,) if before is not None else ()
    return resolve(actor, [text], reach, choices.read(chosen), *more)


def test_a_name_in_full_is_its_bearer_in_whatever_spelling(world, count_queries):
    found = _resolved(world, "Thanks @sian nguyen’s team, @EVA LUATOR, @Priya Nair and @Zoe O'Neill.")
    meant = {"sian nguyen": world.sian.id, "eva luator": world.eva.id, "priya nair": world.team.id}
    assert found.people == meant | {"zoe o'neill": world.zoe.id}
    assert (found.doubts, found.unreached) == ((), ())
    with count_queries() as asked:
        assert _resolved(world, "Write to me@Ann Archer, or `@Ann Archer`.") == NOTHING
    assert not any("sort_name" in one for one in asked), asked


def test_titles_do_not_count_but_tell_two_of_one_name_apart(world):
    doctor, plain = make.person("Dr Mary Quite"), make.person("Mary Quite")
    ranger = make.person("Prof. Sir Lone Ranger")
    for who in (doctor, ranger):
        make.belongs(who, world.hull)
    for text in ("@Dr Mary Quite", "@Mary Quite", "@Professor Mary Quite"):
        assert list(_resolved(world, text).people.values()) == [doctor.id], text
    make.belongs(plain, world.hull)
    assert _resolved(world, "@dr mary quite, @Mary Quite").people == {
        "dr mary quite": doctor.id, "mary quite": plain.id
    }  # fmt: skip
    assert _resolved(world, "@Professor Mary Quite").doubts != ()
    assert list(_resolved(world, "@Dr Lone asked.").people.values()) == [ranger.id], "the only one here"
    assert _resolved(world, "@Dr").doubts == ()


def test_of_two_of_one_name_it_is_whoever_may_read_it_and_else_it_is_asked(world):
    assert _resolved(world, "@Tom Baker", "partnership").people == {"tom baker": world.tom.id}
    found = _resolved(world, "@Tom Baker")
    assert found.people == {}
    [doubt] = found.doubts
    assert (doubt.written, {one.id for one in doubt.people}) == ("Tom Baker", {world.tom.id, world.other_tom.id})
    chosen = choices.value_of(doubt.key, world.other_tom.id)
    assert _resolved(world, "@Tom Baker", chosen=chosen).people == {"tom baker": world.other_tom.id}
    assert _resolved(world, "@Tom Baker", chosen=choices.value_of(doubt.key, 0)) == NOTHING
    strange = _resolved(world, "@Tom Baker", chosen=choices.value_of(doubt.key, world.ann.id))
    assert len(strange.doubts) == 1
    assert strange.people == {}


def test_a_first_name_alone_is_asked_about_but_where_one_of_this_place_alone_bears_it(world):
    assert _resolved(world, "@Sian said so").people == {"sian": world.sian.id}
    both = _resolved(world, "@Amina said so")
    assert {one.id for one in both.doubts[0].people} == {world.amina.id, world.second_amina.id}
    assert _resolved(world, "@Amina said so", "partnership").people == {"amina": world.amina.id}
    assert [one.written for one in _resolved(world, "@Eva said so").doubts] == ["Eva"]  # of elsewhere
    other = _resolved(world, "@Sian Hughes said so")
    assert other.people == {}
    assert len(other.doubts) == 1
    assert _resolved(world, "@home @10am @x @Nobody Atall") == NOTHING


def test_who_may_not_read_it_is_named_and_not_reached_and_whom_a_confidence_reaches_is_never_told(world):
    found = _resolved(world, "@Eva Luator and @Ann Archer and @Owen Pritchard", "partnership")
    assert found.unreached == ("Eva Luator",)
    assert world.eva.id in found.people.values()
    late = make.person("Late Comer")
    make.belongs(late, world.hull, "facilitator")
    entry = make.reflection(world.ann, world.hull)  # before somebody came whom it does not reach
    later = make.person("Later Still")
    make.belongs(later, world.hull, "facilitator")
    text = "@Late Comer, @Later Still, @Owen Pritchard, @Sian Nguyen"
    confided = resolve(reading(world.ann), [text], Reach.of(entry))
    assert confided.unreached == ("Siân Nguyễn",)
    assert {late.id, later.id, world.owen.id} <= set(confided.people.values())
    alone = _resolved(world, "@Owen Pritchard and @Sian Nguyen", "me")
    assert alone.unreached == ("Owen Pritchard", "Siân Nguyễn")


def test_whoever_left_is_nobody_and_whoever_knows_nobody_names_nobody(world):
    assert _resolved(world, "@Gone Former") == NOTHING
    assert _resolved(world, "@Ann Archer", who="gone") == NOTHING


def test_what_stood_there_keeps_its_meaning(world):
    html = markdown.render("@Tom Baker and @Amina", {"tom baker": world.other_tom.id})
    before = Before.of(["@Tom Baker and @Amina"], html)
    found = _resolved(world, "@Tom Baker, @Amina and @Sian Nguyen", before=before)
    assert found.people == {"tom baker": world.other_tom.id, "sian nguyen": world.sian.id}
    assert found.doubts == ()  # it was left as mere words
    chosen = choices.value_of("amina", world.amina.id)
    assert _resolved(world, "@Amina", chosen=chosen, before=before).people == {"amina": world.amina.id}


def test_a_list_has_an_end(app):
    hull = make.place()
    writer = make.person("Writer One")
    make.belongs(writer, hull)
    for number in range(22):
        make.belongs(make.person(f"Member {chr(97 + number)}x"), hull)
    text = " ".join(f"@Member {chr(97 + number)}x," for number in range(22))
    found = resolve(reading(writer), [text], Reach("community", hull.id, writer.id))
    assert (len(found.people), found.too_many) == (20, True)
    assert resolve(reading(writer), ["@Member"], Reach("community", hull.id, writer.id)) == NOTHING  # too many to ask


def test_what_a_form_says_of_choices_is_read_with_care():
    assert choices.read("12=Amina Rahman;0=tom;12=;x=y;=z;99999999999=q;7=tom") == {"amina rahman": 12, "tom": 7}
    assert choices.read(choices.written({"o'neill": 3})) == {"o'neill": 3}
