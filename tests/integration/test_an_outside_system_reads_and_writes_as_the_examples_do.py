"""The examples of docs/integrate.md, on a real company; what they are told is found from it (ALL-2, ALL-7)."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import yaml

from contracts.catalogue import EVENTS
from tests.integration.bodies import CUSTOMER
from tests.integration.company import Company
from tests.integration.order import SOON_S
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("ALL-2", "ALL-7")
EXAMPLES = Path(__file__).parents[2] / "examples" / "outside"


@asynccontextmanager
async def example(company: Company, name: str, *asked: str) -> AsyncIterator[asyncio.subprocess.Process]:
    sales = company.settings["sales"]
    told = os.environ | {"KAFKA": sales.kafka_bootstrap_servers, "TOPIC_PREFIX": sales.topic_prefix}
    process = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLES / name, *asked, env=told, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_a_shop_places_an_order_by_event(company: Company, trade: Trade) -> None:
    item = await trade.keep(100)
    async with example(company, "place_order.py", CUSTOMER, "SHOP-77", item, "10") as shop:
        told, _ = await shop.communicate()
    assert (shop.returncode, told.decode().strip()) == (0, f"{CUSTOMER}/SHOP-77")

    async def taken() -> bool:
        return any(one["customer_po"] == "SHOP-77" for one in await trade.items("sales", "/orders", customer=CUSTOMER))

    await within(SOON_S, taken)


async def test_a_program_reads_the_invoices_that_are_issued(company: Company, trade: Trade) -> None:
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    (invoice,) = await trade.items("finance", "/invoices", order_id=order.id)
    async with example(company, "invoices.py") as reader, asyncio.timeout(SOON_S):
        assert reader.stdout
        lines = [line.decode().split() async for line in _until(reader.stdout, invoice["number"])]
    assert lines[-1] == [invoice["number"], invoice["total"], invoice["currency"]]


async def _until(stream: asyncio.StreamReader, number: str) -> AsyncIterator[bytes]:
    while line := await stream.readline():
        yield line
        if line.startswith(number.encode()):
            return


async def test_every_schema_is_found_from_the_document_that_a_department_serves(company: Company) -> None:
    base = f"http://127.0.0.1:{company.settings['finance'].port}"
    document = yaml.safe_load((await company.http.get(f"{base}/asyncapi.yaml")).text)
    named = {message["payload"]["$ref"] for message in document["components"]["messages"].values()}
    assert named == {f"./schemas/{topic}.json" for topic in EVENTS}
    schema = (await company.http.get(f"{base}/schemas/invoice.issued.json")).text
    assert "outstanding" in json.loads(schema)["properties"]
    assert (await company.http.get(f"{base}/schemas/../../pyproject.toml.json")).status_code == 404
