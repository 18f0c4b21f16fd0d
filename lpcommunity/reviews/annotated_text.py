"""Where the moves of an answer stand: beside the prompt they speak to, their passages marked in the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reviews.exchange import ExchangeMove, Round, Version
from lpcommunity.reviews.quotations import highlighted, numbered

ICONS = {
    "challenging": "question",
    "supportive": "support",
    "catalytic": "spark",
    "informative": "inform",
    "prescriptive": "suggest",
    "cathartic": "feelings",
}
LOOKS = {"challenging": "lp-move--challenge", "catalytic": "lp-move--catalytic"}
WHOLE = "On the whole"


@dataclass(frozen=True)
class PlacedMove:
    """A move, and the number that its passage carries, if it has one."""

    move: ExchangeMove
    number: int | None

    @property
    def icon(self) -> str:
        """Its sign."""
        return ICONS.get(self.move.kind, "talk")

    @property
    def look(self) -> str:
        """Its class: questions look like questions."""
        return LOOKS.get(self.move.kind, "")


@dataclass(frozen=True)
class AnnotatedPrompt:
    """A prompt, what was written to it, and the moves on it."""

    id: str
    asks: str
    html: Markup
    moves: tuple[PlacedMove, ...]


@dataclass(frozen=True)
class AnnotatedVersion:
    """A version that was answered, with what was said of it."""

    version: Version
    rows: tuple[AnnotatedPrompt, ...]


def annotated_versions(each: Round, versions: dict[int, Version]) -> list[AnnotatedVersion]:
    """The texts of a round with the moves on them: one, unless two facilitators read different versions."""
    by_version: dict[int, list[ExchangeMove]] = {}
    for answer in each.answers:
        by_version.setdefault(answer.version, []).extend(answer.moves)
    if not by_version:
        by_version[each.version] = []
    return [
        AnnotatedVersion(versions[n], tuple(annotated_prompts(versions[n], moves, f"r{each.n}-v{n}")))
        for n, moves in sorted(by_version.items())
        if n in versions
    ]


def annotated_prompts(version: Version, moves: Sequence[ExchangeMove], prefix: str) -> list[AnnotatedPrompt]:
    """One row for each prompt that has words or moves, in the order of the cycle; then what speaks to the whole."""
    written = {text.key: text for text in version.texts}
    prompts = [(prompt.key, prompt.asks) for prompt in prompts_of(version.cycle if version.cycle in CYCLES else "free")]
    number = 0
    rows: list[AnnotatedPrompt] = []
    for key, asks in [*prompts, ("", WHOLE)]:
        placed: list[PlacedMove] = []
        marks = []
        for move in (move for move in moves if move.prompt == key):
            if move.passage:
                number += 1
                marks.append(numbered(move.passage, move.id, number))
            placed.append(PlacedMove(move, number if move.passage else None))
        if key in written or placed:
            html = highlighted(written[key].html, tuple(marks)) if key in written else ""
            rows.append(AnnotatedPrompt(f"{prefix}-{key or 'whole'}", asks, Markup(html), tuple(placed)))  # noqa: S704  (sanitised)
    return rows
