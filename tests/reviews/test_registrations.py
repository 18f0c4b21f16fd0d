"""How an exchange went is known on a timeline to its author and the place's facilitators, and to nobody else."""

from lpcommunity.access.reader import VISITOR
from lpcommunity.drafts.subjects import subject_of
from lpcommunity.entries.timeline_marks import facts
from tests.factories import belongs, person, place, reading
from tests.reviews.world import answer, world, written


def test_how_it_went_is_known_to_few(app):
    w = world()
    reflection = written(w, "public")
    answer(w.owen, reflection)
    stranger, team = person(), person(role="programme-team")
    belongs(stranger, place("Keele"), "facilitator")
    known = {
        name: facts(reading(who) if who else VISITOR, {"reflection": [reflection.id]})
        for name, who in {"author": w.amina, "facilitator": w.owen, "member": w.colin, "elsewhere": stranger,
                          "team": team, "anybody": None}.items()
    }  # fmt: skip
    assert {name for name, found in known.items() if found} == {"author", "facilitator"}
    mark = known["author"][reflection.id]
    assert (mark.waiting, len(mark.answers), mark.closed_at) == (False, 1, None)


def test_one_question_for_all_of_them(app, count_queries):
    w = world()
    ids = [written(w).id for _ in range(3)]
    amina = reading(w.amina)
    with count_queries() as asked:
        found = facts(amina, {"reflection": ids})
    assert [found[one].waiting for one in ids] == [True] * 3
    assert len(asked) == 1, asked


def test_drafts_of_an_exchange_have_names():
    assert subject_of("review:9", "/reflections/9/review").word == "Answer"
    assert subject_of("response:9", "/reflections/9").word == "Reply"
    assert subject_of("review:9", "").written("moves-0-says")
    assert not subject_of("review:9", "").written("moves-0-passage")
