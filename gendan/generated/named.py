"""Where the code names a need of the business in a docstring, and which tests are marked with one, by syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

PACKAGES = ("services", "chassis", "gendan", "whereabouts", "contracts", "world", "deploy", "tests")
RULES = PACKAGES[:5]
NEED = re.compile(r"\b(?:SAL|PUR|WHS|LOG|FIN|NOT|ALL)-\d+\b")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
DEFINITION = FUNCTION | ast.ClassDef
Body: TypeAlias = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Place:
    """A file, or what is called ``name`` in it; ``own``: itself says so, and not the module or class around it."""

    path: str
    name: str = ""
    own: bool = True
    holds: tuple[str, ...] = ()
    """Of a whole file: its public functions."""

    def __str__(self) -> str:
        return f"{self.path}::{self.name}" if self.name else self.path


@dataclass(frozen=True)
class Named:
    """Each need with a place that names it, in the order of the files."""

    rules: tuple[tuple[str, Place], ...] = ()
    tests: tuple[tuple[str, Place], ...] = ()


def named(root: Path) -> Named:
    """All that names a need below ``root``; a file that names none is not parsed."""
    rules: list[tuple[str, Place]] = []
    tests: list[tuple[str, Place]] = []
    for path in sorted(file for package in PACKAGES for file in (root / package).rglob("*.py")):
        text = path.read_text()
        if NEED.search(text):
            where = path.relative_to(root)
            (tests if "tests" in where.parts else rules).extend(_in(where, ast.parse(text, str(where))))
    return Named(tuple(rules), tuple(tests))


def _in(path: Path, tree: ast.Module) -> Iterator[tuple[str, Place]]:
    if "tests" in path.parts:
        if path.name.startswith("test_"):
            yield from _marked(path.as_posix(), tree, _marks_of(tree), "")
    elif path.parts[0] in RULES:
        yield from _told(path.as_posix(), tree)


def _told(path: str, tree: ast.Module) -> Iterator[tuple[str, Place]]:
    holds = tuple(node.name for node in tree.body if isinstance(node, FUNCTION) and not node.name.startswith("_"))
    for name, docstring in _docstrings(tree, ""):
        for need in dict.fromkeys(NEED.findall(docstring)):
            yield need, Place(path, name, holds=() if name else holds)


def _docstrings(body: Body, name: str) -> Iterator[tuple[str, str]]:
    """The docstring of each definition, and of each field that has one below it."""
    if docstring := ast.get_docstring(body, clean=False):
        yield name, docstring
    for before, node in pairwise(body.body):
        if (field := _assigned(before)) and (docstring := _string(node)):
            yield _within(name, field), docstring
    for node in body.body:
        if isinstance(node, DEFINITION):
            yield from _docstrings(node, _within(name, node.name))


def _marked(path: str, body: Body, around: tuple[str, ...], name: str) -> Iterator[tuple[str, Place]]:
    """Each test below ``body`` with the needs of its own marks and of those ``around`` it."""
    for node in body.body:
        if isinstance(node, ast.ClassDef):
            marks = (*around, *_marks(node.decorator_list), *_marks_of(node))
            yield from _marked(path, node, marks, _within(name, node.name))
        elif isinstance(node, FUNCTION) and node.name.startswith("test_"):
            own = tuple(_marks(node.decorator_list))
            for need in dict.fromkeys((*own, *around)):
                yield need, Place(path, _within(name, node.name), need in own)


def _marks_of(body: ast.Module | ast.ClassDef) -> tuple[str, ...]:
    """What its ``pytestmark`` says, one mark or a list of them."""
    marks = [node.value for node in body.body if isinstance(node, ast.Assign) and _assigned(node) == "pytestmark"]
    return tuple(need for mark in marks for need in _marks(mark.elts if isinstance(mark, ast.List) else [mark]))


def _marks(marks: list[ast.expr]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) in ("needs", "pytest.mark.needs"):
            yield from (str(ast.literal_eval(argument)) for argument in mark.args)


def _assigned(node: ast.stmt) -> str:
    """The name that the statement gives a value or a type; a field of a class is one."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _string(node: ast.stmt) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            return ""


def _within(name: str, inner: str) -> str:
    return f"{name}.{inner}" if name else inner
