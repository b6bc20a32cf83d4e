"""An order is found by every number that a paper of a department bears, by indexes, however many there are (ALL-1)."""

from collections.abc import Awaitable, Callable

import pytest

from chassis.operations import picture
from contracts.catalogue import DEPARTMENTS
from gendan.embedded import Ground
from gendan.up import house
from tests.department_db import of_department
from tests.needs import needs

pytestmark = needs("ALL-1")


@pytest.mark.parametrize("department", DEPARTMENTS)
@pytest.mark.parametrize("what", ["names", "several names"])
async def test_a_number_is_found_without_reading_every_row(
    ground: Ground, template: Callable[[str], Awaitable[str]], department: str, what: str
) -> None:
    names = house(department).names
    several = picture.KNOWN_AMONG.format(names=names.replace("$1", "c.name"))
    query, values = (names, ["SO-1"]) if what == "names" else (several, [["SO-1", "SO-2"], 5])
    async with of_department(ground, template, department) as connection:
        await connection.execute("SET enable_seqscan = off")
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {query}", *values))
    assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_every_department_knows_its_papers(department: str) -> None:
    assert house(department).names
