"""The pictures of each journey of the demonstration: no line goes through words, and those are beside their mark."""

from sqlalchemy import select

from lpcommunity.access.reader import VISITOR, reader_of
from lpcommunity.actions.action_marks import actions_of_place
from lpcommunity.demo import personas
from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts import journey_upright as upright
from lpcommunity.pages.journey_text import Known, asked_of, journey_of, window
from lpcommunity.pages.queries.place import projects_of
from lpcommunity.pages.queries.timeline import story
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.questions.queries import questions_of_place
from lpcommunity.storage import session
from tests.pages.picture_geometry import across_today, crossed, furthest, meeting


def test_words_of_every_journey_can_be_read(house):
    with house.app().app_context():
        emails = [f"{key}@demo.example" for key in personas.PERSONAS]
        people = session().scalars(select(Person).where(Person.email.in_(emails))).all()
        readers = [VISITOR, *(reader_of(person.id) for person in people)]
        named, looked = 0, 0
        for place in session().scalars(select(Partnership)):
            stones = [line for project in projects_of(place.id) for line in project.milestones]
            for reader in readers:
                asked = asked_of(questions_of_place(reader, place.id))
                known = Known(story(reader, place.id), actions_of_place(reader, place.id), stones, asked)
                shown = window(known)
                if shown is None:
                    continue
                facts = journey_of(place.name, known, shown)
                for drawing in (wide.draw(facts), upright.draw(facts)):
                    said = (place.name, drawing.upright)
                    assert (meeting(drawing), crossed(drawing), across_today(drawing)) == ([], [], []), said
                    assert furthest(drawing) <= (32 if drawing.upright else 110), said
                    looked += len(facts.stones)
                    named += sum(one.name is not None for one in drawing.flags)
                    if drawing.upright:
                        assert all(one.words for one in drawing.cycles), said
        assert named > 0.9 * looked > 100
