"""A thing that people are told is one file: inbox, settings, e-mail, guard and unsubscribing take it from there."""

import pkgutil
import re
from dataclasses import dataclass, replace
from typing import Any

import pytest

from lpcommunity import outbox
from lpcommunity.entries.kinds import kinds as entry_kinds
from lpcommunity.notifications import channels, kinds, queries, registry
from lpcommunity.notifications.commands import PARTNER_KEYS
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.models import Notification
from lpcommunity.notifications.notification_types import ByMail, Choice, InApp, Incomplete, News, NotificationType
from lpcommunity.notifications.recipients import Recipient, person_with_id
from lpcommunity.outbox import commands as outbox_commands
from lpcommunity.outbox import registry as outbox_registry
from lpcommunity.storage import session, transactional
from tests.factories import reading
from tests.notifications.conftest import browsing
from tests.notifications.post_office import PostOffice, free_port, open_office


@dataclass(frozen=True)
class KettleBoiled:
    """Something that happens in this test only."""

    person_id: int
    partnership_id: int


happen = transactional(outbox.record)
still_hot = [True]
NOTHING: Any = None


def news(event, _meta):
    return News([Recipient(event.person_id, "thirst")], partnership_id=event.partnership_id)


def letters(event, _meta):
    person = person_with_id(event.person_id)
    assert person is not None
    yield Letter(
        to=person.email,
        person_id=person.person_id,
        greets=person.first_name,
        subject="The kettle has boiled",
        lines=["Tea is in the kitchen."],
        about_id=event.partnership_id,
    )


IN_APP = InApp(
    event=KettleBoiled,
    news=news,
    sign="talk",
    words=lambda line: ["The kettle of ", line.place_link, " has boiled"],
    because=lambda line: f"Because of {line.reason}",
)
BY_MAIL = ByMail(
    event=KettleBoiled,
    letters=letters,
    why="You get this because you were thirsty.",
    still_meant=lambda event, reader: still_hot[0] and event.about_id in reader.member_of,
    choice=Choice(says="The kettle has boiled", offered_to=lambda reader: bool(reader.member_of)),
)
KETTLE = NotificationType(key="kettle-boiled", in_app=IN_APP, by_mail=BY_MAIL)


@pytest.fixture
def kettle(world, monkeypatch):
    """It is known to the software, as if it had a file."""
    monkeypatch.setattr(registry, "_types", dict(registry._types))
    monkeypatch.setattr(outbox_registry, "_subscribers", dict(outbox_registry._subscribers))
    still_hot[0] = True
    channels.open_for(KETTLE)
    return KettleBoiled(world.ann.id, world.hull.id)


def test_its_line_is_in_the_inbox(world, kettle, work):
    happen(kettle)
    work()
    page = browsing(world.app, world.ann).get("/notifications").text
    assert (
        f'The kettle of <a class="govuk-link" dir="auto" href="/partnerships/{world.hull.slug}">Hull</a> has boiled'
        in page
    )
    assert "<span>Because of thirst</span>" in page
    assert "#i-talk" in page
    assert queries.unread_count(reading(world.ann)) == 1


def test_whom_it_could_come_to_may_do_without_it(world, kettle, work, mails):
    ann = browsing(world.app, world.ann)
    page = ann.get("/account/notifications")
    assert "The kettle has boiled" in page.text
    assert "The kettle has boiled" not in browsing(world.app, world.team).get("/account/notifications").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    assert (
        ann.post(
            "/account/notifications",
            data={
                "csrf_token": token[1],
                "kind-kettle-boiled": "never",
            },
        ).status_code
        == 303
    )
    assert "kettle-boiled" in queries.kinds_off(world.ann.id)
    assert "answered" not in queries.kinds_off(world.ann.id)
    happen(kettle)
    work()
    assert mails() == []


