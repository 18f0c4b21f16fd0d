"""What is wrong in a file, said in plain words and with the line where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class SourceLocation:
    """A line in a file, as the person who wrote it knows both."""

    file: str
    line: int


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. Reads as `FILE:LINE: text`."""

    place: SourceLocation
    text: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: {self.text}"


class Unfit(Exception):
    """What stands in the file at this place cannot be taken. `Unfit(place, text)`: what is wrong, in plain words."""

    def __init__(self, place: SourceLocation, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(place, text)


class PassedOver(Exception):
    """This speaks of something that was refused, which has been told: nothing more is said of it."""


class CannotImport(Exception):
    """The file cannot be brought in, and nothing of it was. Carries every problem found, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """A list to which every check adds what it finds, so that a person can mend all of it at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._wrong: dict[int, object] = {}

    def add(self, place: SourceLocation, text: str, *, of: object = None) -> None:
        """Note one thing to mend. `of`: the part of the file that cannot be meant so, with which nothing is done."""
        self.found.append(Problem(place, text))
        if of is not None:
            self._wrong[id(of)] = of

    def hold_up(self, item: object) -> bool:
        """Whether something was found that keeps this part of the file from being brought in."""
        return id(item) in self._wrong

    def stop_if_any(self) -> None:
        """Go on only if nothing was found. Raises CannotImport."""
        if self.found:
            raise CannotImport(self.found)
