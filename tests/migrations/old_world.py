"""A small programme as the software of revision 0003 wrote it: two places, an update and reflections of every kind."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import Connection, MetaData, insert

from tests.migrations import rows

START = datetime(2026, 10, 1, 9, tzinfo=UTC)
AUTHOR, FACILITATOR, LATER, ELSEWHERE, TEAM = 1, 2, 3, 4, 5
HERE, THERE = 1, 2
UPDATE, ANSWERED, WAITING, TAKEN_BACK, SHARED, UNSENT, SENT_AGAIN, THEIRS = range(11, 19)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


class OldWorld:
    """Puts it in, row by row. Without events, as where they were let go of long ago."""

    def __init__(self, connection: Connection, *, events: bool) -> None:
        self.connection = connection
        self.events = events
        self.numbers = count(1)
        known = MetaData()
        known.reflect(connection)
        self.tables = known.tables
        self._people_and_places()
        self._entry(UPDATE, "update", "public", 1)
        self.put("update_entry", id=UPDATE, standing="on-track", reason="", help_wanted="")
        self.put("entry_theme", entry_id=UPDATE, theme_id=1)
        self.put("follow", person_id=ELSEWHERE, partnership_id=HERE, since=day(0))
        self._reflection(ANSWERED, "facilitators", "answered", rounds=2, submitted_version=2)
        self._version(ANSWERED, 2, 5)
        self._sent(ANSWERED, 2)
        self._answer(ANSWERED, 3, round=1, version=1)
        self._sent(ANSWERED, 6, round=2)
        self._answer(ANSWERED, 7, round=2, version=2)
        self._reflection(WAITING, "facilitators", "waiting", rounds=1, submitted_version=1, waiting_since=day(4))
        self._sent(WAITING, 4)
        self._reflection(SHARED, "community", "answered", rounds=1, submitted_version=1)
        self._sent(SHARED, 2)
        self._answer(SHARED, 3, round=1, version=1)
        self.put("entry_theme", entry_id=SHARED, theme_id=1)
        self._reflection(
            THEIRS, "community", "answered", rounds=1, submitted_version=1
        )  # none of theirs is confided else
        self._sent(THEIRS, 2)
        self._answer(THEIRS, 3, round=1, version=1)
        self._reflection(TAKEN_BACK, "facilitators", "none", state="draft", rounds=0)
        if events:
            self._sent(TAKEN_BACK, 2)
            self._event("ReflectionTakenBack", 3, TAKEN_BACK)
        self._reflection(UNSENT, "facilitators", "none", rounds=0)
        self._reflection(SENT_AGAIN, "facilitators", "waiting", rounds=1, submitted_version=3, waiting_since=day(9))
        self._version(SENT_AGAIN, 2, 5)  # while it was taken back
        self._version(SENT_AGAIN, 3, 8.9)
        if events:
            self._sent(SENT_AGAIN, 2)
            self._event("ReflectionTakenBack", 3, SENT_AGAIN)
            self._sent(SENT_AGAIN, 9)
        connection.commit()

    def put(self, table_name: str, /, **values: object) -> None:
        """A row of this table; what it insists on besides is of no meaning."""
        table = self.tables[table_name]
        n = next(self.numbers)
        must = {
            one.name: rows.sample(one, n)
            for one in table.columns
            if not one.nullable and one.name not in values and not (one.primary_key and not one.foreign_keys)
        }
        self.connection.execute(insert(table).values({**must, **values}))

    def _people_and_places(self) -> None:
        for person_id, name in ((AUTHOR, "Amina"), (FACILITATOR, "Frank"), (LATER, "Lena"), (ELSEWHERE, "Eve"),
                                (TEAM, "Tom")):  # fmt: skip
            self.put("person", id=person_id, name=name, sort_name=name.lower(), email=f"{name}@example.org".lower())
        for place, name in ((HERE, "Here"), (THERE, "There")):
            self.put(
                "partnership", id=place, slug=name.lower(), name=name, sort_name=name.lower(), latitude=52.0 + place,
                longitude=-1.0,
            )  # fmt: skip
        self.put("theme", id=1, slug="housing", name="Housing", sort_name="housing")
        for number, (person, place, role, recorded, first) in enumerate(
            ((AUTHOR, HERE, "lead", 0, 0), (FACILITATOR, HERE, "facilitator", 0, 0),
             (LATER, HERE, "facilitator", 20, 20), (ELSEWHERE, THERE, "lead", 0, 0),
             (LATER, THERE, "facilitator", 10, 20)), 1,
        ):  # fmt: skip
            self.put(
                "membership", id=number, person_id=person, partnership_id=place, role=role, created_at=day(recorded),
                starts_on=day(first).date(),
            )  # fmt: skip
        self.put("role_holding", person_id=TEAM, role="programme-team", started_at=day(0))

    def _entry(self, entry_id: int, kind: str, audience: str, at: float, **more: object) -> None:
        words = {"fields": {"body": f"Words of {entry_id}."}, "body_html": f"<p>Words of {entry_id}.</p>"}
        place, author = (THERE, ELSEWHERE) if entry_id == THEIRS else (HERE, AUTHOR)
        known = {"partnership_id": place, "author_id": author, "audience": audience, "title": f"Title {entry_id}"}
        self.put(
            "entry", id=entry_id, kind=kind, **known, **words, ticket=str(uuid4()), standfirst="", thanks_count=0,
            card={"standing": "on-track", "help": False} if kind == "update" else {"cycle": "free"},
            **{"state": "published", "version": 1, "created_at": day(at), "published_at": day(at),
               "updated_at": day(at), **more},
        )  # fmt: skip
        self._version(entry_id, 1, at, audience=audience)

    def _version(self, entry_id: int, n: int, at: float, audience: str = "facilitators") -> None:
        self.put(
            "revision", entry_id=entry_id, n=n, why="written" if n == 1 else "edited", author_id=AUTHOR,
            audience=audience, title=f"Title {entry_id}", fields={"body": f"Words of {entry_id}."},
            details={"cycle": "free", "milestone_id": None}, body_html="", written_at=day(at),
        )  # fmt: skip

    def _reflection(self, entry_id: int, audience: str, review_state: str, **more: object) -> None:
        state = {"state": more.pop("state")} if "state" in more else {}
        version = {"version": more["submitted_version"]} if more.get("submitted_version") else {}
        self._entry(entry_id, "reflection", audience, 1, **state, **version)
        self.put("reflection", id=entry_id, cycle="free", review_state=review_state, **more)

    def _sent(self, entry_id: int, at: float, round: int = 1) -> None:  # noqa: A002
        self._event("ReflectionSubmitted", at, entry_id, round=round)

    def _event(self, name: str, at: float, entry_id: int, **more: object) -> None:
        if self.events:
            payload = {"entry_id": entry_id, "actor_id": AUTHOR, **more}
            self.put("outbox_event", name=name, payload=payload, occurred_at=day(at))

    def _answer(self, entry_id: int, at: float, *, round: int, version: int) -> None:  # noqa: A002
        number = entry_id * 10 + round
        self.put(
            "review", id=number, ticket=str(uuid4()), reflection_id=entry_id, version=version, round=round,
            author_id=FACILITATOR, outcome="invites", sent_at=day(at),
        )  # fmt: skip
        self.put(
            "move", id=number, review_id=number, position=1, kind="challenging", prompt="body", passage="",
            says=f"Question {number}?",
        )  # fmt: skip
        self.put(
            "reply", ticket=str(uuid4()), move_id=number, author_id=AUTHOR, says=f"Reply {number}.",
            sent_at=day(at + 0.5),
        )  # fmt: skip