def test_its_letter_goes_out_and_can_be_stopped_by_its_link(world, kettle, work, mails):
    happen(kettle)
    work()
    (mail,) = mails("kettle-boiled")
    assert (mail.to, mail.subject, mail.sent_at is not None) == (world.ann.email, "The kettle has boiled", True)
    for words in ("Hello Ann,", "Tea is in the kitchen.", "You get this because you were thirsty."):
        assert words in mail.text
        assert words in mail.html
    path = mail.unsubscribe_url.removeprefix("http://localhost")
    someone = browsing(world.app, None)
    assert "“The kettle has boiled”" in someone.get(path).text
    assert someone.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    happen(kettle)
    work()
    assert len(mails("kettle-boiled")) == 1


def test_it_is_asked_again_before_it_is_sent(world, kettle, work, mails, monkeypatch):
    monkeypatch.setitem(world.app.config, "MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    happen(kettle)
    work()
    still_hot[0] = False
    office = PostOffice()
    with open_office(office) as port:
        monkeypatch.setitem(world.app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
        outbox_commands.retry_now("")
        work()
    assert office.letters == []
    assert mails("kettle-boiled")[0].failed_because == "no longer meant for them"


def test_what_the_software_no_longer_knows_still_leads_somewhere(world, kettle, work):
    happen(kettle)
    work()
    del registry._types["kettle-boiled"]
    page = browsing(world.app, world.ann).get("/notifications").text
    assert f'<a class="govuk-link" dir="auto" href="/partnerships/{world.hull.slug}">Hull</a>' in page
    assert "#i-bell" in page
    assert session().query(Notification).count() == 1


def without(part, name):
    """Builds it again, and one part is forgotten."""
    return lambda: type(part)(**{key: value for key, value in vars(part).items() if key != name})


@pytest.mark.parametrize(
    ("build", "says"),
    [
        *(
            (without(part, name), f"'{name}'")
            for part in (IN_APP, BY_MAIL, BY_MAIL.choice)
            for name in vars(part)
            if name not in {"to_this_address", "way_in", "sent", "composed", "default", "in_letter"}
        ),
        (lambda: replace(KETTLE, in_app=replace(IN_APP, sign="")), "kettle-boiled: InApp.sign is empty"),
        (lambda: replace(KETTLE, in_app=replace(IN_APP, words=NOTHING)), "kettle-boiled: InApp.words is empty"),
        (lambda: replace(KETTLE, by_mail=replace(BY_MAIL, why="")), "kettle-boiled: ByMail.why is empty"),
        (lambda: NotificationType(key="kettle-boiled"), "kettle-boiled: say how people are told"),
        (lambda: replace(KETTLE, key="The kettle"), "'The kettle' is no key"),
        (lambda: channels.open_for(replace(KETTLE, key="answered")), "answered: there is one of this key"),
    ],
)
def test_a_part_that_was_forgotten_is_named_when_its_file_is_imported(app, build, says):
    with pytest.raises(TypeError, match=says):
        build()
    assert issubclass(Incomplete, TypeError)


def test_every_file_is_listed_and_every_sign_is_drawn(app, client):
    files = {module.name.replace("_", "-") for module in pkgutil.iter_modules(kinds.__path__)} - {"entry-shared"}
    of_entries = {kind.told.what for kind in entry_kinds() if kind.told is not None}
    assert files | of_entries <= {one.key for one in registry.types()}
    signs = {one.in_app.sign for one in [*registry.types(), registry.UNKNOWN] if one.in_app is not None}
    drawn = set(re.findall(r'id="i-([a-z-]+)"', client.get("/").text))
    assert signs <= drawn


def test_the_page_names_all_that_nobody_can_do_without(world):
    """A mail without a choice that falls under none of these words would be one that nobody was told of."""
    page = " ".join(browsing(world.app, world.ann).get("/account/notifications").text.split())
    named = {
        "about your password, your e-mail address and invitations": {
            "password-changed", "password-reset", "email-change", "email-changed", "invitation",
        },
        "before anything that you confided opens to somebody new": {"facilitator-introduced"},
        "when it is decided on a text of yours that somebody reported": {"text-moderated"},
    }  # fmt: skip
    assert all(words in page for words in named)
    kept = {one.key for one in registry.types() if one.by_mail is not None and one.by_mail.choice is None}
    kept -= set(PARTNER_KEYS)  # they go to people without an account, and say how to end them
    assert kept == set().union(*named.values())
