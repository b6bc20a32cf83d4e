"""Sales' figures while it runs (SAL-8, ALL-10)."""

from uuid import uuid4

import asyncpg
import pytest

from services.sales.policy import Policy
from services.sales.release.handlers import record_reservation
from services.sales.settlement.handlers import record_payment
from services.sales.tests.calling import Caller
from services.sales.tests.story import pay, reserve, topics
from services.sales.tests.test_handlers import a_place, confirm_all, known, masters, places
from tests.figures import put
from tests.needs import needs


@needs("ALL-10", "SAL-17")
async def test_a_switch_turned_to_automatic_lets_the_waiting_order_go_with_its_next_event(
    db: asyncpg.Connection,
) -> None:
    await put(db, Policy, release="by_hand")
    await masters(db)
    (order,) = await places(db, a_place("1"))
    await confirm_all(db, [order])
    order = await known(db, order.order_id)
    assert await record_reservation(db, [reserve(order, uuid4(), 10)]) == [()]
    await put(db, Policy, release="automatic")
    (said,) = await record_payment(db, [pay(order, uuid4())])
    assert topics(list(said)) == ["order.released"]


@needs("SAL-8")
@pytest.mark.parametrize(("buffer", "status"), [("0.15", 200), ("0.20", 200), ("0.21", 422), ("0.14", 422)])
async def test_the_head_of_sales_puts_a_buffer_of_15_to_20_percent(call: Caller, buffer: str, status: int) -> None:
    answer = await call("PUT", "/figures/buffer", {"value": buffer}, role="sales manager", who="zhao.min")
    assert answer.status_code == status
    assert (await call("PUT", "/figures/buffer", {"value": buffer}, role="merchandiser")).status_code == 403


@needs("SAL-7")
async def test_weights_without_a_grade_are_refused_for_no_order_of_it_could_be_weighed(call: Caller) -> None:
    answer = await call("PUT", "/figures/grade_weights", {"value": {"A": 3, "B": 2}}, role="sales manager")
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["expected"] == "a weight for each of A, B, C"
