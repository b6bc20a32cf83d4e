"""What a route or a timer's search may be given a pool for only looks: `Reading` (chassis/handling.py) never writes."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.architecture.sources import name, sources, tree

WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|FOR SHARE)\b")
"""A lock that a pool takes is gone when the query ends: FOR UPDATE is found by its second word."""


def test_what_takes_a_reading_neither_writes_nor_locks() -> None:
    files = [file for file in sources("services", "chassis") if file.name != "handling.py"]
    assert not [(name(file), function) for file in files for function in writing(tree(file))]


@pytest.mark.parametrize(
    "body", ["await db.execute(S)", "return await db.fetch(LOCKED, ids)", "return await db.fetch('UPDATE a SET b = 1')"]
)
def test_a_writing_query_is_found_by_its_call_its_name_and_its_text(body: str) -> None:
    module = f"LOCKED = 'SELECT a FROM b FOR UPDATE'\nasync def look(db: Reading, ids):\n    {body}\n"
    assert list(writing(ast.parse(module))) == ["look"]


def test_the_fields_of_a_value_are_asked_in_one_way() -> None:
    """`vars` knows only what was told of a dataclass that was read from JSON, so what an earlier release kept lacks."""
    found = [
        (name(file), node.lineno) for file in sources("services", "chassis", "contracts") for node in vars_of(file)
    ]
    assert found == []


def vars_of(file: Path) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))
    return (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "vars")


def writing(module: ast.Module) -> Iterator[str]:
    """Functions that take a Reading, and execute something or use a text that writes or locks."""
    texts = dict(_texts(module))
    for node in ast.walk(module):
        if isinstance(node, ast.AsyncFunctionDef) and any(map(_is_reading, node.args.args)):
            yield from (node.name for each in ast.walk(node) if _writes(each, texts))


def _is_reading(argument: ast.arg) -> bool:
    return isinstance(argument.annotation, ast.Name) and argument.annotation.id == "Reading"


def _writes(node: ast.AST, texts: Mapping[str, str]) -> bool:
    match node:
        case ast.Attribute(attr="execute" | "executemany"):
            return True
        case ast.Name(id=constant):
            return bool(WRITES.search(texts.get(constant, "")))
        case ast.Constant(value=str(text)):
            return bool(WRITES.search(text))
        case _:
            return False


def _texts(module: ast.Module) -> Iterator[tuple[str, str]]:
    """The module's constants, as they are written."""
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, ast.unparse(node.value).replace("\\n", " ")
