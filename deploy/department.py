"""The image's entry: start the department that DEPARTMENT names."""

from __future__ import annotations

from os import environ
from runpy import run_module

from contracts.catalogue import DEPARTMENTS


def main() -> None:
    """Run it as ``python -m services.<department>``; ends with what is expected when the name is none."""
    department = environ.get("DEPARTMENT", "")
    if department not in DEPARTMENTS:
        raise SystemExit(f"setting DEPARTMENT: expected one of {', '.join(DEPARTMENTS)}; came {department!r}")
    run_module(f"services.{department}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
