"""Write the tables of settings in `docs/operations.md` from the code (`python -m deploy.settings_table`)."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python
from pydantic_settings import BaseSettings

from chassis.settings import Settings
from contracts.catalogue import DEPARTMENTS
from deploy.locked import CHECKOUT

FILE = CHECKOUT / "docs" / "operations.md"
HEAD = ["| variable | default | meaning |", "| --- | --- | --- |"]


def text() -> str:
    """The page with its tables filled in."""
    page = _filled(FILE.read_text(), "every department", [*HEAD, *_rows(Settings)])
    policies = [row for policy in _policies() for row in _rows(policy)]
    return _filled(page, "policies", [*HEAD, *policies])


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


def _rows(settings: type[BaseSettings]) -> Iterator[str]:
    meanings = _meanings(settings)
    for (variable, field), name in zip(variables(settings).items(), settings.model_fields, strict=True):
        yield f"| `{variable}` | {_default(field)} | {meanings.get(name, '')} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    value = to_jsonable_python(field.get_default(call_default_factory=True))
    shown = value if isinstance(value, str) else json.dumps(value)
    return "" if value in (None, "") else f"`{shown}`"


def _meanings(settings: type[BaseSettings]) -> dict[str, str]:
    """The string that stands under each field."""
    (body,) = (node.body for node in ast.parse(dedent(getsource(settings))).body if isinstance(node, ast.ClassDef))
    return {
        field.target.id: " ".join(note.value.value.split()).replace("``", "`").replace("|", "\\|")
        for field, note in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant) and isinstance(note.value.value, str)
    }


def _filled(page: str, name: str, lines: list[str]) -> str:
    head, begin, rest = page.partition(f"<!-- {name} -->")
    _, end, tail = rest.partition(f"<!-- /{name} -->")
    return "\n".join([head + begin, "", *lines, "", end + tail])


if __name__ == "__main__":
    FILE.write_text(text())
