"""An image's entry: start the department that DEPARTMENT names, or the command line, whose image says `gendan`."""

from __future__ import annotations

from os import environ
from pathlib import Path
from runpy import run_module

from contracts.catalogue import DEPARTMENTS

COMMAND_LINE = "gendan"
SECRET, IN_A_FILE = "DATABASE_URL", "DATABASE_URL_FILE"
"""Where secrets are files, the second names one."""


def main() -> None:
    """Run it as ``python -m``; ends with what is expected when the name is none."""
    part = environ.get("DEPARTMENT", "")
    if part not in (*DEPARTMENTS, COMMAND_LINE):
        raise SystemExit(f"setting DEPARTMENT: expected one of {', '.join(DEPARTMENTS)}, gendan; came {part!r}")
    if file := environ.get(IN_A_FILE):
        environ[SECRET] = _read(file)
    run_module(part if part == COMMAND_LINE else f"services.{part}", run_name="__main__", alter_sys=True)


def _read(file: str) -> str:
    try:
        return Path(file).read_text().strip()
    except (OSError, ValueError) as fault:
        raise SystemExit(
            f"setting {IN_A_FILE}: expected a file with the database's URL; came {file!r}: {fault}"
        ) from None


if __name__ == "__main__":
    main()
