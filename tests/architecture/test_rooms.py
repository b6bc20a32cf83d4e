"""Every room has the same few doors, and its rules are pure."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, imports, name, rooms, tree

DOORS = {"__init__.py", "rules.py", "store.py", "handlers.py", "api.py"}
IMPURE = {
    *("asyncio", "asyncpg", "aiokafka", "faststream", "fastapi", "httpx2", "logging", "structlog", "opentelemetry"),
    *(
        "os",
        "random",
        "secrets",
        "socket",
        "subprocess",
        "time",
        "uuid_utils",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid.getnode",
    ),
    *(
        "chassis.clock",
        "chassis.database.pool",
        "chassis.transaction.commands",
        "chassis.transaction.engine",
        "chassis.transaction.rooms",
        "chassis.transaction.unit_of_work",
        "chassis.messages.event_log",
        "chassis.ids",
        "chassis.messages.inbox",
    ),
    *(
        "chassis.numbers",
        "chassis.messages.outbox",
        "chassis.messages.parking",
        "chassis.telemetry.metrics",
        "chassis.http.web",
        "chassis.settings",
    ),
}
RULES = sorted((CHECKOUT / "services").glob("*/*/rules.py"))

every_room = pytest.mark.parametrize("room", rooms(), ids=name)
every_rules = pytest.mark.parametrize("file", RULES, ids=name)


@every_room
def test_a_room_has_no_other_doors(room: Path) -> None:
    assert not {file.name for file in room.glob("*.py")} - DOORS


@every_room
def test_a_room_has_no_rooms_inside(room: Path) -> None:
    assert not [name(file) for file in room.glob("*/*.py") if file.parent.name != "tests"]


@every_rules
def test_rules_wait_for_nothing(file: Path) -> None:
    waiting = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
    assert not [node.lineno for node in ast.walk(tree(file)) if isinstance(node, waiting)]


@every_rules
def test_rules_know_no_io_clock_chance_or_log(file: Path) -> None:
    assert not [used for used in imports(tree(file)) if used in IMPURE or used.partition(".")[0] in IMPURE]


@every_rules
def test_rules_do_not_know_the_other_doors(file: Path) -> None:
    doors = {"store", "handlers", "api"}
    assert not [used for used in imports(tree(file)) if used.startswith("services.") and doors & set(used.split("."))]
