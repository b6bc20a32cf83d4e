"""Keeps the orders of a period for a BI tool: `bi.py FIRST LAST FOLDER`, by the days (UTC) on which they came.

orders.csv has a row for each, order_lines.csv one for each part of what it comes to, dictionary.csv what a column of
each is, in the departments' words. Again it writes all anew.
TOKEN is an analyst's: he reads these rows and the summary, without persons and costs, and changes nothing.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from uuid import UUID

from over_http import all_of, described

TABLES = (
    ("orders.csv", "notify", "/orders", "OrderOnBoard"),
    ("order_lines.csv", "sales", "/order-lines", "LineOfOrder"),
)
"""Each with its department, its path and what a row of it is called."""


def main(first: str, last: str, folder: str) -> None:
    words = []
    for file, department, path, schema in TABLES:
        columns = described(department, schema)
        rows = came(department, path, *map(datetime.fromisoformat, (first, last)))
        write(Path(folder, file), list(columns), ([row[name] for name in columns] for row in rows))
        words += [[file, name, of["type"], of["description"]] for name, of in columns.items()]
    write(Path(folder, "dictionary.csv"), ["file", "column", "type", "description"], iter(words))


def came(department: str, path: str, first: datetime, last: datetime) -> Iterator[Any]:
    """An id begins with the time of its making (UUIDv7): a period is a stretch of the list, nothing else is read."""
    begins, ends = (int(day.replace(tzinfo=UTC).timestamp() * 1_000) << 80 for day in (first, last + timedelta(days=1)))
    return takewhile(lambda row: UUID(row["order_id"]).int < ends, all_of(department, path, UUID(int=begins)))


def write(file: Path, head: list[str], rows: Iterator[list[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
