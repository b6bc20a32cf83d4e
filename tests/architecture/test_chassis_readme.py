"""The page of the chassis names every file, and no file that is gone."""

import re

from tests.architecture.sources import CHECKOUT, sources
from tests.architecture.test_borders import chassis_tables

PAGE = (CHECKOUT / "chassis" / "README.md").read_text()
NAMED = re.compile(r"`((?:\w+/)?\w+\.py)`")


def test_every_file_of_the_chassis_is_named_and_no_other() -> None:
    chassis = CHECKOUT / "chassis"
    files = {str(file.relative_to(chassis)) for file in sources("chassis") if file.name != "__init__.py"}
    assert set(NAMED.findall(PAGE)) - {"pyproject.toml"} == files


def test_every_table_of_the_chassis_has_its_reason() -> None:
    rows = [line for line in PAGE.partition("## The tables")[2].splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])} == chassis_tables()
