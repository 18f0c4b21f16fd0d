"""Reflective cycles and their prompts, in our own words.

Sources: J. Driscoll, Practising Clinical Supervision (what, so what, now what); G. Gibbs, Learning by Doing
(six steps); D. Kolb, Experiential Learning (four steps); the after action review of the US Army (four questions).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prompt:
    """One question to write along."""

    key: str
    asks: str
    hint: str


@dataclass(frozen=True)
class Cycle:
    """A reflective cycle: a name, what it is good for, and its prompts in order."""

    key: str
    name: str
    good_for: str
    prompts: tuple[Prompt, ...]


CYCLES: dict[str, Cycle] = {
    cycle.key: cycle
    for cycle in (
        Cycle(
            "driscoll",
            "Driscoll: What? So what? Now what?",
            "Three questions. The quickest way in.",
            (
                Prompt("what", "What?", "What happened? What did you do, and what did others do? Stay with the facts."),
                Prompt("so-what", "So what?", "What did it mean, and for whom? What surprised you, or stung?"),
                Prompt("now-what", "Now what?", "What will you try next, and how will you know?"),
            ),
        ),
        Cycle(
            "gibbs",
            "Gibbs: six steps, with feelings",
            "When something went badly, or mattered a lot.",
            (
                Prompt("description", "What happened?", "Tell it as a film would show it, without judging yet."),
                Prompt(
                    "feelings",
                    "What did you think and feel?",
                    "Then, and now. Nobody outside your audience reads this.",
                ),
                Prompt("evaluation", "What was good and bad about it?", "Both, even if one of them is short."),
                Prompt(
                    "analysis",
                    "What sense can you make of it?",
                    "Why did it go as it did? What would somebody else say?",
                ),
                Prompt(
                    "conclusion",
                    "What else could you have done?",
                    "With what you knew then, not only with what you know now.",
                ),
                Prompt(
                    "action-plan", "What will you do if it comes again?", "One or two things, small enough to happen."
                ),
            ),
        ),
        Cycle(
            "kolb",
            "Kolb: four steps, towards an experiment",
            "When you want to try something out and learn from it.",
            (
                Prompt("experience", "What did you do?", "The thing itself: when, where, with whom."),
                Prompt("observation", "What did you notice?", "What went as expected, and what did not?"),
                Prompt("concepts", "What might explain it?", "A rule of thumb, a hunch, something you read or heard."),
                Prompt(
                    "experiment",
                    "What will you try, to find out?",
                    "A small test, and what would tell you that you were wrong.",
                ),
            ),
        ),
        Cycle(
            "after-action",
            "After action review",
            "Right after a meeting, an event or a launch.",
            (
                Prompt("expected", "What did we expect to happen?", "The plan, as people understood it at the time."),
                Prompt("happened", "What actually happened?", "Facts first. Whose view is missing?"),
                Prompt("difference", "Why was there a difference?", "Causes, not culprits."),
                Prompt(
                    "next-time", "What will we keep, and what will we change?", "Who does what before the next time?"
                ),
            ),
        ),
        Cycle(
            "free",
            "No questions, just write",
            "When you know what you want to say.",
            (Prompt("body", "What is on your mind?", "Write as you would talk to a colleague you trust."),),
        ),
    )
}


def prompts_of(cycle: str) -> tuple[Prompt, ...]:
    """The prompts of the cycle with this key, in order. Raises KeyError for an unknown one."""
    return CYCLES[cycle].prompts
