"""An image's entry: start the department that DEPARTMENT names, or the command line, whose image says `gendan`."""

from __future__ import annotations

from os import environ
from runpy import run_module

from contracts.catalogue import DEPARTMENTS

COMMAND_LINE = "gendan"


def main() -> None:
    """Run it as ``python -m``; ends with what is expected when the name is none."""
    part = environ.get("DEPARTMENT", "")
    if part not in (*DEPARTMENTS, COMMAND_LINE):
        raise SystemExit(f"setting DEPARTMENT: expected one of {', '.join(DEPARTMENTS)}, gendan; came {part!r}")
    run_module(part if part == COMMAND_LINE else f"services.{part}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
