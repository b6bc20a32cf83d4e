"""Write the tables of settings in `docs/operations.md` from the code (`python -m deploy.settings_table`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python
from pydantic_settings import BaseSettings

from chassis.papers.company import Company
from chassis.settings import Settings, is_of_the_process
from contracts.catalogue import DEPARTMENTS
from deploy.locked import CHECKOUT

FILE = CHECKOUT / "docs" / "operations.md"
DEFAULT_MAX = 500
"""Characters of a cell that anybody reads."""
HEAD = ["| variable | default | meaning |", "| --- | --- | --- |"]


def text() -> str:
    """The page with its tables filled in."""
    page = _filled(FILE.read_text(), "every department", [*HEAD, *_rows(Settings), *_rows(Company)])
    for name, fixed in (("opening figures", False), ("policies of the process", True)):
        page = _filled(page, name, [*HEAD, *(row for policy in _policies() for row in _rows(policy, fixed=fixed))])
    return page


def variables(settings: type[BaseSettings]) -> dict[str, FieldInfo]:
    """The environment variables that fill these settings."""
    prefix = settings.model_config.get("env_prefix", "")
    return {_variable(prefix, name, field): field for name, field in settings.model_fields.items()}


def _variable(prefix: str, name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    return str(alias.choices[-1]) if isinstance(alias, AliasChoices) else f"{prefix}{name}".upper()


def _policies() -> Iterator[type[BaseSettings]]:
    for department in DEPARTMENTS:
        if Path(CHECKOUT, "services", department, "policy.py").exists():
            yield import_module(f"services.{department}.policy").Policy


def _rows(settings: type[BaseSettings], *, fixed: bool | None = None) -> Iterator[str]:
    """``fixed``: of a policy either what is of the process, or the opening figures."""
    for variable, field in variables(settings).items():
        if fixed is None or fixed is is_of_the_process(field):
            yield f"| `{variable}` | {_default(field)} | {_meaning(field)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    value = to_jsonable_python(field.get_default(call_default_factory=True))
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(shown) > DEFAULT_MAX:
        return "a table, as `GET /api/v1/figures` shows it"
    return "" if value in (None, "") else f"`{shown}`"


def _meaning(field: FieldInfo) -> str:
    """The string that stands under it."""
    return " ".join((field.description or "").split()).replace("``", "`").replace("|", "\\|")


def _filled(page: str, name: str, lines: list[str]) -> str:
    head, begin, rest = page.partition(f"<!-- {name} -->")
    _, end, tail = rest.partition(f"<!-- /{name} -->")
    return "\n".join([head + begin, "", *lines, "", end + tail])


if __name__ == "__main__":
    FILE.write_text(text())
