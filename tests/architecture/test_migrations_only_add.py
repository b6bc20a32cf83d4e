"""A new pod migrates while the old ones work on: it takes nothing away that the release before reads or writes."""

import re
from pathlib import Path

import pytest

from deploy.locked import CHECKOUT
from tests.needs import needs

pytestmark = needs("ALL-1")
MIGRATIONS = sorted(
    file for room in ("chassis", "services/*") for file in CHECKOUT.glob(f"{room}/migrations/*.sql") if file.is_file()
)
BEFORE_THE_FIRST_RELEASE = {
    "finance/0006_account_in_place",
    "finance/0021_advance_reminded",
    "sales/0007_steps_touch_no_index",
    "warehouse/0011_open_book",
}
"""No pod of an earlier release ever stood beside these."""
TAKES_AWAY = {
    "drops what the release before uses": r"DROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE|SEQUENCE|SCHEMA)\b",
    "renames what the release before names": r"\bRENAME\b",
    "turns a column into another type": r"ALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE\b",
    "asks for what the release before does not write": r"ALTER\s+COLUMN\s+\w+\s+(SET\s+NOT\s+NULL|DROP\s+DEFAULT)\b",
    "adds a column that the release before leaves empty": (
        r"ADD\s+COLUMN\s+(?![^,;]*\b(DEFAULT|GENERATED)\b)[^,;]*\bNOT\s+NULL\b"
    ),
}


def name(file: Path) -> str:
    return f"{file.parents[1].name}/{file.stem}"


def taken_away(sql: str) -> list[str]:
    bare = re.sub(r"--[^\n]*", "", sql)
    return [what for what, how in TAKES_AWAY.items() if re.search(how, bare, re.IGNORECASE)]


def test_a_release_works_on_the_database_of_the_next_one() -> None:
    found = {name(file): taken for file in MIGRATIONS if (taken := taken_away(file.read_text()))}
    assert found.keys() == BEFORE_THE_FIRST_RELEASE, found


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("ALTER TABLE shelf DROP COLUMN free;", "drops what the release before uses"),
        ("ALTER TABLE shelf RENAME COLUMN free TO unreserved;", "renames what the release before names"),
        ("ALTER TABLE shelf ALTER COLUMN free TYPE text;", "turns a column into another type"),
        ("ALTER TABLE shelf ALTER COLUMN free SET NOT NULL;", "asks for what the release before does not write"),
        (
            "ALTER TABLE shelf\n  ADD COLUMN zone text NOT NULL, ADD COLUMN aisle int DEFAULT 0;",
            "adds a column that the release before leaves empty",
        ),
    ],
)
def test_a_migration_that_takes_something_away_is_told(sql: str, told: str) -> None:
    assert taken_away(sql) == [told]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE shelf ADD COLUMN zone text, ADD COLUMN aisle int NOT NULL DEFAULT 0;",
        "CREATE TABLE aisle (id uuid PRIMARY KEY, zone text NOT NULL); -- DROP TABLE shelf comes with the next release",
        "DROP INDEX shelf_free; ALTER TABLE shelf ALTER COLUMN free DROP NOT NULL;",
    ],
)
def test_a_migration_that_adds_or_loosens_is_let_through(sql: str) -> None:
    assert taken_away(sql) == []
