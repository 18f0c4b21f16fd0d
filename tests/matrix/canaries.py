"""What is written in the matrix's world: for each text a canary, and who may come across it."""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from lpcommunity.access.reader import OPERATOR
from lpcommunity.attachments.commands import add_attachment, attach_to_entry
from lpcommunity.drafts import signed_forms
from lpcommunity.drafts.commands import save_draft
from lpcommunity.entries import lifecycle
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AUDIENCES, Entry
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.commands import begin_project
from lpcommunity.reflections import commands as reflections
from lpcommunity.reviews import commands as reviews
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.reviews.models import Move
from lpcommunity.storage import session, transactional
from lpcommunity.thanks.commands import say_thanks
from lpcommunity.updates import commands as updates
from tests.factories import reading
from tests.factories.world import READERS, World


@dataclass
class Item:
    """One thing that somebody wrote, the canary it carries, and who reads it."""

    canary: str
    readers: set[str]
    path: str = ""
    entry: Entry | None = None
    listed: bool = False  # whether lists show it to those who read it
    theme: bool = False


@dataclass
class Told:
    """The world, and everything that was said in it."""

    world: World
    items: dict[str, Item] = field(default_factory=dict)
    theme: Theme | None = None

    def item(self, canary: str, readers: set[str], **more: object) -> Item:
        """Note what was said and who may read it; disabled people read only what is public."""
        made = Item(canary, readers - {"disabled member"} if "anonymous" not in readers else readers, **more)  # type: ignore[arg-type]
        self.items[canary] = made
        return made


def tell(world: World) -> Told:
    """Let the author write of every kind for every audience, in every state; and others answer, thank and follow."""
    told = Told(world)
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    told.theme = add_theme(OPERATOR, name="Shared theme")
    begin_project(OPERATOR, world.here, programme, title="Project here", theme=told.theme)
    for audience in AUDIENCES:
        _updates(told, audience)
        _reflections(told, audience)
    _widened(told)
    _unfinished(told)
    _of_somebody_who_left(told)
    world.part()
    return told


def words(canary: str) -> Content:
    """A title and a text that both carry the canary."""
    return Content.written(f"Title {canary}", {"body": f"Text {canary}. And more of it."})


def _updates(told: Told, audience: str) -> None:
    author, here = told.world.someone("author"), told.world.here
    readers = READERS[audience] | {"author"}
    canary = f"canary-update-{audience}"
    idempotency_key = signed_forms.new_key()
    update = updates.post_update(
        reading(author), here, idempotency_key, words(canary), audience=audience, standing="needs-attention",
        reason=f"Reason {canary}", help_wanted=f"Help {canary}", theme_ids=[told.theme.id if told.theme else 0],
    )  # fmt: skip
    told.item(canary, readers, path=f"/updates/{update.id}", entry=update, listed=True, theme=True)
    _with_files(told, update, audience, readers)
    gone = updates.post_update(
        reading(author),
        here,
        signed_forms.new_key(),
        words(f"canary-gone-{audience}"),
        audience=audience,
        standing="on-track",
    )
    told.item(f"canary-gone-{audience}", {"author"}, path=f"/updates/{gone.id}", entry=gone)
    _withdraw(gone, told)
    for kind in ("member here", "member elsewhere", "evaluator", "facilitator here"):
        if kind in READERS[audience]:
            say_thanks(reading(told.world.someone(kind)), update)


@transactional
def _withdraw(entry: Entry, told: Told) -> None:
    lifecycle.withdraw(entry, reading(told.world.someone("author")))


def _with_files(told: Told, entry: Entry, audience: str, readers: set[str]) -> None:
    """A document in which the canary stands, and a picture with it as its alternative text and name."""
    author = told.world.someone("author")
    canary = f"canary-file-{audience}"
    idempotency_key = signed_forms.new_key()
    document = add_attachment(reading(author), idempotency_key, f"{canary}.txt", f"Inside: {canary}\n".encode())
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "#0c4f42").save(drawn, "PNG")
    picture = add_attachment(
        reading(author), idempotency_key, f"picture-{canary}.png", drawn.getvalue(), alt=f"Alt {canary}"
    )

    @transactional
    def attach() -> None:
        attach_to_entry(entry, idempotency_key)

    attach()
    told.item(canary, readers, path=f"/attachments/{document.id}", entry=entry)
    told.item(f"pixels-{audience}", readers, path=f"/attachments/{picture.id}", entry=entry)
    told.item(f"thumbnail-{audience}", readers, path=f"/attachments/{picture.id}/thumbnail", entry=entry)


def _reflections(told: Told, audience: str) -> None:
    author, here = told.world.someone("author"), told.world.here
    readers = READERS[audience] | {"author"}
    canary = f"canary-reflection-{audience}"
    made = reflections.write_reflection(
        reading(author),
        here,
        signed_forms.new_key(),
        words(canary),
        cycle="free",
        audience=audience,
        submit=audience != "me",
    )
    told.item(canary, readers, path=f"/reflections/{made.id}", entry=made, listed=True)
    if audience == "me":
        return
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
    kept = {"author"} if audience == "facilitators" else readers
    told.item(
        f"canary-back-{audience}", kept, path=f"/reflections/{back.id}", entry=back, listed=audience != "facilitators"
    )
    _exchange(told, made, audience)


def _exchange(told: Told, made: Entry, audience: str) -> None:
    """Two facilitators answer, one of whom leaves later; the author replies."""
    between = {"author", "facilitator here"}
    asked = f"canary-asked-{audience}"
    move = MoveContent("challenging", "body", "And more of it", f"Question {asked}?")
    reviews.send_review(
        reading(told.world.someone("facilitator here")), made, signed_forms.new_key(), "invites", [move], made.version  # type: ignore[arg-type]
    )  # fmt: skip
    told.item(asked, between, path=f"/reflections/{made.id}", entry=made)
    former = f"canary-formerly-asked-{audience}"
    move = MoveContent("supportive", "", "", f"Support {former}.")
    reviews.send_review(
        reading(told.world.someone("former facilitator")), made, signed_forms.new_key(), "invites", [move], made.version  # type: ignore[arg-type]
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
    told.item("canary-confided", {"author", "facilitator here"}, path=f"{path}/revisions/1", entry=made)
    told.item("canary-opened", READERS["public"], path=path, entry=made, listed=True)


def _unfinished(told: Told) -> None:
    """What is still being written."""
    author, here = told.world.someone("author"), told.world.here
    path = f"/partnerships/{here.slug}/updates/new"
    fields = {"title": ["canary-unfinished"], "body": ["Not yet canary-unfinished"]}
    save_draft(reading(author), signed_forms.new_key(), f"update:new:{here.id}", path, "canary-unfinished", fields)
    told.item("canary-unfinished", {"author"}, path="/drafts")


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
