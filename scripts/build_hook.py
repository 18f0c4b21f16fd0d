"""What hatchling asks before it builds a wheel or an sdist (pyproject.toml)."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = "lpcommunity/operator_config.py"  # lpcommunity/storage/settings.py looks for it there


class Package(BuildHookInterface[Any]):
    """A package that can be served as it is: with styles and scripts, and with the settings inside."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse a build without styles. An editable one is a checkout, where `make assets` builds them later."""
        if version == "editable":
            return
        static = Path(self.root, "lpcommunity/web/static")
        pointer = static / "current"
        if not pointer.is_file() or not (static / pointer.read_text("utf-8").strip() / "manifest.json").is_file():
            raise SystemExit("The styles and scripts are not built. First run: make assets")
        if self.target_name == "wheel":
            build_data["force_include"]["config.py"] = CARRIED
