"""The worked example of examples/mappings/README.md does what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gendan.importing.tests.test_import import imported, write
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("ALL-7")

README = Path(__file__).parents[3] / "examples" / "mappings" / "README.md"


def block(kind: str) -> str:
    """The last block of a language."""
    found: list[str] = re.findall(rf"```{kind}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return found[-1]


def prepare(folder: Path) -> None:
    """Run the example's few lines of Python."""
    write(folder, "wide.csv", block("csv"))
    write(folder, "prepare.py", block("python"))
    made = ["prepare.py", "wide.csv", "orders.csv"]
    subprocess.run([sys.executable, "-W", "ignore", *made], cwd=folder, check=True, timeout=60)


async def test_a_file_with_a_column_for_each_size_is_prepared_and_taken(tmp_path: Path) -> None:
    prepare(tmp_path)
    counters = Counters()
    report = await imported(tmp_path, counters, block("toml"))
    (order,) = counters.bodies("sales")
    assert report.ok
    assert [(one["item"], one["quantity"], one["unit_price"]["amount"]) for one in order["lines"]] == [
        ("SHIRT-S", "10", "4.50"),
        ("SHIRT-L", "5", "4.50"),
        ("COAT-M", "3", "19.00"),
    ]
