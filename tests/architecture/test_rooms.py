"""All six houses have one floor plan: aggregates with one road to their tables, rooms around them, pure rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, DEPARTMENTS, aggregates, imports, name, rooms, tree
from tests.architecture.test_borders import written_in

AGGREGATE = {"__init__.py", "rules.py", "store.py", "work.py", "view.py", "paths.py"}
ROOM = {"__init__.py", "rules.py", "store.py", "handlers.py", "api.py", "view.py"}
HOUSE = {"__init__.py", "__main__.py", "house.py", "policy.py"}
ROADS = {"handle", "command"}
IMPURE = {
    *("asyncio", "asyncpg", "aiokafka", "faststream", "fastapi", "httpx2", "logging", "structlog", "opentelemetry"),
    *("os", "random", "secrets", "socket", "subprocess", "time", "uuid_utils", "uuid.uuid1", "uuid.uuid4"),
    *("uuid.getnode", "chassis.clock", "chassis.database", "chassis.ids", "chassis.kafka", "chassis.messages"),
    *("chassis.numbers", "chassis.operations", "chassis.process", "chassis.settings", "chassis.telemetry"),
    *("chassis.transaction", "chassis.http.web", "chassis.http.identity"),
}
RULES = sorted([*(CHECKOUT / "services").glob("*/*/rules.py"), *(CHECKOUT / "services").glob("*/*/rules/*.py")])

every_house = pytest.mark.parametrize("house", DEPARTMENTS)
every_aggregate = pytest.mark.parametrize("aggregate", aggregates(), ids=name)
every_room = pytest.mark.parametrize("room", rooms(), ids=name)
every_rules = pytest.mark.parametrize("file", RULES, ids=name)


@every_house
def test_a_house_has_the_same_files_at_its_top(house: str) -> None:
    assert {file.name for file in (CHECKOUT / "services" / house).glob("*.py")} == HOUSE


@every_house
def test_every_folder_of_a_house_is_a_package(house: str) -> None:
    """Else no other test sees it."""
    folders = {file.parent for file in (CHECKOUT / "services" / house).rglob("*.py")}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").exists()]


@every_house
def test_a_house_has_an_aggregate(house: str) -> None:
    assert [aggregate for aggregate in aggregates() if aggregate.parent.name == house]


@every_aggregate
def test_an_aggregate_has_rules_a_store_and_one_road(aggregate: Path) -> None:
    files = {file.name for file in aggregate.glob("*.py")}
    assert not files - AGGREGATE
    assert {"store.py", "work.py"} <= files
    assert has_rules(aggregate)


@every_aggregate
def test_the_road_of_an_aggregate_is_called_handle_and_command(aggregate: Path) -> None:
    public = {f.name for f in functions(aggregate / "work.py") if not f.name.startswith("_")}
    assert public & ROADS


@every_aggregate
def test_an_aggregate_is_loaded_and_saved_by_its_store(aggregate: Path) -> None:
    assert {"load", "save"} <= {f.name for f in functions(aggregate / "store.py")}


@every_aggregate
def test_an_aggregate_knows_no_room(aggregate: Path) -> None:
    assert climbs(aggregate) == []


@every_aggregate
def test_only_its_aggregate_writes_a_table(aggregate: Path) -> None:
    ours = written_in(aggregate / "store.py")
    others = [file for file in aggregate.parent.glob("*/store.py") if file.parent != aggregate]
    assert {name(file): ours & written_in(file) for file in others if ours & written_in(file)} == {}


@every_room
def test_a_room_has_no_other_doors(room: Path) -> None:
    assert not {file.name for file in room.glob("*.py")} - ROOM


@every_room
def test_a_room_has_a_door(room: Path) -> None:
    """What has rules alone is a part of something else."""
    assert {"handlers.py", "api.py"} & {file.name for file in room.glob("*.py")}


@every_room
def test_a_room_has_no_rooms_inside(room: Path) -> None:
    assert not [name(file) for file in room.glob("*/*.py") if file.parent.name not in ("tests", "rules")]


@every_room
def test_a_room_goes_through_no_other_rooms_door(room: Path) -> None:
    others = {f"services.{room.parent.name}.{other.name}" for other in rooms() if other.parent == room.parent}
    others -= {f"services.{room.parent.name}.{room.name}"}
    doors = {f"{other}.{door}" for other in others for door in ("handlers", "api")}
    assert not [(name(file), used) for file in room.glob("*.py") for used in imports(tree(file)) if used in doors]


@every_room
def test_handlers_have_no_classes(room: Path) -> None:
    """What is asked stands in the rules, what is seen in the view."""
    file = room / "handlers.py"
    assert not file.exists() or not classes(file)


@pytest.mark.parametrize("file", sorted((CHECKOUT / "services").glob("*/*/store.py")), ids=name)
def test_what_people_see_stands_in_views(file: Path) -> None:
    assert not [each.name for each in classes(file) if each.name.endswith(("State", "Brief", "View"))]


@every_rules
def test_rules_wait_for_nothing(file: Path) -> None:
    waiting = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
    assert not [node.lineno for node in ast.walk(tree(file)) if isinstance(node, waiting)]


@every_rules
def test_rules_know_no_io_clock_chance_or_log(file: Path) -> None:
    assert not [
        used for used in imports(tree(file)) if any(used == one or used.startswith(f"{one}.") for one in IMPURE)
    ]


@every_rules
def test_rules_do_not_know_the_other_doors(file: Path) -> None:
    doors = {"store", "handlers", "api", "work", "view"}
    assert not [used for used in imports(tree(file)) if used.startswith("services.") and doors & set(used.split("."))]


@every_rules
def test_no_rule_takes_for_granted_what_a_person_may_keep_by_hand(file: Path) -> None:
    """A forgotten argument would let go money, goods or an order: a rule is told the policy's switch (ALL-10)."""
    nodes = list(ast.walk(tree(file)))
    arguments = [node for node in nodes if isinstance(node, ast.arguments)]
    defaults = [default for one in arguments for default in (*one.defaults, *one.kw_defaults) if default]
    defaults += [
        n.value for n in nodes if isinstance(n, ast.AnnAssign) and n.value and "by_hand" in ast.unparse(n.target)
    ]
    assert not [one.lineno for one in defaults if ast.unparse(one) in ("'automatic'", "False")]


def climbs(aggregate: Path) -> list[tuple[str, str]]:
    """Imports of an aggregate that run up to a room of its house."""
    above = tuple(f"services.{room.parent.name}.{room.name}." for room in rooms() if room.parent == aggregate.parent)
    files = [file for file in aggregate.rglob("*.py") if "tests" not in file.parts]
    return [(name(file), used) for file in files for used in imports(tree(file)) if f"{used}.".startswith(above)]


def has_rules(folder: Path) -> bool:
    return (folder / "rules.py").exists() or (folder / "rules" / "__init__.py").exists()


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in tree(file).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def classes(file: Path) -> list[ast.ClassDef]:
    return [node for node in tree(file).body if isinstance(node, ast.ClassDef)]
