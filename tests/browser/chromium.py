"""Finding a Chromium to drive: one that is named, one of the machine, or the one that npm brings."""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from scripts.node import command as node

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

# No sandbox (tests may run as root and open our own pages only), no talk with the browser's makers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]


class NoBrowser(RuntimeError):
    """There is none, and silence would look like success."""


@dataclass(frozen=True)
class Chromium:
    """A browser, and what it wants to find in its environment."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium:
    """The browser to use. Raises NoBrowser."""
    named = os.environ.get("LPCOMMUNITY_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise NoBrowser(f"LPCOMMUNITY_CHROMIUM names {named}, which cannot be run.")
        return Chromium(Path(named))
    for name in NAMES:
        installed = shutil.which(name)
        if installed:
            return Chromium(Path(installed))
    if MAC.exists():
        return Chromium(MAC)
    if (MODULES / "@sparticuz/chromium").is_dir() and sys.platform == "linux":
        return _unpacked()
    raise NoBrowser(
        "No browser to test with. `make browser` brings one on Linux; elsewhere install Chrome or Chromium, "
        "or name one in LPCOMMUNITY_CHROMIUM."
    )


def _unpacked() -> Chromium:
    """npm's Chromium comes packed, and made for machines without fonts and libraries: it brings its own."""
    place = MODULES.resolve() / ".chromium"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # workers of one run come here together
        if not (place / "done").exists():
            _unpack(place)
            (place / "done").touch()
    libraries = [str(place / "al2023/lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return Chromium(
        place / "chromium",
        {"FONTCONFIG_PATH": str(place / "fonts"), "LD_LIBRARY_PATH": ":".join(filter(None, libraries))},
    )


def _unpack(place: Path) -> None:
    """Let the package unpack itself: into the temporary folder, with libraries where it believes to be in the cloud."""
    script = "import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath());"
    environment = {**os.environ, "TMPDIR": str(place), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    words = [*node("node"), "--input-type=module", "--eval", script]
    subprocess.run(words, cwd=HERE, env=environment, check=True, timeout=120, stdout=subprocess.DEVNULL)
    fonts = f"<fontconfig><dir>{place / 'fonts'}</dir><cachedir>{place / 'cache'}</cachedir></fontconfig>"
    (place / "fonts/fonts.conf").write_text(fonts, encoding="utf-8")


if __name__ == "__main__":
    print(find().path)
