"""What a kind says of itself: what a version keeps and shows of its fields, where it lives, its words."""

import pytest

from lpcommunity.drafts.subjects import subject_of
from lpcommunity.entries.kinds import kind_at, kind_of, kinds
from lpcommunity.entries.models import Entry


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_every_kind_is_whole(kind):
    assert issubclass(kind.model, Entry)
    assert kind.model.__mapper__.polymorphic_identity == kind.key
    assert kind_at(f"/{kind.plural}/7/edit") is kind_of(kind.key) is kind
    assert kind.told is not None
    assert kind.told.event.__dataclass_fields__.keys() == {"entry_id", "actor_id"}
    assert kind.nudge is not None
    for words in (kind.nudge.what, kind.nudge.since, kind.nudge.never, kind.nudge.first):
        assert "{" not in words.format(place="Hull", day="3 May")
    assert kind.written[0].name == "title"
    assert all(one.column == "" or hasattr(kind.model, one.column) for one in kind.fields)


def test_kinds_stand_in_their_order():
    assert [kind.order for kind in kinds()] == sorted(kind.order for kind in kinds())
    assert kind_at("/people/7") is None


def test_a_version_shows_what_the_kind_keeps_by_its_words():
    kind = kind_of("update")
    said = kind.texts({"body": "It began."}, {"standing": "off-track", "reason": "Rain", "help": ""})
    assert said == {
        "What happened": "It began.",
        "How it stands": "Off track",
        "Why": "Rain",
        "We would like help with": "",
    }


def test_a_draft_is_named_by_what_was_written_not_by_what_was_chosen():
    for subject, path in (("update:new:4", "/partnerships/hull/updates/new"), ("entry:7", "/updates/7/edit")):
        found = subject_of(subject, path)
        assert found.written("body")
        assert found.written("help")
        assert not found.written("standing")
        assert not found.written("audience")
    assert subject_of("entry:7", "/updates/7/edit").word == "Change"
    assert subject_of("reflection:new:4", "").unsent == "draft reflection"
    assert subject_of("entry:7", "/updates/7/edit").unsent == "draft"
    assert subject_of("learning:new:4", "/elsewhere").word == "Learning"
