"""All six houses have one floor plan: aggregates with one road to their tables, rooms around them, pure rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


def test_a_house_has_the_same_files_at_its_top() -> None:
    found = {house: {file.name for file in (CHECKOUT / "services" / house).glob("*.py")} for house in DEPARTMENTS}
    assert found == dict.fromkeys(DEPARTMENTS, HOUSE)


def test_every_folder_of_a_house_is_a_package() -> None:
    """Else no other test sees it."""
    folders = {file.parent for house in DEPARTMENTS for file in (CHECKOUT / "services" / house).rglob("*.py")}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_a_house_has_an_aggregate() -> None:
    assert {aggregate.parent.name for aggregate in aggregates()} == set(DEPARTMENTS)


def test_an_aggregate_has_rules_a_store_and_one_road() -> None:
    files = {aggregate: {file.name for file in aggregate.glob("*.py")} for aggregate in aggregates()}
    assert not [name(each) for each, its in files.items() if its - AGGREGATE or not {"store.py", "work.py"} <= its]
    assert not [name(each) for each in files if not has_rules(each)]


def test_the_road_of_an_aggregate_is_called_handle_and_command() -> None:
    assert not [name(each) for each in aggregates() if not ROADS & functions(each / "work.py")]


def test_an_aggregate_is_loaded_and_saved_by_its_store() -> None:
    assert not [name(each) for each in aggregates() if not {"load", "save"} <= functions(each / "store.py")]


def test_an_aggregate_knows_no_room() -> None:
    assert not [climb for aggregate in aggregates() for climb in climbs(aggregate)]


def test_only_its_aggregate_writes_a_table() -> None:
    assert not [each for aggregate in aggregates() for each in written_beside(aggregate)]


def test_a_room_has_no_other_doors() -> None:
    assert not [name(file) for room in rooms() for file in room.glob("*.py") if file.name not in ROOM]


def test_a_room_has_a_door() -> None:
    """What has rules alone is a part of something else."""
    doors = ("handlers.py", "api.py")
    assert not [name(room) for room in rooms() if not any((room / door).exists() for door in doors)]


def test_a_room_has_no_rooms_inside() -> None:
    """Where people see many things by one room, as many papers, its view is a folder, as its rules may be."""
    inside = [file for room in rooms() for file in room.glob("*/*.py")]
    assert not [name(file) for file in inside if file.parent.name not in ("tests", "rules", "view")]


def test_a_room_goes_through_no_other_rooms_door() -> None:
    doors = {f"services.{room.parent.name}.{room.name}.{way}": room for room in rooms() for way in ("handlers", "api")}
    files = [(room, file) for room in rooms() for file in (*room.glob("*.py"), *room.glob("view/*.py"))]
    used = [(room, file, one) for room, file in files for one in imports(tree(file))]
    assert not [(name(file), one) for room, file, one in used if doors.get(one, room) != room]


def test_handlers_have_no_classes() -> None:
    """What is asked stands in the rules, what is seen in the view."""
    files = [room / "handlers.py" for room in rooms() if (room / "handlers.py").exists()]
    assert not [name(file) for file in files if classes(file)]


def test_what_people_see_stands_in_views() -> None:
    stores = (CHECKOUT / "services").glob("*/*/store.py")
    seen = ("State", "Brief", "View")
    assert not [(name(file), each.name) for file in stores for each in classes(file) if each.name.endswith(seen)]


def test_rules_wait_for_nothing() -> None:
    waiting = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
    assert not [f"{name(file)}:{node.lineno}" for file, node in nodes_of_rules() if isinstance(node, waiting)]


def test_rules_know_no_io_clock_chance_or_log() -> None:
    below = tuple(f"{one}." for one in IMPURE)
    assert not [(name(file), used) for file in RULES for used in imports(tree(file)) if f"{used}.".startswith(below)]


def test_rules_do_not_know_the_other_doors() -> None:
    doors = {"store", "handlers", "api", "work", "view"}
    used = [(name(file), one) for file in RULES for one in imports(tree(file))]
    assert not [each for each in used if each[1].startswith("services.") and doors & set(each[1].split("."))]


def test_no_rule_takes_for_granted_what_a_person_may_keep_by_hand() -> None:
    """A forgotten argument would let go money, goods or an order: a rule is told the policy's switch (ALL-10)."""
    defaults = [(name(file), default) for file, node in nodes_of_rules() for default in taken_for_granted(node)]
    assert not [file for file, default in defaults if ast.unparse(default) in ("'automatic'", "False")]


def nodes_of_rules() -> Iterator[tuple[Path, ast.AST]]:
    return ((file, node) for file in RULES for node in ast.walk(tree(file)))


def taken_for_granted(node: ast.AST) -> list[ast.expr]:
    """Defaults of arguments, and what a field by hand has when nobody says it."""
    if isinstance(node, ast.arguments):
        return [default for default in (*node.defaults, *node.kw_defaults) if default]
    if isinstance(node, ast.AnnAssign) and "by_hand" in ast.unparse(node.target):
        return [node.value] if node.value else []
    return []


def written_beside(aggregate: Path) -> list[tuple[str, set[str]]]:
    """Stores of its house that write a table of this aggregate too."""
    ours = written_in(aggregate / "store.py")
    others = [file for file in aggregate.parent.glob("*/store.py") if file.parent != aggregate]
    return [(name(file), both) for file in others if (both := ours & written_in(file))]


def climbs(aggregate: Path) -> list[tuple[str, str]]:
    """Imports of an aggregate that run up to a room of its house."""
    above = tuple(f"services.{room.parent.name}.{room.name}." for room in rooms() if room.parent == aggregate.parent)
    files = [file for file in aggregate.rglob("*.py") if "tests" not in file.parts]
    return [(name(file), used) for file in files for used in imports(tree(file)) if f"{used}.".startswith(above)]


def has_rules(folder: Path) -> bool:
    return (folder / "rules.py").exists() or (folder / "rules" / "__init__.py").exists()


def functions(file: Path) -> set[str]:
    return {node.name for node in tree(file).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def classes(file: Path) -> list[ast.ClassDef]:
    return [node for node in tree(file).body if isinstance(node, ast.ClassDef)]
