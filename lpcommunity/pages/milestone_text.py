"""What the picture of time says in words: beside each milestone, and as its title and description."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lpcommunity.pages.charts import milestones as chart
from lpcommunity.pages.charts.time_ruler import Tick
from lpcommunity.pages.queries.place import MilestoneLine, ProjectLine
from lpcommunity.slips.queries import SlipLine
from lpcommunity.storage import today
from lpcommunity.web.humanize import number, people_list, plural, sentence, short_day

MOST_DRAWN = 40


@dataclass(frozen=True)
class MilestoneStory:
    """A milestone with every move, as its reader may know them."""

    line: MilestoneLine
    slips: list[SlipLine]
    strip: chart.Drawing

    @property
    def unexplained(self) -> tuple[date, date] | None:
        """From which day to which it moved before reasons were kept."""
        return _stone(self.line, self.slips).unexplained

    @property
    def causes(self) -> str:
        """Procurement, then approvals."""
        return _causes(self.line, self.slips)

    @property
    def stands(self) -> str:
        """Reached on 5 June, nine days after it was due; due on 5 June; was due on 5 June."""
        line = self.line
        if line.reached_on is None:
            return f"{'Was due' if line.due_on < today() else 'Due'} on {short_day(line.due_on)}"
        days = (line.reached_on - line.due_on).days
        by = f", {plural(abs(days), 'day')} {'after' if days > 0 else 'before'} it was due" if days else ""
        return f"Reached on {short_day(line.reached_on)}{by}"


@dataclass
class ProjectTime:
    """The picture of time of one project, and all of it in words."""

    project: ProjectLine
    stories: list[MilestoneStory]
    picture: chart.Drawing
    title: str
    description: str
    in_short: str
    more: bool  # than are drawn
    axis: list[str]  # its first month and its last
    ruler: list[Tick]  # over the strips


def project_time(project: ProjectLine, slips: Sequence[SlipLine]) -> ProjectTime:
    """What a project wanted to reach when, and what moved it."""
    by_stone: dict[int, list[SlipLine]] = {line.id: [] for line in project.milestones}
    for slip in slips:
        if slip.milestone_id in by_stone:
            by_stone[slip.milestone_id].append(slip)
    lines = sorted(project.milestones, key=lambda line: (line.day, line.id))
    stones = [_stone(line, by_stone[line.id]) for line in lines]
    shown = chart.window(stones, project.starts_on, project.ends_on, today())
    stories = [
        MilestoneStory(line, by_stone[line.id], chart.strip(stone, shown, today()))
        for line, stone in zip(lines, stones, strict=True)
    ]
    labels = [_causes(line, by_stone[line.id], numbered=True) for line in lines]
    drawn = stones[:MOST_DRAWN]
    return ProjectTime(
        project=project,
        stories=stories,
        picture=chart.wide(drawn, labels[:MOST_DRAWN], shown, today()),
        title=f"Milestones of {project.title}, from {_month(shown.first)} to {_month(shown.last)}",
        description=f"{'. '.join(_told(story) for story in stories[:MOST_DRAWN])}. The list says the same.",
        in_short=_in_short(lines),
        more=len(stones) > MOST_DRAWN,
        axis=[_month(shown.first), _month(shown.last)],
        ruler=chart.ruler(shown),
    )


def _stone(line: MilestoneLine, slips: Sequence[SlipLine]) -> chart.Stone:
    moves = tuple((slip.from_on, slip.to_on) for slip in slips)
    return chart.Stone(line.id, line.name, line.first_planned_on, line.due_on, line.reached_on, moves)


def _causes(line: MilestoneLine, slips: Sequence[SlipLine], *, numbered: bool = False) -> str:
    """Why it moved, in order: 1 Procurement, 2 Approvals."""
    said = ["moved before reasons were kept"] if _stone(line, slips).unexplained else []
    said += [f"{n} {slip.cause}" if numbered else slip.cause for n, slip in enumerate(slips, 1)]
    return sentence(", ".join(said))


def _told(story: MilestoneStory) -> str:
    line, said = story.line, story.stands
    if line.moved or story.slips:
        said += f", first planned for {short_day(line.first_planned_on)}"
    return f"{line.name}: {said[:1].lower()}{said[1:]}{f' ({story.causes.lower()})' if story.causes else ''}"


def _in_short(lines: Sequence[MilestoneLine]) -> str:
    """Four milestones: one is reached, two are to come, one was due; two moved."""
    reached = sum(line.reached_on is not None for line in lines)
    late = sum(line.reached_on is None and line.due_on < today() for line in lines)
    ahead = len(lines) - reached - late
    parts = [
        f"{number(n)} {word}" for n, word in ((reached, "reached"), (late, "past its day"), (ahead, "to come")) if n
    ]
    moved = sum(line.moved for line in lines)
    return f"{sentence(plural(len(lines), 'milestone'))}: {people_list(parts)}; {number(moved)} moved"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
