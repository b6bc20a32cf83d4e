"""What is done with many orders at once costs no more questions than what is done with one (NOT-1, NOT-17)."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from chassis.http.actions import ORDERS_MAX
from contracts.catalogue import DEPARTMENTS
from gendan.embedded import Ground
from gendan.up import house
from tests.department_db import Statements, of_department
from tests.needs import needs

pytestmark = needs("NOT-1", "NOT-17")


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_the_documents_of_fifty_orders_are_found_in_as_many_statements_as_those_of_one(
    ground: Ground, template: Callable[[str], Awaitable[str]], statements: Statements, department: str
) -> None:
    asked = []
    async with of_department(ground, template, department) as db:
        for count in (1, ORDERS_MAX):
            with statements(db) as seen:
                for kind in house(department).subjects:
                    await kind.of_orders(db, [uuid4() for _ in range(count)])
            asked.append(seen)
    of_one, of_fifty = asked
    assert of_one == of_fifty != []
