"""A small world in which visits are told of."""

from types import SimpleNamespace
from typing import Any

from flask import Flask

from lpcommunity.entries.content import Content
from tests import factories as make
from tests.editing.third_kind.kind import post_visit
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

HEARD = "We thought nobody would ring. Then they all did."


def world_of(app: Flask) -> SimpleNamespace:
    """Hull, with Amina who tells of visits, Grace beside her, Owen who facilitates; Sam and Cora are elsewhere."""
    hull, keele = make.place("Hull"), make.place("Keele")
    people = {name.lower(): make.person(name) for name in ("Amina", "Grace", "Owen", "Sam", "Cora")}
    w = SimpleNamespace(
        **people, hull=hull, keele=keele, at=lambda who=None: Visitor(app, who),
        path=f"/partnerships/{hull.slug}/visits/new",
    )  # fmt: skip
    w.seat = make.belongs(w.amina, hull)
    make.belongs(w.grace, hull)
    make.belongs(w.owen, hull, "facilitator")
    make.belongs(w.sam, keele)
    return w


def said(text: str = HEARD) -> Content:
    """What was overheard."""
    return Content.written("", {"overheard": text})


def posted(w: SimpleNamespace, audience: str = "community", **more: Any) -> Any:
    """A visit of Amina's, on record."""
    values = {"footing": "as-guests", "keepsake": "A mug", **more}
    return post_visit(reading(w.amina), w.hull, f"key-{w.hull.id}", said(), audience=audience, **values)


def sent(w: SimpleNamespace, **typed: Any) -> tuple[Form, Any]:
    """Amina opens the form of a new visit and sends it: the form, and what came back."""
    form = Form(w.at(w.amina), w.path)
    return form, form.send(**{"overheard": HEARD, "footing": "as-guests", "audience": "community", **typed})
