"""A company that is started without finance; a system from outside takes its place, in plain aiokafka (ALL-7)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx2
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from chassis.kafka_access import KafkaAccess
from gendan.conformance.command import Asked, as_told, lines, listened
from gendan.embedded import remove
from tests.bench.company import Company, up
from tests.bench.trade import Trade
from tests.bench.trees import CHECKOUT, Tree
from tests.needs import needs
from tests.waiting import within

pytestmark = [needs("ALL-7"), pytest.mark.filterwarnings("ignore::ResourceWarning")]

HERE = Tree("this", "", CHECKOUT, sys.executable)
GROUP = "outside.finance"
SOON_S = 60.0


@pytest.fixture(scope="module")
async def company(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    data = tmp_path_factory.mktemp("without") / "data"
    try:
        async with up(HERE, data, False, "--without", "finance") as company:
            yield company
    finally:
        if data.exists():
            remove(data)


async def test_a_company_starts_without_finance_and_an_outside_system_takes_its_place(company: Company) -> None:
    """An order waits for its credit until somebody answers in finance's name; then it goes its way."""
    async with httpx2.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx2.TransportError):
            await http.get(f"{company.urls['finance']}/readyz")
    trade = Trade(company.api)
    await trade.open()
    order = await trade.place(1)
    await within(SOON_S, lambda: is_at(company, order, "in_review"))
    async with erp(company.kafka):
        await within(SOON_S, lambda: is_at(company, order, "dispatched"))
    access = KafkaAccess(kafka_bootstrap_servers=company.kafka)
    found = await listened(Asked(access, "", None, 0, None, GROUP, again=False), "finance")
    assert as_told(found, "finance")["messages"] == 1
    assert {fault.name for fault in found.faults} <= {"unheard"}, lines(found, "finance")


async def is_at(company: Company, order: UUID, stage: str) -> bool:
    answer = await company.api.acting_as("li.na", "merchandiser").get("sales", f"/orders/{order}")
    return bool(answer.body["stage"] == stage)


@asynccontextmanager
async def erp(kafka: str) -> AsyncIterator[None]:
    """It says yes to every order that it hears of."""
    task = asyncio.create_task(_answering(kafka))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _answering(kafka: str) -> None:
    reading = AIOKafkaConsumer("order.received", bootstrap_servers=kafka, group_id=GROUP, auto_offset_reset="earliest")
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer, reading as consumer:
        async for record in consumer:
            await producer.send_and_wait(*_credit_of(json.loads(record.value)))
            await consumer.commit()


def _credit_of(order: dict[str, object]) -> tuple[str, bytes, bytes, None, None, list[tuple[str, bytes]]]:
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(uuid4()),
        "ce_type": "credit.reviewed",
        "ce_source": "/services/finance",
        "ce_time": datetime.now(UTC).isoformat(),
    }
    about = {"orders": [order["order_id"]], "order_id": order["order_id"], "order_version": order["version"]}
    value = json.dumps({**about, "verdict": "yes"}).encode()
    encoded = [(name, told.encode()) for name, told in headers.items()]
    return "credit.reviewed", value, str(order["order_id"]).encode(), None, None, encoded
