"""The kind: reflection."""

from datetime import timedelta

from lpcommunity.entries.kinds import Kind, Mark, Nudge, Told, register
from lpcommunity.reflections import commands, queries
from lpcommunity.reflections.domain_events import ReflectionShared
from lpcommunity.reflections.fields import FIELDS
from lpcommunity.reflections.forms import NewReflectionForm, ReflectionForm
from lpcommunity.reflections.models import Reflection
from lpcommunity.reflections.texts import content_of

REFLECTION = register(
    Kind(
        key="reflection",
        word="Reflection",
        plural="reflections",
        icon="i-reflection",
        model=Reflection,
        fields=FIELDS,
        order=20,
        form=ReflectionForm,
        new_form=NewReflectionForm,
        post=commands.write_reflection,
        edit=commands.edit_reflection,
        content=lambda title, texts, details, people: content_of(title, details["cycle"], texts, people),
        read=queries.in_full,
        card=lambda reflection: {"cycle": reflection.cycle},
        tied=queries.ties_kept,
        ties=queries.ties_read,
        alone="reflections/alone.html",
        alone_for=lambda author, other, one: {"subjects": queries.subjects_for_both(author, other, one)},
        mark=Mark(shape="dip", sign=lambda _card: "dip", line=lambda card, begins: card.get("came") or begins),
        told=Told(event=ReflectionShared, what="reflection-shared", did="shared a reflection"),
        nudge=Nudge(
            button="Write a reflection",
            after=timedelta(days=42),
            what="Look back at what {place} tried",
            since="The last reflection that is shared with you is of {day}",
            never="Nobody has yet",
        ),
        upon="Reflect on this",
        has_exchange=True,
        shows_files=False,
        stays="what your facilitators and you wrote to each other",
    )
)
