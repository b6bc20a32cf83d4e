"""What only one place may do."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, attributes, dotted, name, sources, texts, tree
from tests.architecture.test_tree import files

CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns))$")
SQL = re.compile(
    r"^\s*(SELECT|INSERT INTO|UPDATE \S+ SET|DELETE FROM|WITH (RECURSIVE )?\w+ AS|CREATE TABLE|ALTER TABLE|TRUNCATE)\b",
)
WRITES = re.compile(
    r"\b(?:INSERT INTO|(?<!DO )(?<!FOR )UPDATE|DELETE FROM|TRUNCATE|(?:CREATE|ALTER|DROP) TABLE)\s+(?:ONLY\s+)?\"?(\w+)"
)
TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)")
# In parts, so that this file names none of them.
MACHINE = re.compile(rb"/" + rb"(work|root|Users|home/\w+|tmp/\w+)/")


def test_only_the_consumer_subscribes() -> None:
    subscribing = [name(file) for file in sources("chassis", "services", "contracts", "world", "gendan") if hears(file)]
    looks_at_offsets_alone, writes_them = "chassis/kafka/watchdog.py", "gendan/backup/sending.py"
    join_no_group = ["gendan/backup/reading.py", "gendan/conformance/hearing.py"]
    assert sorted(subscribing) == sorted(
        ["chassis/kafka/consume.py", looks_at_offsets_alone, writes_them, *join_no_group]
    )


def test_only_the_clock_knows_the_time() -> None:
    files = sources("contracts", "chassis", "services")
    assert [name(file) for file in files if any(map(CLOCKS.search, attributes(tree(file))))] == ["chassis/clock.py"]


def test_no_day_month_or_year_is_read_off_the_time_in_utc() -> None:
    """The company's day is ``clock.today()``: on the first of January its year is another than UTC's until eight."""
    files = sources("contracts", "chassis", "services")
    assert not [name(file) for file in files for node in ast.walk(tree(file)) if reads_calendar_off_utc(node)]
    assert reads_calendar_off_utc(ast.parse("clock.now().year", mode="eval").body)


def test_sql_stands_in_stores_alone() -> None:
    files = [file for file in sources("services", "contracts", "world") if file.name != "store.py"]
    assert not [name(file) for file in files if any(map(SQL.match, texts(tree(file))))]


def test_a_store_reads_its_documents_whatever_a_release_of_before_let_in() -> None:
    stores = [file for file in sources("services") if file.name == "store.py"]
    assert not [name(file) for file in stores if "model_validate_json" in file.read_text()], "read it by chassis.stored"


def test_a_policy_is_read_where_it_holds_and_not_made() -> None:
    made = [(name(file), call) for file in sources("services") for call in calls(file)]
    assert not [file for file, call in made if call.rpartition(".")[2] == "Policy"], "ask chassis.figures.holding"


def test_only_the_chassis_writes_its_tables() -> None:
    known = chassis_tables()
    assert not [(name(file), ours) for file in sources("services") if (ours := written_in(file) & known)]


def test_a_migration_leaves_the_tables_of_the_chassis_alone() -> None:
    known, files = chassis_tables(), (CHECKOUT / "services").glob("*/migrations/*.sql")
    assert not [name(file) for file in files if known & set(WRITES.findall(file.read_text()))]


def test_the_tables_of_the_chassis_are_known() -> None:
    assert {"key", "inbox", "outbox", "parked", "fact", "migration"} <= chassis_tables()


def test_no_file_knows_this_machine() -> None:
    assert not [name(file) for file in files() if MACHINE.search(file.read_bytes())]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (CLOCKS, "datetime.now"),
        (CLOCKS, "datetime.datetime.now"),
        (CLOCKS, "date.today"),
        (CLOCKS, "time.time"),
        (SQL, "SELECT 1"),
        (SQL, "\nWITH heard AS (SELECT 1)"),
        (SQL, "UPDATE stock SET free = 1"),
        (WRITES, 'UPDATE ONLY "key" SET key = 1'),
        (WRITES, "INSERT INTO outbox VALUES (1)"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(CLOCKS, "clock.now"), (CLOCKS, "clock.today"), (CLOCKS, "time.monotonic"), (SQL, "Select the carrier.")],
)
def test_the_patterns_leave_the_rest_alone(pattern: re.Pattern[str], text: str) -> None:
    assert not pattern.search(text)


def reads_calendar_off_utc(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Call(func=func), attr="year" | "month" | "day" | "date" | "weekday"):
            return dotted(func) in ("clock.now", "now", "clock.real_now")
        case _:
            return False


def written_in(file: Path) -> set[str]:
    """The tables that a file's SQL writes."""
    return {table for text in texts(tree(file)) for table in WRITES.findall(text)}


def chassis_tables() -> set[str]:
    migrations = (file.read_text() for file in (CHECKOUT / "chassis" / "migrations").glob("*.sql"))
    code = (text for file in sources("chassis") for text in texts(tree(file)))
    return {table for text in (*migrations, *code) for table in TABLE.findall(text)}


def calls(file: Path) -> list[str]:
    """What a file calls, by its dotted name."""
    return [dotted(node.func) for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]


def hears(file: Path) -> bool:
    """Whether a file makes a Kafka consumer, ours or a library's."""
    return any(re.search(r"(\.subscriber|AIOKafkaConsumer)$", call) for call in calls(file))
