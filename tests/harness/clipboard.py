"""What office programs put on the clipboard, made by hand in their shape, and the Markdown that it becomes."""

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "browser" / "clipboard"


@dataclass(frozen=True)
class Sample:
    """One copied passage, and what is to be read in the box after it was pasted."""

    html: str
    markdown: str


def _sample(name: str) -> Sample:
    html, markdown = ((_FOLDER / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "md"))
    return Sample(html, markdown.removesuffix("\n"))


SAMPLES = {path.stem: _sample(path.stem) for path in sorted(_FOLDER.glob("*.html"))}
