"""The command lists itself and signs a token without loading what it does not need."""

import json
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from contracts.departments import DEPARTMENTS
from gendan.cli import COMMANDS, loaded
from gendan.identity import signer
from gendan.roles import ROLES
from gendan.up import house

HEAVY = {"aiokafka", "asyncpg", "chassis", "fastapi", "faststream", "httpx2", "opentelemetry", "services"}
TELLS_WHAT_WAS_LOADED = """
import json, sys
from gendan.cli import app
try:
    app(json.loads(sys.argv[1]), standalone_mode=False)
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""

TELLS_WHAT_A_HOUSE_LOADS = """
import json, sys
from gendan.up import load_houses
load_houses()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def loads(*words: str, code: str = TELLS_WHAT_WAS_LOADED) -> set[str]:
    command = [sys.executable, "-c", code, json.dumps(words)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    return set(json.loads(ended.stderr.splitlines()[-1]))


def test_the_list_of_commands_loads_none_of_them() -> None:
    assert not loads("--help") & HEAVY


def test_a_token_is_signed_without_a_department_or_a_database(tmp_path: Path) -> None:
    signer(tmp_path)
    assert not loads("token", "--as", "li.na", "--role", "storekeeper", "--data", str(tmp_path)) & HEAVY


def test_a_department_starts_without_what_writes_spreadsheets() -> None:
    """openpyxl brings numpy and Pillow along: a third of an idle company's memory."""
    assert not loads(code=TELLS_WHAT_A_HOUSE_LOADS) & {"openpyxl", "numpy", "PIL"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_is_how_the_commands_own_help_begins(name: str) -> None:
    command: Any = loaded(name)
    assert cleandoc(command.help).startswith(COMMANDS[name][1])


def test_the_roles_are_those_that_some_route_asks_for() -> None:
    routes = [route for department in DEPARTMENTS for each in house(department).routers for route in each.routes]
    asked = {role for route in routes if isinstance(route, APIRoute) for role in asked_by(route.dependant)}
    assert sorted(asked) == list(ROLES)


def asked_by(dependant: Dependant) -> Iterator[str]:
    yield from getattr(dependant.call, "roles", ())
    for inner in dependant.dependencies:
        yield from asked_by(inner)
