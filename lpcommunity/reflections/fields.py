"""What a reflection consists of, besides its title."""

from lpcommunity.entries.kinds import Field
from lpcommunity.reflections.cycles import CYCLES, Prompt

LONGEST = 10_000
PROMPTS: dict[str, Prompt] = {prompt.key: prompt for cycle in CYCLES.values() for prompt in cycle.prompts}

FIELDS = (
    *(Field(prompt.key, prompt.asks, limit=LONGEST) for prompt in PROMPTS.values()),
    Field("cycle", written=False, column="cycle"),
    Field("about", written=False, kept=False),
)
