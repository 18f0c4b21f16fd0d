"""What is written in the matrix's world: for each text a canary, and who may come across it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image

from lpcommunity.access.reader import OPERATOR
from lpcommunity.attachments.commands import add_attachment, attach_to_entry
from lpcommunity.drafts import signed_forms
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.models import Partnership
from lpcommunity.pins.commands import pin
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move
from lpcommunity.slips.commands import change_slip_audience, move_milestone
from lpcommunity.slips.models import AUDIENCES as SLIP_AUDIENCES
from lpcommunity.storage import session, today, transactional
from lpcommunity.thanks.commands import say_thanks
from lpcommunity.updates import commands as updates
from tests.factories import reading
from tests.factories.world import READERS, READERS_ELSEWHERE, World
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, choices_of
from tests.matrix.kept import introduce_people, keep_things, pin_on_theme
from tests.matrix.kept_back import keep_back
from tests.matrix.left_open import leave_questions_open
from tests.matrix.reported import report_all
from tests.matrix.rhythms import SAID_TO_PLACE, check_in_confiding, keep_rhythms
from tests.matrix.talked import talk
from tests.matrix.undertaken import undertake_all
from tests.matrix.wanted import want_help


@dataclass
class Item:
    """One thing that somebody wrote, the canary it carries, and who reads it."""

    canary: str
    readers: set[str]
    path: str = ""
    entry: Entry | None = None
    mailed: bool = False  # whether an e-mail quotes it to those who read it
    listed: bool = False  # whether lists show it to those who read it
    theme: bool = False
    found: bool = False  # whether a search finds it for those who read it, though no list shows it
    sent_to: set[str] = field(default_factory=set)  # who find a copy of it, on pages of reports and nowhere else


@dataclass
class Told:
    """The world, and everything that was said in it."""

    world: World
    app: Flask
    items: dict[str, Item] = field(default_factory=dict)
    theme: Theme | None = None

    def item(self, canary: str, readers: set[str], **more: Any) -> Item:
        """Note what was said and who may read it; disabled people read only what is public."""
        made = Item(canary, readers if "anonymous" in readers else readers - {"disabled member"}, **more)
        self.items[canary] = made
        return made


def tell(world: World, app: Flask, kinds: Sequence[Kind]) -> Told:
    """Let the author write of every kind for every audience, in every state; and others answer, thank and follow."""
    told = Told(world, app)
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    told.theme = add_theme(OPERATOR, name="Shared theme")
    here = begin_project(OPERATOR, world.here, programme, title="Project here", theme=told.theme)
    elsewhere = begin_project(OPERATOR, world.elsewhere, programme, title="Project elsewhere")
    author = Visitor(app, world.someone("author"))
    _slips(told, here, world.here, "lead here", READERS, "slip")
    _slips(told, elsewhere, world.elsewhere, "lead of both", READERS_ELSEWHERE, "slip-elsewhere")
    for audience in AUDIENCES:
        for kind in kinds:
            _entries(told, author, kind, audience)
    for kind in kinds:
        _unfinished(told, author, kind)
    if REFLECTION in kinds:
        _widened(told)
        _written_while_taken_back(told)
    _of_somebody_who_left(told)
    for kind in kinds:
        _elsewhere(told, kind)
    if REFLECTION in kinds:
        undertake_all(told)
        kept = told.items["canary-update-partnership"].entry
        assert kept is not None
        pin(reading(world.someone("lead here")), kept)
    keep_rhythms(told)
    if REFLECTION in kinds:
        check_in_confiding(told)
        leave_questions_open(told)
        talk(told)
        want_help(told)
        report_all(told)
        keep_things(told)
        pin_on_theme(told)
        introduce_people(told)
    keep_back(told)
    if REFLECTION in kinds:
        _somebody_comes_later(told)
    world.part()
    return told


# Actions for the place, written before somebody came to it.
UNDERTAKEN_FOR_PLACE = {f"canary-{what}-partnership" for what in ("open", "done", "expected", "came", "passed-on")}
TEAM = {"programme team", "programme team member elsewhere"}


def _slips(
    told: Told, project: Project, place: Partnership, lead_is: str, table: dict[str, set[str]], which: str
) -> None:
    """A milestone of each place that moved once for every audience of a sentence; one was closed again afterwards."""
    lead, path = reading(told.world.someone(lead_is)), f"/partnerships/{place.slug}/milestones"
    milestone = add_milestone(OPERATOR, project, name="Doors open", due_on=today())
    for number, audience in enumerate(SLIP_AUDIENCES, 1):
        canary = f"canary-{which}-{audience}"
        moved_to = today() + timedelta(days=number)
        move_milestone(lead, milestone, to_on=moved_to, reason="money", why=f"Why {canary}.", audience=audience)
        readers = table[audience] | {lead_is} | (TEAM if audience == "partnership" else set())
        told.item(canary, readers, path=path)
    closed = move_milestone(
        lead, milestone, to_on=today(), reason="data", why=f"canary-{which}-closed", audience="public"
    )
    change_slip_audience(lead, closed, "facilitators")
    told.item(f"canary-{which}-closed", table["facilitators"] | {lead_is}, path=path)


def words(canary: str) -> Content:
    """A title and a text that both carry the canary."""
    return Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})


def _entries(told: Told, author: Visitor, kind: Kind, audience: str) -> None:
    """One entry of this kind for this audience with words in every field of its own and files; and one withdrawn."""
    readers = READERS[audience] | {"author"}
    canary = f"canary-{kind.key}-{audience}"
    entry, themes = _written(author, told.world.here, kind, audience, canary)
    told.item(canary, readers, path=kind.path(entry.id), entry=entry, listed=True, theme=themes)
    _with_files(told, entry, f"{kind.key}-{audience}", readers)
    gone, _ = _written(author, told.world.here, kind, audience, f"canary-gone-{kind.key}-{audience}")
    told.item(f"canary-gone-{kind.key}-{audience}", {"author"}, path=kind.path(gone.id), entry=gone)
    withdraw_entry(reading(told.world.someone("author")), gone)
    for who in ("member here", "member elsewhere", "evaluator", "facilitator here"):
        if who in READERS[audience]:
            say_thanks(reading(told.world.someone(who)), entry)
    if isinstance(entry, Reflection) and audience != "me":
        _taken_back(told, audience)
        _exchange(told, entry, audience)


def _written(author: Visitor, place: Partnership, kind: Kind, audience: str, canary: str) -> tuple[Entry, bool]:
    """An entry of this kind, written as a browser does it: the canary in every field, the last of every choice."""
    form = Form(author, kind.new_path(place.slug))
    offered = {name: values for name, values in choices_of(form.page).items() if name != "remove-file"}
    typed: dict[str, Any] = {one.name: f"Text {canary}. And more of it." for one in kind.written}
    chosen = {name: values[-1] for name, values in offered.items()}
    sent = form.send(**{**chosen, **typed, "title": f"Title {canary}", "audience": audience})
    assert sent.status_code == 303, sent.get_data(as_text=True)
    entry = session().get_one(Entry, int(sent.headers["Location"].rpartition("/")[2]))
    return entry, "themes" in offered


def _with_files(told: Told, entry: Entry, which: str, readers: set[str], author_is: str = "author") -> None:
    """A document in which the canary stands, and a picture with it as its alternative text and name."""
    author = told.world.someone(author_is)
    canary = f"canary-file-{which}"
    idempotency_key = signed_forms.new_key()
    document = add_attachment(reading(author), idempotency_key, f"{canary}.txt", f"Inside: {canary}\n".encode())
    picture = add_attachment(
        reading(author), idempotency_key, f"picture-{canary}.png", drawn_picture(), alt=f"Alt {canary}"
    )

    @transactional
    def attach() -> None:
        if not kind_of(entry.kind).shows_files:
            entry.body_html += (
                f'<p><img src="/attachments/{picture.id}"><a href="/attachments/{document.id}">It</a></p>'
            )
        attach_to_entry(entry, idempotency_key)

    attach()
    told.item(canary, readers, path=f"/attachments/{document.id}", entry=entry)
    told.item(f"pixels-{which}", readers, path=f"/attachments/{picture.id}", entry=entry)
    told.item(f"thumbnail-{which}", readers, path=f"/attachments/{picture.id}/thumbnail", entry=entry)


def _taken_back(told: Told, audience: str) -> None:
    author, here = told.world.someone("author"), told.world.here
    back = reflections.write_reflection(
        reading(author),
        here,
        signed_forms.new_key(),
        words(f"canary-back-{audience}"),
        cycle="free",
        audience=audience,
        submit=True,
    )
    reflections.take_back(reading(author), back)
    kept = {"author"} if audience == "facilitators" else READERS[audience] | {"author"}
    told.item(f"canary-back-{audience}", kept, path=f"/reflections/{back.id}", entry=back, listed=True)


def _exchange(told: Told, made: Reflection, audience: str) -> None:
    """Two facilitators answer, one of whom leaves later; the author replies."""
    between = READERS["facilitators"] | {"author"}
    asked = f"canary-asked-{audience}"
    move = MoveContent("challenging", "body", "And more of it", f"Question {asked}?")
    reviews.send_review(
        reading(told.world.someone("facilitator here")), made, signed_forms.new_key(), "invites", [move], made.version
    )  # fmt: skip
    told.item(asked, between, path=f"/reflections/{made.id}", entry=made)
    former = f"canary-formerly-asked-{audience}"
    move = MoveContent("supportive", "", "", f"Support {former}.")
    reviews.send_review(
        reading(told.world.someone("former facilitator")), made, signed_forms.new_key(), "invites", [move], made.version
    )  # fmt: skip
    told.item(former, between | {"former facilitator"}, path=f"/reflections/{made.id}", entry=made)
    replied = f"canary-replied-{audience}"
    moves = session().query(Move).filter(Move.says.contains(asked)).all()
    reviews.send_replies(
        reading(told.world.someone("author")),
        made,  # type: ignore[arg-type]
        signed_forms.new_key(),
        {moves[0].id: f"Reply {replied}"},
    )
    told.item(replied, between, path=f"/reflections/{made.id}", entry=made)


def _widened(told: Told) -> None:
    """Confided first, changed, then opened to the public: what was said before stays where it was confided."""
    author, here = told.world.someone("author"), told.world.here
    made = reflections.write_reflection(
        reading(author),
        here,
        signed_forms.new_key(),
        words("canary-confided"),
        cycle="free",
        audience="facilitators",
        submit=True,
    )
    reflections.edit_reflection(reading(author), made, words("canary-opened"), made.version, cycle="free")
    reflections.change_audience(reading(author), made, "public")
    path = f"/reflections/{made.id}"
    told.item("canary-confided", READERS["facilitators"] | {"author"}, path=f"{path}/revisions/1", entry=made)
    told.item("canary-opened", READERS["public"], path=path, entry=made, listed=True)


def _written_while_taken_back(told: Told) -> None:
    """Sent, taken back, changed twice while only its author could read it, sent again, and opened to everybody."""
    author, between = reading(told.world.someone("author")), READERS["facilitators"] | {"author"}
    key = signed_forms.new_key()
    sent = add_attachment(author, key, "picture.png", drawn_picture(), alt="canary-sent-first")
    first = Content.written("Title canary-sent-first", {"body": f"Look: ![](/attachments/{sent.id})"})
    made = reflections.write_reflection(
        author, told.world.here, key, first, cycle="free", audience="facilitators", submit=True
    )
    reflections.take_back(author, made)
    key = signed_forms.new_key()
    hidden = add_attachment(author, key, "picture.png", drawn_picture(), alt="canary-private")
    private = Content.written("Title canary-private", {"body": f"No: ![](/attachments/{hidden.id})"})
    reflections.edit_reflection(author, made, private, made.version, cycle="free", idempotency_key=key)
    key, again = signed_forms.new_key(), words("canary-sent-again")
    reflections.edit_reflection(author, made, again, made.version, cycle="free", idempotency_key=key)
    reflections.submit(author, made)
    reflections.change_audience(author, made, "public")
    path = f"/reflections/{made.id}"
    told.item("canary-sent-first", between, path=f"{path}/revisions/1", entry=made)
    told.item("pixels-sent-first", between, path=f"/attachments/{sent.id}", entry=made)
    told.item("canary-private", {"author"}, path=f"{path}/revisions/2", entry=made)
    told.item("pixels-private", {"author"}, path=f"/attachments/{hidden.id}", entry=made)
    told.item("canary-sent-again", READERS["public"], path=path, entry=made, listed=True)


def _somebody_comes_later(told: Told) -> None:
    """What was confided before a facilitator came stays closed to them, its later rounds too, but for what its author
    opens; what is confided from then on they read. Written before that, for the place: they belong to it now.
    """
    author, between = reading(told.world.someone("author")), READERS["facilitators"] | {"author"}
    facilitator = reading(told.world.someone("facilitator here"))

    def confide(canary: str) -> Reflection:
        return reflections.write_reflection(
            author, told.world.here, signed_forms.new_key(), words(canary), cycle="free", audience="facilitators",
            submit=True,
        )  # fmt: skip

    def answered(made: Reflection, canary: str) -> None:
        said = [MoveContent("supportive", "", "", f"Support {canary}.")]
        reviews.send_review(facilitator, made, signed_forms.new_key(), "invites", said, made.version)

    begun, opened = confide("canary-begun-before"), confide("canary-let-in")
    answered(begun, "canary-answered-before")
    answered(opened, "canary-answered-let-in")
    for item in told.items.values():
        of_here = item.entry is not None and item.entry.partnership_id == told.world.here.id
        of_place = item.canary == "canary-slip-partnership" or item.canary in UNDERTAKEN_FOR_PLACE | SAID_TO_PLACE
        if (of_here and "lead here" in item.readers) or of_place:
            item.readers = item.readers | {"later facilitator"}
    term = told.world.come()
    say(author, {(opened.id, term.id): True, (begun.id, term.id): False})
    reflections.edit_reflection(author, begun, words("canary-begun-again"), begun.version, cycle="free")
    reflections.submit(author, begun)
    after = confide("canary-from-then-on")
    let_in = between | {"later facilitator"}
    told.item("canary-begun-before", between, path=f"/reflections/{begun.id}/revisions/1", entry=begun)
    told.item("canary-answered-before", between, path=f"/reflections/{begun.id}", entry=begun)
    told.item("canary-begun-again", between, path=f"/reflections/{begun.id}", entry=begun, listed=True)
    told.item("canary-let-in", let_in, path=f"/reflections/{opened.id}", entry=opened, listed=True)
    told.item("canary-answered-let-in", let_in, path=f"/reflections/{opened.id}", entry=opened)
    told.item("canary-from-then-on", let_in, path=f"/reflections/{after.id}", entry=after, listed=True)
    lead, path = reading(told.world.someone("lead here")), f"/partnerships/{told.world.here.slug}/milestones"
    [milestone] = session().query(Milestone).filter(Milestone.project.has(partnership_id=told.world.here.id))
    move_milestone(
        lead, milestone, to_on=today() + timedelta(days=9), reason="other", why="canary-slip-from-then-on",
        audience="facilitators",
    )  # fmt: skip
    readers = READERS["facilitators"] | {"lead here", "later facilitator"}
    told.item("canary-slip-from-then-on", readers, path=path)


def drawn_picture() -> bytes:
    """A picture of one colour."""
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "#0c4f42").save(drawn, "PNG")
    return drawn.getvalue()


def _unfinished(told: Told, author: Visitor, kind: Kind) -> None:
    """What is still being written."""
    canary = f"canary-unfinished-{kind.key}"
    form = Form(author, kind.new_path(told.world.here.slug))
    kept = form.send(**{**{one.name: f"Not yet {canary}" for one in kind.written}, "title": canary, "keep": "1"})
    assert kept.status_code == 303
    told.item(canary, {"author"}, path="/drafts")


def _of_somebody_who_left(told: Told) -> None:
    """Those who have left still read their own words, and nobody else's."""
    former, here = told.world.someone("former author"), told.world.here
    made = updates.post_update(
        reading(former),
        here,
        signed_forms.new_key(),
        words("canary-left-behind"),
        audience="partnership",
        standing="on-track",
    )
    readers = READERS["partnership"] | {"former author"}
    told.item("canary-left-behind", readers, path=f"/updates/{made.id}", entry=made, listed=True)


def _elsewhere(told: Told, kind: Kind) -> None:
    """What is for one place only is closed to the other, whatever somebody is there."""
    world = told.world
    author = Visitor(told.app, world.someone("lead of both"))
    for audience in ("facilitators", "partnership"):
        canary = f"canary-elsewhere-{kind.key}-{audience}"
        entry, _ = _written(author, world.elsewhere, kind, audience, canary)
        readers = READERS_ELSEWHERE[audience] | {"lead of both"}
        told.item(canary, readers, path=kind.path(entry.id), entry=entry, listed=True)
        _with_files(told, entry, f"elsewhere-{kind.key}-{audience}", readers, "lead of both")
