"""The source files of the suite, as trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from contracts.departments import DEPARTMENTS as DEPARTMENTS

CHECKOUT = Path(__file__).parents[2]
DESK = CHECKOUT / "services" / "notify" / "desk"
"""The browser's gateway: not a room of the floor plan."""


def sources(*packages: str) -> list[Path]:
    """The Python files of packages, without their tests."""
    files = (file for package in packages for file in sorted((CHECKOUT / package).rglob("*.py")))
    return [file for file in files if not {"tests", "node_modules"} & set(file.relative_to(CHECKOUT).parts)]


def rooms() -> list[Path]:
    """The folders of the departments' capabilities."""
    return [folder for folder in _folders() if not (folder / "work.py").exists()]


def aggregates() -> list[Path]:
    """The folders of the departments' documents: each has one road to its tables."""
    return [folder for folder in _folders() if (folder / "work.py").exists()]


def _folders() -> list[Path]:
    inits = (CHECKOUT / "services").glob("*/*/__init__.py")
    return sorted(file.parent for file in inits if file.parent.name != "tests" and file.parent != DESK)


def name(path: Path) -> str:
    """A path as people say it: from the checkout."""
    return str(path.relative_to(CHECKOUT))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), file.name)


def imports(module: ast.Module) -> Iterator[str]:
    """Every module, and every name of a module, that is imported: ``chassis.clock`` and ``chassis.clock.now``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(module: ast.Module) -> Iterator[str]:
    """Every dotted name that is used: ``datetime.now``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield dotted(node)


def dotted(node: ast.expr) -> str:
    """A name with its dots as it is written; what was called or looked up on the way is left out."""
    match node:
        case ast.Name(id=first):
            return first
        case ast.Attribute(value=value, attr=last):
            return f"{dotted(value)}.{last}"
        case _:
            return ""


def texts(module: ast.Module) -> Iterator[str]:
    """Every string."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
