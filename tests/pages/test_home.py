"""Home for each kind of person: what is next, what waits, what is new; and nothing that they may not read."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.following.commands import follow
from lpcommunity.pages import next_steps
from lpcommunity.pages.queries.own_places import own_places
from lpcommunity.pages.queries.timeline import timelines
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.projects.models import Project
from lpcommunity.reflections.models import ANSWERED, WAITING
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import clock, now, session, today, transactional
from lpcommunity.web.humanize import day, short_day
from tests import factories as make
from tests.factories import reading
from tests.pages.conftest import KINDS, canaries, sees


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind])
def test_home_shows_what_one_may_read(world, kind):
    html = world.visit(kind).text("/home")
    expected = {(one, audience) for one in ("update", "reflection") for audience in sees(kind)}
    if kind in ("former", "elsewhere", "facilitator_elsewhere", "author"):
        expected = set()  # follows nobody; or has written all of it
    assert canaries(html) == expected
    assert html.count("<h1") == 1


def test_following_brings_news(world):
    visitor = world.visit("elsewhere")
    assert "because you follow nobody" in visitor.text("/home")
    follow(reading(world.who["elsewhere"]), partnership=world.hull)
    html = visitor.text("/home")
    assert canaries(html) == {
        (one, audience) for one in ("update", "reflection") for audience in ("public", "community")
    }


def test_signed_out_goes_to_sign_in(world):
    assert world.visit(None).get("/home").status_code == 303


def test_at_most_three_things_in_their_order(world):
    author = world.who["author"]
    _answered(world.entries["reflection", "facilitators"], world.who["facilitator"])
    _draft(author, world.hull)
    add_milestone(OPERATOR, world.project, name="Draft model", due_on=today() + timedelta(days=3))
    html = world.visit("author").text("/home")
    titles = [part.split("<")[0] for part in html.split('class="lp-next__what">')[1:]]
    assert titles == ["Facilitator has asked you one question", "Finish your draft update", titles[2]]
    assert "Draft model" in titles[2]
    assert html.count('class="govuk-button lp-button--small"') == 1  # one filled button
    other = world.visit("member").text("/home")
    assert "has asked you" not in other
    assert "Finish your draft" not in other


def test_a_quiet_place_is_asked_for_news(world):
    follow(reading(world.who["lead"]), partnership=world.keele)
    html = world.visit("lead").text("/home")
    assert "Say what Hull has been doing" in html


def test_somebody_new_is_shown_how_to_begin(world):
    new = make.person("Colin Marsh")
    make.belongs(new, world.hull)
    world.who["new"] = new
    html = world.visit("new").text("/home")
    assert "Welcome, Colin" in html
    assert "See what Hull has been doing" in html
    assert "Three ways to begin" in html


def test_the_lead_of_a_new_place_is_told_what_only_a_lead_can_do(world):
    world.who["new"] = new = make.person("Colin Marsh")
    place = make.place("Tees Valley")
    make.belongs(new, place, "lead")
    visitor = world.visit("new")
    assert nexts(visitor) == [
        "Say what Tees Valley is working on", "Invite the people of Tees Valley", "Follow a place like yours",
    ]  # fmt: skip
    begin_project(OPERATOR, place, world.programme, title="Firms that grow")
    make.belongs(make.person("Facilitator again"), place, "facilitator")
    assert "Invite the people of Tees Valley" in nexts(visitor)  # a facilitator is not one of them
    to = f"/partnerships/{place.slug}/invitations"
    assert visitor.post(to, {"addresses": "Ann Bell <ann@example.org>", "role": "member"}).status_code == 303
    assert not [what for what in nexts(visitor) if "Tees Valley" in what and "doing" not in what]
    make.belongs(world.who["member"], make.place("Bolton"))
    assert not [what for what in nexts(world.visit("member")) if "Bolton is working" in what or "Invite" in what]


def test_the_facilitator_sees_the_queue_first_and_the_oldest_first(world):
    first, second = world.entries["reflection", "facilitators"], world.entries["reflection", "partnership"]
    _wait(second, 3)
    _wait(first, 9)
    html = world.visit("facilitator").text("/home")
    assert "Two reflections are waiting" in html
    queue = html.split('id="queue"')[1].split("</ol>")[0]
    assert queue.index("CANARY-reflection-facilitators-") < queue.index("CANARY-reflection-partnership-")
    assert "are waiting" not in world.visit("facilitator_elsewhere").text("/home")


def test_the_programme_team_learns_only_that_something_waits(world):
    _wait(world.entries["reflection", "facilitators"], 9)
    html = world.visit("team").text("/home")
    assert "for nine days" in html
    assert "CANARY-reflection-facilitators-" not in html


def test_former_members_keep_their_own_words(world):
    with clock.at(now() - timedelta(days=400)):
        own = make.update(world.who["former"], world.hull, "partnership")
    html = world.visit("former").text("/home")
    assert f'data-entry-id="{own.id}"' in html
    assert "How to come back" in html


def test_choosing_a_place_to_write_for(world):
    assert world.visit("lead").get("/updates/new").location == f"/partnerships/{world.hull.slug}/updates/new"
    assert world.visit("evaluator").get("/reflections/new").status_code == 404
    make.belongs(world.who["lead"], world.keele)
    html = world.visit("lead").text("/updates/new")
    assert f"/partnerships/{world.keele.slug}/updates/new" in html


def test_news_stands_under_heads_that_say_when(world):
    for days in (1, 3, 400):
        with clock.at(now() - timedelta(days=days)):
            make.update(world.who["author"], world.hull)
    html = world.visit("member").text("/home")
    heads = [part.split("<")[0] for part in html.split("data-head><h3>")[1:]]
    assert heads[0] == "This week"
    assert heads == list(dict.fromkeys(heads))
    with clock.at(now() - timedelta(days=400)):
        year = f"{now():%B %Y}"
    assert heads[-1] == year


def test_nine_are_new_at_first_and_show_more_leads_on(world):
    for _ in range(12):
        make.update(world.who["author"], world.hull)
    html = world.visit("member").text("/home")
    news = html.split('id="new"')[1]
    assert news.count("data-entry-id") == 9
    path = news.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "data-entry-id" in world.visit("member").text(path)


def test_what_the_queue_shows_is_no_news(world):
    waits = world.entries["reflection", "facilitators"]
    _wait(waits, 9)
    html = world.visit("facilitator").text("/home")
    queue, news = html.split('id="new"')
    assert f'data-entry-id="{waits.id}"' in queue
    assert f'data-entry-id="{waits.id}"' not in news
    assert f'data-entry-id="{world.entries["update", "facilitators"].id}"' in news


def test_drafts_are_counted_where_they_are(world):
    assert "Your drafts" not in world.visit("member").text("/home")
    for _ in range(4):
        _draft(world.who["member"], world.hull)
    assert "Your drafts (4)" in world.visit("member").text("/home")
    assert "Your drafts" not in world.visit("lead").text("/home")


def test_ones_own_place_is_one_tap_away(world):
    words = world.visit("member").text("/partnerships").split('aria-label="Main"')[1].split("</nav>")[0]
    assert f'href="/partnerships/{world.hull.slug}"' in words
    make.belongs(world.who["member"], world.keele, "facilitator")
    words = world.visit("member").text("/partnerships").split('aria-label="Main"')[1].split("</nav>")[0]
    assert f'href="/partnerships/{world.hull.slug}"' not in words
    assert 'href="/home#yours"' in words
    yours = world.visit("member").text("/home").split('id="yours"')[1].split("</aside>")[0]
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", yours) == ["Your partnerships"], "what the word at the top leads to"
    assert re.findall(r"<h3[^>]*><a[^>]*>([^<]+)</a></h3>", yours) == ["Hull", "Keele"]
    assert "Your partnerships</h2>" not in world.visit("lead").text("/home")
    assert "#yours" not in world.visit("team").text("/home")


def test_people_are_one_tap_away_for_whoever_may_find_them(world):
    for kind, there in (("member", True), ("facilitator", True), ("team", True), ("former", False)):
        words = world.visit(kind).text("/partnerships").split('aria-label="Main"')[1].split("</nav>")[0]
        assert ('href="/people"' in words) is there, kind


def test_a_long_name_does_not_stand_at_the_top(world):
    for letters, shown in ((24, "T" * 24), (25, "Your partnership")):
        world.who["new"] = make.person()
        place = make.place("T" * letters)
        make.belongs(world.who["new"], place)
        words = world.visit("new").text("/partnerships").split('aria-label="Main"')[1].split("</nav>")[0]
        assert f'href="/partnerships/{place.slug}">{shown}</a>' in words


@pytest.mark.parametrize(("kind", "number"), [("member", 27), ("facilitator", 24), ("team", 19), ("former", 4)])
def test_queries_are_as_many_as_it_needs_whatever_the_data(world, kind, number, count_queries):
    _wait(world.entries["reflection", "facilitators"], 9)
    visitor = world.visit(kind)
    if kind != "former":
        follow(reading(world.who[kind]), partnership=make.place())
    visitor.text("/home")
    with count_queries() as asked:
        visitor.text("/home")
    assert len(asked) == number, asked
    for _ in range(4):
        place = make.place()
        make.update(world.who["author"], place)
        make.action(world.who["author"], place, "community")
        make.milestone(place)
        if kind != "former":
            follow(reading(world.who[kind]), partnership=place)
    with count_queries() as asked:
        visitor.text("/home")
    assert len(asked) == number, asked


def test_the_programme_team_sees_who_is_quiet(world):
    html = world.visit("team").text("/home")
    quiet = html.split('id="quiet"')[1].split("</section>")[0]
    assert "Keele" not in quiet, "it was set up today"
    assert "Hull" in quiet
    _set_up(world.keele, now() - timedelta(days=22))
    quiet = world.visit("team").text("/home").split('id="quiet"')[1].split("</section>")[0]
    assert re.search(r"Keele</a><span>Set up on \d+ \w+( \d+)?, no news for the community yet<", quiet)
    assert re.search(r"Hull</a><span>Last news for the community: \d+ \w+", quiet)
    confided = make.update(world.who["author"], world.hull, "facilitators")
    assert "Hull" not in world.visit("team").text("/home").split('id="quiet"')[1].split("</section>")[0]
    withdraw_entry(reading(world.who["author"]), confided)
    assert "Hull" in world.visit("team").text("/home").split('id="quiet"')[1].split("</section>")[0]
    make.update(world.who["author"], world.hull)
    assert "Hull" not in world.visit("team").text("/home").split('id="quiet"')[1].split("</section>")[0]
    assert 'id="quiet"' not in world.visit("member").text("/home")


def test_a_place_where_nothing_waits_is_not_among_those_where_somebody_does(world):
    assert 'id="overview"' not in world.visit("team").text("/home")
    _wait(world.entries["reflection", "facilitators"], 9)
    make.place("Ayr")
    overview = world.visit("team").text("/home").split('id="overview"')[1].split("</section>")[0]
    assert "Hull" in overview
    assert "Ayr" not in overview, "it has no facilitator, and nobody who waits for one"


def test_a_milestone_whose_day_has_passed_is_not_the_next_one(world):
    late, later = today() - timedelta(days=3), today() - timedelta(days=2)
    add_milestone(OPERATOR, world.project, name="Ask the firms", due_on=late)
    yours = facts_of(world.visit("member"))
    assert f"Was due Ask the firms, {short_day(late)} Next milestone Evidence review," in yours
    add_milestone(OPERATOR, world.project, name="Ask the towns", due_on=later)
    assert f"Was due Ask the firms, {short_day(late)}, and one other Next" in facts_of(world.visit("member"))
    make.belongs(world.who["member"], world.keele)
    [school] = session().scalars(select(Project).where(Project.partnership_id == world.keele.id))
    add_milestone(OPERATOR, school, name="Rooms", due_on=late)
    assert f"Was due Rooms, {short_day(late)}" in facts_of(world.visit("member"))


def test_a_milestone_that_is_due_opens_the_form_about_it(world):
    for days in (3, 5):
        add_milestone(OPERATOR, world.project, name=f"Draft {days}", due_on=today() + timedelta(days=days))
    follow(reading(world.who["lead"]), partnership=world.keele)  # no longer new here
    visitor = world.visit("lead")
    html = visitor.text("/home").split("“Draft 3” is due")[1]
    form = visitor.text(html.split('href="')[1].split('"')[0])
    assert re.search(r'<option value="\d+" selected>Draft 3,', form)
    assert re.search(r"<details[^>]* data-add-more open", form), "what is chosen is seen"
    path = f"/partnerships/{world.hull.slug}/updates/new"
    [school] = session().scalars(select(Project).where(Project.partnership_id == world.keele.id))
    elsewhere = add_milestone(OPERATOR, school, name="Rooms", due_on=today())
    for about in (f"milestone-{elsewhere.id}", "milestone-999999", "milestone-x", "nonsense", "milestone-"):
        form = visitor.text(f"{path}?about={about}")
        assert not re.search(r'<option value="\d+" selected>', form)
        assert not re.search(r"<details[^>]* data-add-more open", form), about


def test_the_welcome_stays_until_somebody_says_something_and_names_what_others_did(world):
    new = world.who["new"] = make.person("Colin Marsh")
    place = make.place("Tees Valley")
    make.belongs(new, place)
    visitor = world.visit("new")
    _draft(new, place)
    assert "Welcome, Colin" in visitor.text("/home"), "a draft that waits does not turn the page"
    other = make.person()
    make.belongs(other, place)
    make.update(other, place)
    assert "See what Tees Valley has been doing" in nexts(visitor)
    make.update(new, place, "me")
    assert "Welcome" not in visitor.text("/home")
    assert "See what Tees Valley has been doing" not in nexts(visitor)


def test_ones_own_update_is_nothing_to_be_shown(world):
    """The demonstration and an import bring texts of people who are new; and what is for oneself alone is one's own."""
    author = world.who["author"]
    situation = next_steps.Situation(
        person=reading(author), answers=[], draft=None, taken_back=[], chances=[], ownerless=[],
        member_of=own_places([world.hull.id]),
        leads=frozenset(), alone_in=[], events=timelines(reading(author), [world.hull.id]), follows=False, wrote=False,
    )  # fmt: skip
    assert not [one for one in next_steps.next_steps(situation) if one.what.startswith("See what")]


