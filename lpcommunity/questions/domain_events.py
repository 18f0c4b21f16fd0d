"""What happens to questions that stay open. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionLeftOpen:
    """The author of a reflection leaves a question of an answer open; or opens one again that was answered."""

    question_id: int
    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class QuestionAnswered:
    """The author of a reflection pointed to what answers a question."""

    question_id: int
    entry_id: int
    actor_id: int
