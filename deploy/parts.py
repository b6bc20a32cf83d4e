"""What an image holds: `python parts.py PART FROM TO` copies it. A department's holds that department and no other.

Run by the Dockerfile before any package is there, so it imports nothing but the standard library.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

PAPERS = ("LICENSE", "THIRD_PARTY_NOTICES", "pyproject.toml")
ENTRY = ("deploy/__init__.py", "deploy/department.py")
COMMON = (*PAPERS, *ENTRY, "contracts", "chassis")
PARTS: dict[str, tuple[str, ...]] = {
    **{
        department: ("services/__init__.py", f"services/{department}")
        for department in ("sales", "purchasing", "warehouse", "logistics", "finance")
    },
    "notify": ("services/__init__.py", "services/notify", "whereabouts"),
    "gendan": ("whereabouts", "world", "gendan"),
}
"""Beside what is common to all: the departments, and the command line with the outside world that it can play."""
LEFT_OUT = shutil.ignore_patterns("tests", "__pycache__")


def copy(part: str, checkout: Path, image: Path) -> None:
    """Copy a part into a folder that is empty or not there; ends with what is expected when the name is none."""
    if part not in PARTS:
        raise SystemExit(f"DEPARTMENT: expected one of {', '.join(PARTS)}; came {part!r}")
    for name in (*COMMON, *PARTS[part]):
        source, target = checkout / name, image / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=LEFT_OUT)
        else:
            shutil.copy(source, target)


if __name__ == "__main__":
    copy(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