def facts_of(visitor) -> str:
    """What home says of one's own places, in plain words."""
    words = "".join(re.findall(r'<dl class="lp-facts">(.*?)</dl>', visitor.text("/home"), re.DOTALL))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).replace(" ,", ",")


def nexts(visitor):
    """What is next, as home says it."""
    return [part.split("<")[0] for part in visitor.text("/home").split('class="lp-next__what">')[1:]]


@transactional
def _set_up(place, moment):
    place.created_at = moment


@transactional
def _wait(reflection, days):
    reflection.review_state, reflection.rounds = WAITING, 1
    reflection.waiting_since = now() - timedelta(days=days)
    reflection.confided_at, reflection.confided_version = reflection.published_at, 1
    session().flush()


@transactional
def _answered(reflection, facilitator):
    reflection.review_state, reflection.rounds, reflection.submitted_version = ANSWERED, 1, 1
    review = Review(
        idempotency_key=str(uuid4()),
        reflection_id=reflection.id,
        version=1,
        round=1,
        author_id=facilitator.id,
        outcome="invites",
        sent_at=now(),
    )
    session().add(review)
    session().flush()
    for position, kind in enumerate(("challenging", "supportive")):
        session().add(Move(review_id=review.id, position=position, kind=kind, prompt="", passage="", says="Why?"))
    session().flush()


@transactional
def _draft(person, place):
    session().add(
        Draft(
            idempotency_key=str(uuid4()), person_id=person.id, subject=f"update:new:{place.id}", label="Second cohort",
            fields={}, path=f"/partnerships/{place.slug}/updates/new", started_at=now(), saved_at=now(),
        )
    )  # fmt: skip


def test_who_is_to_come_reads_from_which_day_on(world):
    soon = today() + timedelta(days=9)
    make.belongs(world.who["former"], world.keele, "facilitator", since=soon)
    html = world.visit("former").text("/home")
    assert f"You will be a facilitator for Keele from {day(soon)}." in html
    assert "You belong to no partnership" not in html
